package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.replay.ReplayPace;
import io.millrace.job.sinks.kafka.BrokerCheck;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.Delivery;
import io.millrace.job.sinks.kafka.MessageKey;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.testing.BusReader;
import io.millrace.job.testing.SharedBroker;
import io.millrace.job.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A replay that follows a run without end: whatever breaks, and whatever the run takes back and makes again. */
@ExtendWith(SharedBroker.class)
class GrowingReplayITCase {
    private static final String FIRST = "2026-01-01T20:00:00Z";
    private static final String SECOND = "2026-01-02T16:00:00Z";
    private static final String BETWEEN = "2026-01-02T05:00:00Z";
    private static final String THIRD = "2026-01-03T09:00:00Z";

    private static TestBroker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void share(TestBroker shared) {
        broker = shared;
    }

    @Test
    void tasksThatBreakAndARunThatGoesBackLeaveNoGapAndSendNothingTwice() throws Exception {
        Path runs = folder.resolve("runs");
        Path root = LiveRunITCase.pausedAt(runs, 2, FIRST);
        Path early = RetainedCheckpoints.newest(root).orElseThrow().folder();
        BusReader reader = new BusReader(broker, root, "growing.");
        ReplayStage.Breaking.reset();
        ReplayStage.Breaking.after = 5;
        follow(root, reader, ReplayPace.ByRate.steady(9_000), new Growing(runs, FIRST, BETWEEN, SECOND));
        assertThat(ReplayStage.Breaking.broken).hasValue(2);
        requireBefore(reader, SECOND);

        // The topics are ahead of the run now: nothing is sent until it has passed them.
        LiveRunITCase.paused(new StartPoint(Optional.of(early), StartPoint.Living.REFUSE), runs, 3, BETWEEN);
        int before = reader.messages(BusStream.EVENTS).size();
        follow(root, reader, ReplayStage.FLAT_OUT, new Growing(runs, BETWEEN));
        assertThat(reader.messages(BusStream.EVENTS)).hasSize(before);

        LiveRunITCase.pausedAt(runs, 2, THIRD);
        assertThat(new Ledger(root).attempts()).isEqualTo(5);
        follow(root, reader, ReplayStage.FLAT_OUT, new Growing(runs, THIRD));
        requireBefore(reader, THIRD);
        for (BusStream stream : BusStream.values()) {
            reader.requireOrder(stream);
        }
    }

    /** Goes on until it has sent what a watcher waits for. */
    private static void follow(Path root, BusReader reader, ReplayPace pace, ReplayJob.Watcher watcher)
            throws Exception {
        Map<BusStream, String> topics = new EnumMap<>(BusStream.class);
        Arrays.stream(BusStream.values()).forEach(stream -> topics.put(stream, reader.topic(stream)));
        ReplaySettings settings = new ReplaySettings(
                root,
                "growing",
                broker.access(),
                new ReplaySettings.Messages(
                        topics,
                        MessageKey.PARTY_ID,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        OptionalLong.empty(),
                        ReplaySettings.Extent.GROWING),
                new ReplaySettings.Sending(
                        Delivery.Guarantee.EXACTLY_ONCE,
                        Delivery.RecordTime.EVENT,
                        Optional.of(new BrokerCheck.Creation(ReplayStage.PARTITIONS, 1))),
                new ReplaySettings.Job(
                        pace,
                        2,
                        Duration.ofMillis(200),
                        ReplaySettings.Begin.WHERE_IT_STOPPED,
                        ReplaySettings.Check.COUNT));
        assertThat(new ReplayJob(settings, watcher, new ReplayStage.WithBreaking(10))
                        .run()
                        .end())
                .isEqualTo(ReplayJob.End.STOPPED);
        reader.forget();
    }

    private static void requireBefore(BusReader reader, String until) {
        long micros = LiveRunITCase.micros(until);
        for (BusStream stream : BusStream.values()) {
            List<String> expected = reader.parquet(stream).stream()
                    .filter(row -> BusReader.micros(row) < micros)
                    .toList();
            assertThat(reader.sorted(stream)).isEqualTo(expected).hasSizeGreaterThan(100);
        }
    }

    /**
     * Stops when everything before a time is handed out. Until then the run goes on, from one time to the next, whenever all
     * of it is handed out and some task has a checkpoint behind it: it breaks on what comes.
     */
    private static final class Growing implements ReplayJob.Watcher {
        private final Path runs;
        private final Deque<String> times;
        private int growths;
        private boolean isThere;

        Growing(Path runs, String... times) {
            this.runs = runs;
            this.times = new ArrayDeque<>(List.of(times));
        }

        @Override
        public void caughtUp(long handedOutMicros) {
            isThere = handedOutMicros >= LiveRunITCase.micros(times.element());
        }

        @Override
        public boolean wantsToStop() {
            if (isThere && times.size() > 1 && ReplayStage.Breaking.armedTasks.get() > 0) {
                times.remove();
                isThere = false;
                growths++;
                ReplayStage.Breaking.failures = growths;
                LiveRunITCase.pausedAt(runs, 1, times.element());
            }
            return isThere && times.size() == 1;
        }
    }
}
