package io.millrace.job.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.testing.HeldMetrics;
import io.millrace.slab.EventSlab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.Watermark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileWriterTest {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long MILLIS_PER_DAY = 86_400_000L;

    @TempDir
    private Path run;

    private final HeldMetrics held = new HeldMetrics();
    private PartFileWriter<EventSlab> writer;

    @BeforeEach
    void open() throws IOException {
        Ledger ledger = new Ledger(run);
        int attempt = ledger.begin(ledger.attempts(), Optional.empty());
        LedgerSinkSettings settings = new LedgerSinkSettings(
                run.toUri().toString(), "events", "data/layer3/6B/events", "ts_utc", RunAttempt.first(attempt));
        writer = new PartFileWriter<>(
                settings, new LedgerSinkITCase.LineEncoder(), 0, 0, new WriterMetrics(held, "events"), 0);
    }

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void manyDaysBetweenTwoCheckpointsDoNotStayOpen() throws IOException {
        int openMax = 0;
        for (int day = 0; day < 40; day++) {
            write(day, day);
            writer.writeWatermark(new Watermark(day * MILLIS_PER_DAY + 1));
            openMax = Math.max(openMax, openFiles());
        }
        assertThat(openMax).isEqualTo(2);

        List<PartFile> files = List.copyOf(writer.prepareCommit());
        assertThat(files).extracting(PartFile::number).doesNotHaveDuplicates().hasSize(40);
        assertThat(files).extracting(PartFile::folder).doesNotHaveDuplicates();
        assertThat(files).extracting(PartFile::stagedName).doesNotHaveDuplicates();
        assertThat(writer.prepareCommit()).as("each file is handed over once").isEmpty();
    }

    @Test
    void aRowOfADayThatIsLongOverGetsAFileOfItsOwn() throws IOException {
        write(3, 1);
        writer.writeWatermark(new Watermark(9 * MILLIS_PER_DAY));
        write(3, 2);

        assertThat(writer.prepareCommit())
                .hasSize(2)
                .allSatisfy(file -> assertThat(file.folder()).endsWith("/utc_date=1970-01-04"))
                .allSatisfy(file -> assertThat(file.content().rows()).isOne());
    }

    @Test
    void daysAheadOfTheWatermarkStayOpenUntilTheCheckpoint() throws IOException {
        write(5, 1);
        write(60, 2);
        writer.writeWatermark(new Watermark(6 * MILLIS_PER_DAY - 1));
        assertThat(openFiles()).isEqualTo(2);
        writer.writeWatermark(Watermark.MAX_WATERMARK);
        assertThat(openFiles()).isZero();
        assertThat(writer.prepareCommit()).hasSize(2);
    }

    private int openFiles() {
        return (int) held.gauge("open_files");
    }

    private void write(int day, long flow) throws IOException {
        EventSlab slab = new EventSlab(1);
        int row = slab.addRow();
        slab.flowId[row] = flow;
        slab.tsMicros[row] = day * MICROS_PER_DAY;
        writer.write(slab, null);
    }
}
