package io.millrace.bench;

import io.millrace.job.arrivals.SlabFileReader;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.LocalInputFile;

/**
 * Rows of a table in memory, in slabs of the size that travels through the job.
 *
 * @param zones every time zone Java knows: more than the files name, and each of theirs
 */
record SlabRows(List<Slab> slabs, List<String> zones, long rows) {
    private static final int SLAB_ROWS = 256;

    static SlabRows read(TableFiles files, SlabKind kind, long rowsMax) throws IOException {
        List<String> zones =
                java.time.ZoneId.getAvailableZoneIds().stream().sorted().toList();
        List<Slab> slabs = new ArrayList<>();
        long rows = 0;
        for (Path file : files.of(kind)) {
            try (SlabFileReader reader = new SlabFileReader(new LocalInputFile(file), file.toString(), zones)) {
                Slab slab = kind.empty(SLAB_ROWS);
                while (rows < rowsMax && reader.read(slab)) {
                    slab.size = (int) Math.min(slab.size, rowsMax - rows);
                    rows += slab.size;
                    slabs.add(slab);
                    slab = kind.empty(SLAB_ROWS);
                }
            }
        }
        return new SlabRows(slabs, zones, rows);
    }
}
