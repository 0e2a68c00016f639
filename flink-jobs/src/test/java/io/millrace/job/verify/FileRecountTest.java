package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.Problem;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.PartEncoder;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.job.sinks.parquet.PartFooter;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.parquet.SlabParquetEncoder;
import io.millrace.slab.EventSlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import io.millrace.testing.AnySlab;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRecountTest {
    @TempDir
    Path folder;

    @Test
    void aGoodFileOfAnyKindAgreesWithItsFooter() throws IOException {
        for (SlabKind kind : SlabKind.values()) {
            Path file = write(AnySlab.of(kind, 17, 3_000), "");
            FileRecount recount = recount(file, kind, "");
            assertThat(recount.rows()).isEqualTo(3_000);
            assertThat(recount.differencesTo(footer(file), "part")).isEmpty();
        }
    }

    @Test
    void aFooterOfOtherRowsDiffersInEachFigureItGetsWrong() throws IOException {
        EventSlab slab = (EventSlab) AnySlab.of(SlabKind.EVENT, 18, 100);
        for (int row = 0; row < slab.size; row++) {
            slab.tsMicros[row] = 5_000L + row;
            slab.eventSeq[row] = 0;
        }
        Path file = write(slab, "ts_utc");
        FileRecount recount = recount(file, SlabKind.EVENT, "ts_utc");
        assertThat(recount.differencesTo(footer(file), "part")).isEmpty();
        assertThat(recount.tsMinMicros()).isEqualTo(5_000);
        assertThat(recount.tsMaxMicros()).isEqualTo(5_099);
        slab.flowId[99]++;
        slab.amountMinor[99]++;
        Path other = write(slab, "ts_utc");
        assertThat(recount.differencesTo(footer(other), "part-1"))
                .extracting(Problem::where)
                .containsExactly("part-1#row_digest", "part-1#links", "part-1#counters");
    }

    @Test
    void theLedgerLineIsComparedToo() {
        FileRecount recount =
                new FileRecount(2, "0".repeat(32), new TreeMap<>(Map.of("flow", "a:b")), new TreeMap<>(), 1, 9);
        LedgerEntry entry = new LedgerEntry(
                "events", "data/part-1-2-0-0.parquet", 1, 2, 0, 3, "0".repeat(32), Map.of("flow", "a:b"), 10, "", 1, 8);
        assertThat(recount.differencesTo(entry))
                .extracting(Problem::text)
                .containsExactly(
                        "_ledger: data/part-1-2-0-0.parquet#rows: must be what the rows give (2), was 3; "
                                + "put the file back, or move the run folder aside and start over",
                        "_ledger: data/part-1-2-0-0.parquet#ts_max_us: must be what the rows give (9), was 8; "
                                + "put the file back, or move the run folder aside and start over");
    }

    private Path write(Slab slab, String timeColumn) throws IOException {
        TreeMap<String, String> keys = new TreeMap<>(Map.of(FooterKeys.CONTRACTS_VERSION, "1.0.0"));
        Path file = folder.resolve("part.parquet");
        try (OutputStream out = Files.newOutputStream(file)) {
            PartEncoder.Part part = new SlabParquetEncoder(
                            slab.kind(), SinkEncoding.COMPACT, keys, AnySlab.ZONES, timeColumn, "")
                    .open(out);
            part.write(slab, 0, slab.size);
            part.finish();
        }
        return file;
    }

    private static PartFooter footer(Path file) {
        return PartFooter.read(new LocalInputFile(file), file.toString());
    }

    private static FileRecount recount(Path file, SlabKind kind, String timeColumn) throws IOException {
        return FileRecount.of(new LocalInputFile(file), file.toString(), kind, AnySlab.ZONES, timeColumn);
    }
}
