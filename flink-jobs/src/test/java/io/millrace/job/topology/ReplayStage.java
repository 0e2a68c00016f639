package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.MillraceException;
import io.millrace.job.replay.ReplayPace;
import io.millrace.job.sinks.kafka.BrokerAccess;
import io.millrace.job.sinks.kafka.BrokerCheck;
import io.millrace.job.sinks.kafka.BusRecord;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.BusTopic;
import io.millrace.job.sinks.kafka.Delivery;
import io.millrace.job.sinks.kafka.MessageKey;
import io.millrace.job.testing.BusReader;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.java.typeutils.ValueTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** A published run of its own and topics of its own, for one test of the replay. */
final class ReplayStage {
    static final int PARTITIONS = 3;
    static final ReplayPace FLAT_OUT = new ReplayPace.FlatOut();

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path root;
    private final BusReader reader;
    private final ReplaySettings settings;

    private ReplayStage(Path root, BusReader reader, ReplaySettings settings) {
        this.root = root;
        this.reader = reader;
        this.settings = settings;
    }

    /** @param folder gets a copy of the run, and the replays beside it */
    static ReplayStage in(Path folder, ReferenceRun reference, TestBroker broker) throws IOException {
        Files.createDirectories(folder.resolve("runs"));
        Path root = RunFiles.copy(
                reference.root(),
                folder.resolve("runs").resolve(reference.root().getFileName()));
        return of(root, "s" + NUMBER.incrementAndGet(), broker);
    }

    /**
     * @param root a run that is there
     * @param name of the replay; topics begin with it
     */
    static ReplayStage of(Path root, String name, TestBroker broker) {
        BusReader reader = new BusReader(broker, root, name + ".");
        Map<BusStream, String> topics = new EnumMap<>(BusStream.class);
        for (BusStream stream : BusStream.values()) {
            topics.put(stream, reader.topic(stream));
        }
        Breaking.reset();
        return new ReplayStage(
                root,
                reader,
                new ReplaySettings(
                        root,
                        name,
                        broker.access(),
                        new ReplaySettings.Messages(
                                topics, MessageKey.FLOW_ID, Long.MIN_VALUE, Long.MAX_VALUE, OptionalLong.empty()),
                        new ReplaySettings.Sending(
                                Delivery.Guarantee.EXACTLY_ONCE,
                                Delivery.RecordTime.EVENT,
                                Optional.of(new BrokerCheck.Creation(PARTITIONS, 1))),
                        new ReplaySettings.Job(
                                FLAT_OUT,
                                2,
                                Duration.ofMillis(200),
                                ReplaySettings.Begin.WHERE_IT_STOPPED,
                                ReplaySettings.Check.COUNT)));
    }

