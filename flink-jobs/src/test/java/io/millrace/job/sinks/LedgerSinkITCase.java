package io.millrace.job.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.slab.EventSlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rows through the sink, with failures between checkpoints: each row exactly once, ledger and files agree. */
class LedgerSinkITCase {
    private static final long ROWS = 2_000;
    private static final long MICROS_PER_HOUR = 3_600_000_000L;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    @Test
    @Tag("F1")
    void everyRowOnceDespiteFailures(@TempDir Path run) throws Exception {
        FailTwice.FAILED.clear();
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, java.time.Duration.ofMillis(100));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 5);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, java.time.Duration.ofMillis(10));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        env.setParallelism(2);
        int attempt = new Ledger(run).begin(new Ledger(run).attempts(), Optional.empty());
        DataGeneratorSource<Long> numbers = new DataGeneratorSource<>(
                number -> number,
                ROWS,
                RateLimiterStrategy.perSecond(2_000),
                org.apache.flink.api.common.typeinfo.Types.LONG);
        env.fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers")
                .map(new FailTwice())
                .returns(SlabTypeInfo.<EventSlab>of(SlabKind.EVENT))
                .sinkTo(new LedgerSink<>(
                        new LedgerSinkSettings(
                                run.toUri().toString(),
                                "events",
                                "data/layer3/6B/events",
                                "ts_utc",
                                RunAttempt.first(attempt)),
                        new LineEncoder()))
                .uid("sink-events");
        env.execute();

        assertThat(FailTwice.FAILED).containsExactlyInAnyOrder(700L, 1_700L);
        List<LedgerEntry> entries = new Ledger(run).valid(attempt);
        List<Long> rows = new ArrayList<>();
        for (LedgerEntry entry : entries) {
            List<String> lines = Files.readAllLines(run.resolve(entry.path()));
            assertThat(entry.rows()).isEqualTo(lines.size());
            assertThat(Files.size(run.resolve(entry.path()))).isEqualTo(entry.sizeBytes());
            lines.forEach(line -> rows.add(Long.parseLong(line)));
        }
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, ROWS).boxed().toList());
        assertThat(visibleFiles(run)).hasSize(entries.size());
        assertThat(entries)
                .extracting(LedgerEntry::path)
                .allMatch(path -> path.matches(
                        "data/layer3/6B/events/utc_date=1970-0[1-3]-\\d\\d/part-1-\\d+-[01]-\\d+\\.parquet"));
    }

    private static List<Path> visibleFiles(Path run) throws IOException {
        try (Stream<Path> walk = Files.walk(run.resolve("data"))) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    /** One slab per number; two injected failures. */
    private static final class FailTwice extends RichMapFunction<Long, EventSlab> {
        @Serial
        private static final long serialVersionUID = 1L;

        static final Set<Long> FAILED = ConcurrentHashMap.newKeySet();

        @Override
        public EventSlab map(Long number) {
            if ((number == 700 || number == 1_700) && FAILED.add(number)) {
                throw new IllegalStateException("injected failure at " + number);
            }
            EventSlab slab = new EventSlab(1);
            int row = slab.addRow();
            slab.flowId[row] = number;
            slab.tsMicros[row] = number * MICROS_PER_HOUR;
            return slab;
        }
    }

    /** A line per row: enough to count rows. */
    static final class LineEncoder implements PartEncoder {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Part open(OutputStream out) {
            return new Part() {
                private long rows;

                @Override
                public void write(Slab slab, int from, int to) throws IOException {
                    for (int row = from; row < to; row++) {
                        out.write((((EventSlab) slab).flowId[row] + "\n").getBytes(StandardCharsets.UTF_8));
                        rows++;
                    }
                }

                @Override
                public long bufferedBytes() {
                    return 0;
                }

                @Override
                public Content finish() {
                    return new Content(rows, "0".repeat(32), new TreeMap<>(), 0, 0);
                }
            };
        }
    }
}
