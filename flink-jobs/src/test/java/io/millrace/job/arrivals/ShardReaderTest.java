package io.millrace.job.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.slab.ArrivalSlab;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a reader waits: behind the hour that is granted, and at the pause. What it holds back leaves later, once. */
class ShardReaderTest {
    private static final int START = 50_000;
    private static final int END = START + 4;
    private static final int SHARDS = 3;
    private static final int SLAB_ROWS = 4;
    private static final int ROWS_PER_HOUR = 10;
    private static final long HOUR_ZERO_MICROS = 1_577_836_800_000_000L;
    private static final long MICROS_PER_HOUR = 3_600_000_000L;
    private static final long MICROS_PER_ROW = MICROS_PER_HOUR / ROWS_PER_HOUR;
    /** In the second hour, with four rows of it before; not on a millisecond. */
    private static final long PAUSE = 13 * MICROS_PER_ROW + 123;

    private final Coordinator coordinator = new Coordinator();
    private final Received received = new Received();

    @Test
    void noRowOfAnHourLeavesBeforeTheHourIsGranted() {
        ShardReader reader = begun(Long.MAX_VALUE, shardsAtTheStart());
        assertThat(drain(reader)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(coordinator.last()).isEqualTo(new ShardEvents.Reached(START));

        for (int hour = START; hour < END; hour++) {
            assertThat(received.rows).isEqualTo(made((hour - START) * MICROS_PER_HOUR));
            assertThat(reader.isAvailable()).isNotDone();
            reader.handleSourceEvents(new ShardEvents.Granted(hour));
            assertThat(reader.isAvailable()).isDone();
            assertThat(drain(reader))
                    .isEqualTo(hour + 1 < END ? InputStatus.NOTHING_AVAILABLE : InputStatus.END_OF_INPUT);
            assertThat(coordinator.last())
                    .isEqualTo(new ShardEvents.Reached(hour + 1 < END ? hour + 1 : Integer.MAX_VALUE));
        }
        assertThat(received.rows).isEqualTo(made(Long.MAX_VALUE));
    }

    /** Inside an hour, at a row, at the end of an hour, before everything. */
    @ParameterizedTest
    @ValueSource(longs = {PAUSE, 17 * MICROS_PER_ROW, 2 * MICROS_PER_HOUR, 0})
    void atThePauseNothingLeavesAndTheNextStartHandsOutTheRest(long pause) {
        ShardReader pausing = granted(pause, shardsAtTheStart());
        assertThat(drain(pausing)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(received.rows).isEqualTo(made(pause));
        assertThat(received.watermarkMillis)
                .as("all rows before the pause have left")
                .isEqualTo(Math.floorDiv(micros(pause), 1_000L) - 1);
        assertThat(coordinator.last())
                .isEqualTo(new ShardEvents.Reached(START + (int) Math.floorDiv(pause, MICROS_PER_HOUR)));

        assertThat(pausing.isAvailable()).isNotDone();
        pausing.handleSourceEvents(new ShardEvents.Granted(END));
        assertThat(drain(pausing)).as("woken up").isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(received.rows).isEqualTo(made(pause));

        assertThat(drain(granted(Long.MAX_VALUE, pausing.snapshotState(1)))).isEqualTo(InputStatus.END_OF_INPUT);
        assertThat(received.rows).isEqualTo(made(Long.MAX_VALUE));
    }

    @Test
    void aPauseThatIsBehindTheReaderHoldsItWhereItIs() {
        ShardReader pausing = granted(PAUSE, shardsAtTheStart());
        drain(pausing);
        List<ShardSplit> at = pausing.snapshotState(1);
        received.restarted();

        ShardReader earlier = granted(MICROS_PER_ROW, at);
        assertThat(drain(earlier)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(received.rows).isEqualTo(made(PAUSE));
        assertThat(earlier.snapshotState(2)).containsExactlyInAnyOrderElementsOf(at);
    }

    /** Polls are few, so every one of them is the last before a restart once. */
    @Test
    void aRestartBeforeThePauseChangesNothing() {
        int polls = 0;
        InputStatus before = InputStatus.MORE_AVAILABLE;
        while (before == InputStatus.MORE_AVAILABLE) {
            polls++;
            received.clear();
            ShardReader broken = granted(PAUSE, shardsAtTheStart());
            for (int poll = 0; poll < polls; poll++) {
                before = broken.pollNext(received);
            }
            received.restarted();
            ShardReader pausing = granted(PAUSE, broken.snapshotState(1));
            assertThat(drain(pausing)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
            assertThat(received.rows).as("after " + polls + " polls").isEqualTo(made(PAUSE));
        }
        assertThat(polls).isGreaterThan(SHARDS * 2);
    }

    private static List<ShardSplit> shardsAtTheStart() {
        return IntStream.range(0, SHARDS)
                .mapToObj(shard -> new ShardSplit(shard, START, 0))
                .toList();
    }

    /** A reader with all its shards, that may make any hour. */
    private ShardReader granted(long pause, List<ShardSplit> splits) {
        ShardReader reader = begun(pause, splits);
        reader.handleSourceEvents(new ShardEvents.Granted(Integer.MAX_VALUE));
        return reader;
    }

    /** @param pause microseconds after the first hour has begun; {@link Long#MAX_VALUE} for none */
    private ShardReader begun(long pause, List<ShardSplit> splits) {
        ShardReader reader = new ShardReader(
                coordinator,
                ShardReaderTest::hour,
                END,
                SLAB_ROWS,
                new WatermarkStep(SHARDS, SLAB_ROWS),
                pause == Long.MAX_VALUE ? pause : micros(pause));
        reader.start();
        reader.addSplits(splits);
        reader.notifyNoMoreSplits();
        return reader;
    }

    private InputStatus drain(ShardReader reader) {
        InputStatus status = reader.pollNext(received);
        while (status == InputStatus.MORE_AVAILABLE) {
            status = reader.pollNext(received);
        }
        return status;
    }

    private static ArrivalSlab hour(int shard, int hour) {
        ArrivalSlab slab = new ArrivalSlab(ROWS_PER_HOUR);
        for (int n = 0; n < ROWS_PER_HOUR; n++) {
            int row = slab.addRow();
            slab.tsMicros[row] = micros((hour - START) * MICROS_PER_HOUR + n * MICROS_PER_ROW);
            slab.merchantOrdinal[row] = shard;
        }
        return slab;
    }

    private static long micros(long sinceStart) {
        return HOUR_ZERO_MICROS + START * MICROS_PER_HOUR + sinceStart;
    }

    /** Rows of all shards before a time after the first hour has begun, in the order of their text. */
    private static List<String> made(long until) {
        List<String> rows = new ArrayList<>();
        for (int n = 0; n < (END - START) * ROWS_PER_HOUR; n++) {
            if (n * MICROS_PER_ROW < until) {
                for (int shard = 0; shard < SHARDS; shard++) {
                    rows.add(text(micros(n * MICROS_PER_ROW), shard));
                }
            }
        }
        return rows;
    }

    private static String text(long micros, int shard) {
        return micros + " of shard " + shard;
    }

    /** What leaves a reader; nothing may come behind the watermark. */
    private static final class Received implements ReaderOutput<ArrivalSlab> {
        /** Sorted. */
        private final List<String> rows = new ArrayList<>();

        private long watermarkMillis = Long.MIN_VALUE;

        /** The time that others have heard of goes back with the tasks. */
        void restarted() {
            watermarkMillis = Long.MIN_VALUE;
        }

        void clear() {
            rows.clear();
            restarted();
        }

        @Override
        public void collect(ArrivalSlab slab) {
            assertThat(slab.size).isBetween(1, SLAB_ROWS);
            for (int row = 0; row < slab.size; row++) {
                assertThat(Math.floorDiv(slab.tsMicros[row], 1_000L)).isGreaterThan(watermarkMillis);
                rows.add(text(slab.tsMicros[row], slab.merchantOrdinal[row]));
            }
            rows.sort(null);
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            assertThat(watermark.getTimestamp()).isGreaterThanOrEqualTo(watermarkMillis);
            watermarkMillis = watermark.getTimestamp();
        }

        @Override
        public void collect(ArrivalSlab slab, long timestamp) {
            throw new IllegalStateException("rows carry their time themselves");
        }

        @Override
        public void markIdle() {
            throw new IllegalStateException("watermarks are exact, nobody is idle");
        }

        @Override
        public void markActive() {
            throw new IllegalStateException("watermarks are exact, nobody is idle");
        }

        @Override
        public SourceOutput<ArrivalSlab> createOutputForSplit(String splitId) {
            throw new IllegalStateException("shards have no output of their own");
        }

        @Override
        public void releaseOutputForSplit(String splitId) {
            throw new IllegalStateException("shards have no output of their own");
        }
    }

    /** Hears what a reader tells, and knows nothing else that a reader could ask for. */
    private static final class Coordinator implements SourceReaderContext {
        private final List<SourceEvent> events = new ArrayList<>();

        SourceEvent last() {
            return events.get(events.size() - 1);
        }

        @Override
        public void sendSourceEventToCoordinator(SourceEvent event) {
            events.add(event);
        }

        @Override
        public SourceReaderMetricGroup metricGroup() {
            throw notAsked();
        }

        @Override
        public Configuration getConfiguration() {
            throw notAsked();
        }

        @Override
        public String getLocalHostName() {
            throw notAsked();
        }

        @Override
        public int getIndexOfSubtask() {
            throw notAsked();
        }

        @Override
        public void sendSplitRequest() {
            throw notAsked();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            throw notAsked();
        }

        private static IllegalStateException notAsked() {
            return new IllegalStateException("a reader of shards asks for nothing");
        }
    }
}