    /** The same run, name and topics from a machine that does not see these folders. */
    ReplayStage elsewhere(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("runs"));
        Path copy = RunFiles.copy(root, folder.resolve("runs").resolve(root.getFileName()));
        return new ReplayStage(
                copy,
                reader,
                new ReplaySettings(
                        copy,
                        settings.name(),
                        settings.broker(),
                        settings.messages(),
                        settings.sending(),
                        settings.job()));
    }

    Path root() {
        return root;
    }

    BusReader reader() {
        return reader;
    }

    ReplaySettings settings() {
        return settings;
    }

    Path replay() {
        return root.getParent().resolveSibling("replays").resolve(root.getFileName() + "-" + settings.name());
    }

    ReplayStage at(ReplayPace pace) {
        return with(new ReplaySettings.Job(
                pace,
                settings.job().parallelism(),
                settings.job().checkpointInterval(),
                settings.job().begin(),
                settings.job().check()));
    }

    /** With another time between checkpoints. */
    ReplayStage every(Duration checkpointInterval) {
        return with(new ReplaySettings.Job(
                settings.job().pace(),
                settings.job().parallelism(),
                checkpointInterval,
                settings.job().begin(),
                settings.job().check()));
    }

    ReplayStage again() {
        return with(new ReplaySettings.Job(
                settings.job().pace(),
                settings.job().parallelism(),
                settings.job().checkpointInterval(),
                ReplaySettings.Begin.AGAIN,
                settings.job().check()));
    }

    ReplayStage firstOnly(long messages) {
        return with(new ReplaySettings(
                root,
                settings.name(),
                settings.broker(),
                new ReplaySettings.Messages(
                        settings.messages().topics(),
                        MessageKey.FLOW_ID,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        OptionalLong.of(messages)),
                settings.sending(),
                settings.job()));
    }

    ReplayStage through(BrokerAccess broker) {
        return with(new ReplaySettings(
                root, settings.name(), broker, settings.messages(), settings.sending(), settings.job()));
    }

    private ReplayStage with(ReplaySettings.Job job) {
        return with(new ReplaySettings(
                root, settings.name(), settings.broker(), settings.messages(), settings.sending(), job));
    }

    private ReplayStage with(ReplaySettings other) {
        return new ReplayStage(root, reader, other);
    }

    ReplayJob.Outcome run(ReplayJob.Watcher watcher, ReplayJob.Submission submission) throws Exception {
        return new ReplayJob(settings, watcher, submission).run();
    }

    ReplayJob.Outcome run() throws Exception {
        return run(new Told(), new Plain());
    }

    /** Every row of the run is there once, and in order. */
    void requireExact() {
        reader.forget();
        for (BusStream stream : BusStream.values()) {
            reader.requireWhole(stream);
            reader.requireOrder(stream);
        }
    }

    /** Messages that are committed in all topics. */
    long committed() {
        reader.forget();
        long messages = 0;
        for (BusStream stream : BusStream.values()) {
            messages += reader.messages(stream).size();
        }
        return messages;
    }

    /** Rows of the run that may be sent. */
    long rows() {
        long rows = 0;
        for (BusStream stream : BusStream.values()) {
            rows += reader.parquet(stream).size();
        }
        return rows;
    }

    /** Code and text of each problem. */
    static List<String> problems(Throwable failure) {
        assertThat(failure).isInstanceOf(MillraceException.class);
        return ((MillraceException) failure)
                .problems().stream()
                        .map(problem -> problem.code() + " " + problem.text())
                        .toList();
    }

    /** A client that is gone: its job is not cancelled. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What a watcher was told. */
    static class Told implements ReplayJob.Watcher {
        Optional<Path> resumed = Optional.empty();
        int starts;
        int counts;

        @Override
        public void started(List<BusTopic> topics, Optional<Path> from, long rowsAtMost) {
            resumed = from;
            starts++;
        }

        @Override
        public void checking() {
            counts++;
        }
    }

    /** Stretches of a few thousand rows, so that there are many. */
    static class Plain implements ReplayJob.Submission {
        @Override
        public int sliceRows() {
            return 3_000;
        }
    }

    /** With a task between that breaks, and counts checkpoints. */
    static class WithBreaking extends Plain {
        private final int restarts;

        WithBreaking(int restarts) {
            this.restarts = restarts;
        }

        @Override
        public Configuration flink(Configuration flink) {
            flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, restarts);
            flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
            return flink;
        }

        @Override
        public SingleOutputStreamOperator<BusRecord> messages(SingleOutputStreamOperator<BusRecord> messages) {
            return messages.map(new Breaking())
                    .returns(new ValueTypeInfo<>(BusRecord.class))
                    .uid("breaking");
        }
    }

    /** Breaks a little after a checkpoint has completed, as often as it is told. */
    static final class Breaking extends RichMapFunction<BusRecord, BusRecord> implements CheckpointListener {
        private static final long serialVersionUID = 1L;
        private static final int AFTER = 200;

        static volatile int failures;
        /** Messages that pass between a checkpoint and the break. */
        static volatile int after = AFTER;
        /** Tasks that break on what comes, if they are to. */
        static final AtomicInteger armedTasks = new AtomicInteger();

        static final AtomicInteger broken = new AtomicInteger();
        static final AtomicLong checkpoints = new AtomicLong();
        static final AtomicLong sent = new AtomicLong();

        private transient int sinceCheckpoint;
        private transient int sinceStart;
        private transient int withMessages;
        private transient boolean armed;

        static void reset() {
            failures = 0;
            after = AFTER;
            armedTasks.set(0);
            broken.set(0);
            checkpoints.set(0);
            sent.set(0);
        }

        @Override
        public BusRecord map(BusRecord message) {
            sinceCheckpoint++;
            sinceStart++;
            sent.incrementAndGet();
            if (armed
                    && sinceCheckpoint > after
                    && broken.getAndUpdate(count -> Math.min(count + 1, failures)) < failures) {
                throw new IllegalStateException("broken on purpose");
            }
            return message;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            checkpoints.incrementAndGet();
            if (sinceStart > 0) {
                withMessages++;
            }
            // The second one that is told after a message has that message.
            if (withMessages > 1 && !armed) {
                armed = true;
                armedTasks.incrementAndGet();
            }
            sinceCheckpoint = 0;
        }

        @Override
        public void close() {
            if (armed) {
                armed = false;
                armedTasks.decrementAndGet();
            }
        }
    }
}
