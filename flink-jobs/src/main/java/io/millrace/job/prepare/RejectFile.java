package io.millrace.job.prepare;

import io.millrace.arrivals.ForeignArrival;
import io.millrace.slab.RejectSlab;
import io.millrace.slab.SlabKind;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.functions.MapPartitionFunction;
import org.apache.flink.util.Collector;

/** Writes arrival_rejects_5B, one file in the order of the source; none when nothing was rejected. */
final class RejectFile implements MapPartitionFunction<ForeignArrival, WorldPart> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int SLAB_ROWS = 1024;
    private static final int VALUE_BYTES_MAX = 200;

    private final WorldFiles files;
    private final String[] sources;

    /** @param sources paths of the source files by their number */
    RejectFile(WorldFiles files, List<String> sources) {
        this.files = files;
        this.sources = sources.toArray(String[]::new);
    }

    @Override
    public void mapPartition(Iterable<ForeignArrival> rejects, Collector<WorldPart> out) {
        Iterator<ForeignArrival> left = rejects.iterator();
        if (left.hasNext()) {
            RejectSlab slab = new RejectSlab(SLAB_ROWS);
            out.collect(files.write(SlabKind.REJECT, () -> fill(left, slab)));
        }
    }

    private RejectSlab fill(Iterator<ForeignArrival> left, RejectSlab slab) {
        slab.size = 0;
        while (left.hasNext() && !slab.isFull()) {
            ForeignArrival from = left.next();
            int row = slab.addRow();
            slab.sourcePath[row] = sources[from.sourceFile];
            slab.sourceRow[row] = from.sourceRow;
            slab.reason[row] = from.reason;
            slab.columnName[row] = from.rejectColumn;
            slab.valueText[row] = cut(from.rejectText);
            slab.merchantId[row] = from.merchantId;
            slab.arrivalSeq[row] = from.arrivalSeq;
        }
        return slab.size == 0 ? null : slab;
    }

    /** At most 200 bytes, never half a character. */
    static String cut(String text) {
        if (text == null) {
            return null;
        }
        String cut = text;
        while (cut.getBytes(StandardCharsets.UTF_8).length > VALUE_BYTES_MAX) {
            int end = Math.min(cut.length(), VALUE_BYTES_MAX + 1) - 1;
            cut = cut.substring(0, Character.isHighSurrogate(cut.charAt(end - 1)) ? end - 1 : end);
        }
        return cut;
    }
}
