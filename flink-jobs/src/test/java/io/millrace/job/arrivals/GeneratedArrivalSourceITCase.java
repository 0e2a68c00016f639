package io.millrace.job.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.slab.DoerSource;
import io.millrace.slab.ArrivalSlab;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hours of shards through the source: each row once, never behind the watermark, whatever the number of readers. */
class GeneratedArrivalSourceITCase {
    private static final int START = 50_000;
    private static final int END = START + 60;
    private static final long HOUR_ZERO_MICROS = 1_577_836_800_000_000L;
    private static final long MICROS_PER_HOUR = 3_600_000_000L;

    /** Hour that each shard was asked for last; the tests and the embedded cluster are one JVM. */
    private static final Map<Integer, Integer> ASKED = new ConcurrentHashMap<>();

    private static final AtomicInteger TOO_FAR_AHEAD = new AtomicInteger();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

    @BeforeEach
    void reset() {
        ASKED.clear();
        TOO_FAR_AHEAD.set(0);
        Watched.failures.set(0);
    }

    @ParameterizedTest
    @CsvSource({"1, 7, 16", "3, 7, 16", "4, 2, 5", "2, 7, 1000"})
    void everyRowOnceAndNeverLate(int readers, int shards, int slabRows) throws Exception {
        List<Long> rows = run(readers, shards, slabRows, 0);

        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected(shards));
        assertThat(TOO_FAR_AHEAD).hasValue(0);
    }

    @Test
    void aRestartFromACheckpointGoesOnInsideAnHour() throws Exception {
        List<Long> rows = run(3, 7, 16, 2);

        assertThat(Watched.failures).hasPositiveValue();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected(7));
    }

    /** Sixty hours in a second and a half, on two readers whose shards come to the same clock. */
    @Test
    void aPacedSourceHandsOutTheSameRowsByTheClock() throws Exception {
        double speedup = (END - START) * 3_600 / 1.5;
        long begin = System.nanoTime();
        List<Long> rows = run(
                2,
                settings(),
                (env, made) -> GeneratedArrivalSource.live(
                        env, made, 7, START, END, 16, new Pace(speedup, Long.MAX_VALUE), () -> () -> {}),
                0);

        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected(7));
        assertThat(System.nanoTime() - begin).isGreaterThan(1_400_000_000L);
    }

    @Test
    void aPacedSourceGoesOnInsideAnHourAfterARestart() throws Exception {
        List<Long> rows = run(
                3,
                settings(),
                (env, made) -> GeneratedArrivalSource.live(
                        env, made, 7, START, END, 3, new Pace(40_000, Long.MAX_VALUE), () -> () -> {}),
                1);

        assertThat(Watched.failures).hasPositiveValue();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected(7));
    }

    /** Slow enough for several watermarks inside an hour. */
    @Test
    void theWatermarkOfAPacedSourceFollowsTheClockInsideAnHour() throws Exception {
        int end = START + 6;
        List<Long> rows = run(
                2,
                settings(),
                (env, made) -> GeneratedArrivalSource.live(
                        env, made, 7, START, end, 16, new Pace(6_000, Long.MAX_VALUE), () -> () -> {}),
                0);

        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected(7, end));
    }

    private static List<Long> expected(int shards) {
        return expected(shards, END);
    }

    private static List<Long> expected(int shards, int end) {
        List<Long> rows = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            for (int hour = START; hour < end; hour++) {
                for (int n = 0; n < rowsOf(shard, hour); n++) {
                    rows.add(name(shard, hour, n));
                }
            }
        }
        return rows;
    }

    /** Some hours are empty. */
    private static int rowsOf(int shard, int hour) {
        return (31 * shard + 7 * hour) % 40;
    }

    private static long name(int shard, int hour, int n) {
        return shard * 1_000_000_000L + hour * 1_000L + n;
    }

    /** @param checkpoints after which the first attempt fails; 0 for no failure */
    private static List<Long> run(int readers, int shards, int slabRows, int checkpoints) throws Exception {
        return run(
                readers,
                settings(),
                (env, made) -> GeneratedArrivalSource.on(env, made, shards, START, END, slabRows),
                checkpoints);
    }

    private static Configuration settings() {
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(20));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        return settings;
    }

    private static List<Long> run(
            int readers,
            Configuration settings,
            BiFunction<StreamExecutionEnvironment, DoerSource<ArrivalHours>, SingleOutputStreamOperator<ArrivalSlab>>
                    source,
            int checkpoints)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        env.setParallelism(readers);
        DoerSource<ArrivalHours> made = () -> new MadeHours(checkpoints == 0);
        List<Long> rows = new ArrayList<>();
        try (CloseableIterator<Long> found = source.apply(env, made)
                .process(new Watched(checkpoints))
                .returns(Types.LONG)
                .executeAndCollect()) {
            found.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** Rows whose sequence number is their name. */
    private static final class MadeHours implements ArrivalHours {
        private final boolean watched;

        MadeHours(boolean watched) {
            this.watched = watched;
        }

        @Override
        public ArrivalSlab hour(int shard, int hour) {
            ASKED.put(shard, hour);
            if (watched && ASKED.values().stream().anyMatch(other -> other < hour - 3)) {
                TOO_FAR_AHEAD.incrementAndGet();
            }
            int count = rowsOf(shard, hour);
            ArrivalSlab slab = new ArrivalSlab(Math.max(1, count));
            for (int n = 0; n < count; n++) {
                int row = slab.addRow();
                slab.tsMicros[row] = HOUR_ZERO_MICROS + hour * MICROS_PER_HOUR + n * (MICROS_PER_HOUR / 40);
                slab.arrivalSeq[row] = name(shard, hour, n);
            }
            return slab;
        }
    }

    /** Names of rows; fails the job for a late row, and once on purpose. */
    private static final class Watched extends ProcessFunction<ArrivalSlab, Long> implements CheckpointListener {
        @Serial
        private static final long serialVersionUID = 1L;

        static final AtomicInteger failures = new AtomicInteger();

        private final int failAfter;
        private transient int complete;

        Watched(int failAfter) {
            this.failAfter = failAfter;
        }

        @Override
        public void processElement(ArrivalSlab slab, Context context, Collector<Long> out) {
            if (failAfter > 0 && getRuntimeContext().getTaskInfo().getAttemptNumber() == 0) {
                if (complete >= failAfter) {
                    failures.incrementAndGet();
                    throw new IllegalStateException("injected");
                }
                // The stream must outlast the checkpoints.
                LockSupport.parkNanos(1_000_000);
            }
            for (int row = 0; row < slab.size; row++) {
                if (slab.tsMicros[row] / 1000 <= context.timerService().currentWatermark()) {
                    throw new IllegalStateException("late: " + slab.describe(row));
                }
                out.collect(slab.arrivalSeq[row]);
            }
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            complete++;
        }
    }
}
