package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.digest.RowDigest;
import io.millrace.job.arrivals.SlabFileReader;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.parquet.PartFooter;
import io.millrace.run.RowCounters;
import io.millrace.slab.Columns;
import io.millrace.slab.RowBytes;
import io.millrace.slab.RowLinks;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.parquet.io.InputFile;

/**
 * A published file counted again from its rows. Shares the digest laws with the writer, but reads through parquet-java,
 * so a page that was written wrong does not prove itself.
 *
 * @param counters those a reader can know; {@link RowCounters#IN_FLIGHT} are left out
 * @param tsMinMicros 0 for datasets without time
 */
public record FileRecount(
        long rows,
        String rowDigest,
        SortedMap<String, String> links,
        SortedMap<String, String> counters,
        long tsMinMicros,
        long tsMaxMicros) {
    private static final int SLAB_ROWS = 4_096;

    /**
     * Reads the whole file.
     *
     * @param where path for messages
     * @param zones tzids by ordinal, for ZONE columns
     * @param timeColumn as given to the writer; empty for datasets without time
     * @throws io.millrace.base.ContractException when the file cannot be read as rows of this kind
     */
    public static FileRecount of(InputFile input, String where, SlabKind kind, List<String> zones, String timeColumn)
            throws IOException {
        Slab slab = kind.empty(SLAB_ROWS);
        RowBytes bytes = new RowBytes(zones);
        RowDigest digest = new RowDigest();
        RowLinks links = new RowLinks(kind);
        RowCounters counters = new RowCounters(kind);
        long rows = 0;
        long tsMin = Long.MAX_VALUE;
        long tsMax = Long.MIN_VALUE;
        long[] times = times(slab, timeColumn);
        try (SlabFileReader file = new SlabFileReader(input, where, zones)) {
            while (file.read(slab)) {
                bytes.addTo(digest, slab, 0, slab.size);
                links.add(slab, 0, slab.size);
                counters.add(slab, 0, slab.size);
                rows += slab.size;
                for (int row = 0; row < slab.size && times.length > 0; row++) {
                    tsMin = Math.min(tsMin, times[row]);
                    tsMax = Math.max(tsMax, times[row]);
                }
            }
        }
        boolean timed = times.length > 0 && rows > 0;
        return new FileRecount(
                rows, digest.hex(), links.texts(), readable(counters.texts()), timed ? tsMin : 0, timed ? tsMax : 0);
    }

    private static long[] times(Slab slab, String timeColumn) {
        for (Columns.Column column : slab.columns().published()) {
            if (column.name().equals(timeColumn)) {
                return (long[]) column.array();
            }
        }
        return new long[0];
    }

    private static SortedMap<String, String> readable(SortedMap<String, String> counters) {
        SortedMap<String, String> readable = new TreeMap<>(counters);
        readable.keySet().removeAll(RowCounters.IN_FLIGHT);
        return readable;
    }

    /** What the footer of the same file says differently; empty when all agrees. */
    public List<Problem> differencesTo(PartFooter footer, String where) {
        List<Problem> problems = new ArrayList<>();
        compare("rows", rows, footer.rows(), where, problems);
        compare("row_digest", rowDigest, footer.rowDigest(), where, problems);
        compare("links", links, footer.links(), where, problems);
        compare("counters", counters, readable(footer.counters()), where, problems);
        compare("ts_min_us", tsMinMicros, footer.tsMinMicros(), where, problems);
        compare("ts_max_us", tsMaxMicros, footer.tsMaxMicros(), where, problems);
        return problems;
    }

    /** What the ledger line of the same file says differently. */
    public List<Problem> differencesTo(LedgerEntry entry) {
        String where = "_ledger: " + entry.path();
        List<Problem> problems = new ArrayList<>();
        compare("rows", rows, entry.rows(), where, problems);
        compare("row_digest", rowDigest, entry.rowDigest(), where, problems);
        compare("links", links, new TreeMap<>(entry.links()), where, problems);
        compare("ts_min_us", tsMinMicros, entry.tsMinMicros(), where, problems);
        compare("ts_max_us", tsMaxMicros, entry.tsMaxMicros(), where, problems);
        return problems;
    }

    private static void compare(String what, Object recounted, Object told, String where, List<Problem> problems) {
        if (!recounted.equals(told)) {
            problems.add(Problem.of(
                    ErrorCode.COMMITTED_FILE_DAMAGED,
                    where + "#" + what,
                    "must be what the rows give (" + recounted + ")",
                    told.toString(),
                    "put the file back, or move the run folder aside and start over"));
        }
    }
}
