package io.millrace.job.topology;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.replay.GuardedSink;
import io.millrace.job.replay.LaneTally;
import io.millrace.job.replay.ReplayAttempt;
import io.millrace.job.replay.ReplayEnd;
import io.millrace.job.replay.ReplayPlan;
import io.millrace.job.replay.ReplaySource;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.kafka.BrokerCheck;
import io.millrace.job.sinks.kafka.BusRecord;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.BusTopic;
import io.millrace.job.sinks.kafka.Delivery;
import io.millrace.job.sinks.kafka.KafkaSinks;
import io.millrace.job.sinks.kafka.OpenTransactions;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.PublishedRun;
import io.millrace.run.GateResult;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.SealedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Replay of a published run from its first question to the broker to the last count: looks at run and topics, begins or goes
 * on from the newest checkpoint or savepoint, and reads the topics back at the end.
 */
public final class ReplayJob {
    private static final String PARTITIONS = "partitions of ";

    /** A broker that restarts is waited for by its clients; these are for one that takes longer. */
    private static final int RESTARTS_MAX = 10;

    private final ReplaySettings settings;
    private final Watcher watcher;
    private final Submission submission;

    public ReplayJob(ReplaySettings settings, Watcher watcher) {
        this(settings, watcher, new Submission() {});
    }

    ReplayJob(ReplaySettings settings, Watcher watcher, Submission submission) {
        this.settings = settings;
        this.watcher = watcher;
        this.submission = submission;
    }

    /** Who wants to know how far it is; called from one thread. */
    public interface Watcher {
        /**
         * @param topics as they are
         * @param resumed checkpoint or savepoint it goes on from; empty for a beginning
         * @param rowsAtMost messages there are, or a few more when time was cut
         */
        default void started(List<BusTopic> topics, Optional<Path> resumed, long rowsAtMost) {}

        /** Whether the job shall stop with a savepoint; asked twice a second. */
        default boolean wantsToStop() {
            return false;
        }

        /**
         * Of a run that grows: everything before a time is handed out, and there was no more.
         *
         * @param untilMicros event time
         */
        default void caughtUp(long untilMicros) {}

        /** Everything is sent, and is read back now. */
        default void checking() {}
    }

    /** The last word before a start; the product has none to say, tests break tasks and turn settings here. */
    interface Submission {
        default Configuration flink(Configuration flink) {
            return flink;
        }

        default SingleOutputStreamOperator<BusRecord> messages(SingleOutputStreamOperator<BusRecord> messages) {
            return messages;
        }

        default GuardedSink.BeforeCommit beforeCommit(ReplayAttempt attempt) {
            return attempt::requireNewest;
        }

        default int sliceRows() {
            return ReplaySource.SLICE_ROWS;
        }
    }

    /**
     * How it ended.
     *
     * @param sent messages by stream; empty when it was stopped
     * @param savepoint where it was stopped
     */
    public record Outcome(Path folder, Map<BusStream, Long> sent, Optional<Path> savepoint, End end) {}

    /** How a call ended. */
    public enum End {
        SENT,
        SENT_BEFORE,
        STOPPED
    }

    /**
     * Sends what is left to be sent.
     *
     * @throws io.millrace.base.MillraceException with all problems of the step that failed
     */
    public Outcome run() throws Exception {
        Path root = settings.runRoot();
        SealedRun sealed = SealedRun.open(RunFolder.at(root));
        RunIdentity identity = sealed.identity();
        if (settings.messages().extent() == ReplaySettings.Extent.PUBLISHED
                && PublishedRun.check(root, identity, PublishedRun.Depth.SIZES).isEmpty()) {
            throw new RunException(Problem.of(
                    ErrorCode.IO_READ_FAILED,
                    root.toString(),
                    "must be a published run",
                    "it has no flag",
                    "finish it first: millrace resume " + root.getFileName()
                            + "; or send it as it grows, by --follow"));
        }
        try (ReplayFolder folder = ReplayFolder.lock(root, settings.name())) {
            if (settings.job().begin() == ReplaySettings.Begin.WHERE_IT_STOPPED) {
                folder.note().ifPresent(note -> requireSame(note.choices(), wanted(identity)));
            }
            if (folder.isDone() && settings.job().begin() == ReplaySettings.Begin.WHERE_IT_STOPPED) {
                return new Outcome(folder.root(), Map.of(), Optional.empty(), End.SENT_BEFORE);
            }
            folder.requireNoTasks();
            return replay(folder, sealed, new Ledger(root));
        }
    }

    private Outcome replay(ReplayFolder folder, SealedRun sealed, Ledger ledger) throws Exception {
        RunIdentity identity = sealed.identity();
        ReplaySettings.Messages messages = settings.messages();
        List<LedgerEntry> entries =
                switch (messages.extent()) {
                    case PUBLISHED -> ledger.valid(ledger.attempts());
                    case GROWING -> List.of();
                };
        ReplayPlan unplaced = ReplayPlan.of(
                identity,
                settings.runRoot(),
                entries,
                messages.topics().entrySet().stream()
                        .map(topic -> new BusTopic(topic.getKey(), topic.getValue(), 1))
                        .toList(),
                messages.key(),
                messages.fromMicros(),
                messages.untilMicros());
        ReplaySpan span = ReplaySpan.of(unplaced, sealed, messages);
        Optional<ReplayFolder.Note> before = folder.note();
        // Ended by what no name has, so that no prefix is the beginning of another.
        String prefix = "millrace-replay-" + identity.runId() + "-" + settings.name() + ".";
        BrokerCheck.Found found = BrokerCheck.of(
                settings.broker(),
                new BrokerCheck.Wanted(
                        messages.topics(),
                        settings.sending().create(),
                        settings.job().parallelism(),
                        settings.sending().guarantee(),
                        settings.sending().recordTime(),
                        prefix,
                        before.isPresent() ? BrokerCheck.Start.AGAIN : BrokerCheck.Start.FIRST,
                        settings.job().checkpointInterval(),
                        span.firstMicros(),
                        span.lastMicros(),
                        settings.job().check() == ReplaySettings.Check.COUNT
                                ? BrokerCheck.Rights.WRITE_AND_READ_BACK
                                : BrokerCheck.Rights.WRITE));
        ReplayPlan all = ReplayPlan.of(
                identity,
                settings.runRoot(),
                entries,
                found.topics(),
                messages.key(),
                messages.fromMicros(),
                messages.untilMicros());
        ReplayPlan plan = messages.messagesMax().isPresent()
                ? ReplayEnd.after(all, messages.messagesMax().getAsLong())
                : all;
        ReplayAttempt attempt = new ReplayAttempt(flinkPath(folder.root()), folder.claim());
        // Tasks that came back before the claim hold the folder; those that come later find the claim.
        folder.requireNoTasks();
        Map<String, String> choices = choices(plan);
        Optional<Path> point = Optional.empty();
        if (before.isPresent() && settings.job().begin() == ReplaySettings.Begin.WHERE_IT_STOPPED) {
            requireSame(before.get().choices(), choices);
            point = folder.newestPoint();
            if (point.isPresent() && folder.isOver(point.get(), plan.lanes())) {
                folder.discardCheckpoints();
                point = Optional.empty();
            }
            if (point.isEmpty()) {
                Optional<Outcome> settled = settle(folder, plan, before.get(), prefix);
                if (settled.isPresent()) {
                    return settled.get();
                }
            }
        }
        ReplayFolder.Note note;
        if (point.isPresent()) {
            note = before.orElseThrow();
        } else {
            folder.clear();
            note = new ReplayFolder.Note(settings.name() + "-" + Instant.now(), choices, found.offsets());
            folder.write(note);
        }
        Delivery delivery = new Delivery(
                settings.sending().guarantee(),
                settings.sending().recordTime(),
                prefix,
                found.transactionTimeoutMillis());
        StreamExecutionEnvironment env = environment(folder, point);
        ReplayTopology.define(
                submission.messages(ReplayTopology.messages(env, source(plan, attempt))),
                new GuardedSink(
                        KafkaSinks.of(settings.broker(), plan.topics(), identity, note.replayId(), delivery),
                        submission.beforeCommit(attempt)));
        watcher.started(plan.topics(), point, ReplayEnd.rowsAtMost(plan));
        folder.forgetStanding();
        Optional<Path> stopped = await(folder, point, env.executeAsync("millrace replay " + identity.runId()));
        if (stopped.isPresent()) {
            return new Outcome(folder.root(), Map.of(), stopped, End.STOPPED);
        }
        return finish(folder, plan, note);
    }

    private ReplaySource source(ReplayPlan plan, ReplayAttempt attempt) {
        ReplaySource source = new ReplaySource(plan, settings.job().pace(), attempt, submission.sliceRows());
        return switch (settings.messages().extent()) {
            case PUBLISHED -> source;
            case GROWING -> source.growing(settings.runRoot());
        };
    }

    private StreamExecutionEnvironment environment(ReplayFolder folder, Optional<Path> point) {
        JobSettings job = new JobSettings(
                settings.job().parallelism(),
                JobSettings.BUCKETS,
                JobSettings.SLAB_ROWS,
                settings.job().checkpointInterval());
        Configuration flink = job.configuration(flinkPath(folder.checkpoints()), point.map(ReplayJob::flinkPath));
        flink.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, flinkPath(folder.savepoints()));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS_MAX);
        return StreamExecutionEnvironment.getExecutionEnvironment(submission.flink(flink));
    }

    /**
     * Returns at its end.
     *
     * @param before where it began
     * @return the savepoint it was stopped with
     */
    private Optional<Path> await(ReplayFolder folder, Optional<Path> before, JobClient job) throws Exception {
        Asked asked = new Asked(folder);
        new RunningJob(job, asked, settings.job().parallelism(), OptionalLong.empty(), flinkPath(folder.savepoints()))
                .await();
        Optional<Path> now = folder.newestPoint();
        boolean isSavepoint = now.isPresent() && now.get().startsWith(folder.savepoints()) && !now.equals(before);
        return isSavepoint ? now : Optional.empty();
    }

    /** The wish of our watcher in the words of the main job's. */
    private final class Asked implements GenerateJob.Watcher {
        private final ReplayFolder folder;

        Asked(ReplayFolder folder) {
            this.folder = folder;
        }

        @Override
        public boolean wantsToStop() {
            if (settings.messages().extent() == ReplaySettings.Extent.GROWING) {
                folder.standing(settings.job().parallelism()).ifPresent(watcher::caughtUp);
            }
            return watcher.wantsToStop();
        }

        @Override
        public void sealed(GateResult gate) {
            throw new IllegalStateException("a replay seals nothing");
        }

        @Override
        public void started(int attempt, Optional<Ledger.Point> resumed, long arrivals) {
            throw new IllegalStateException("a replay has no attempts");
        }

        @Override
        public void progressed(long arrivals, long eventMicros) {
            throw new IllegalStateException("a replay attaches nothing");
        }

        @Override
        public void publishing() {
            throw new IllegalStateException("a replay publishes nothing");
        }
    }

    /**
     * What is to be done about a replay that has begun and has no checkpoint: perhaps it has none yet, perhaps it has sent
     * everything and died before it said so. The topics tell.
     *
     * @return empty when nothing of it is there, so that it may begin
     * @throws RunException RESTORE_POINT_MISSING when a part is there, REPLAY_COUNT_MISMATCH when all was sent and is not there
     */
    private Optional<Outcome> settle(ReplayFolder folder, ReplayPlan plan, ReplayFolder.Note note, String prefix)
            throws IOException, InterruptedException {
        Delivery.Guarantee guarantee = settings.sending().guarantee();
        if (guarantee == Delivery.Guarantee.EXACTLY_ONCE) {
            OpenTransactions.abort(settings.broker(), prefix);
        }
        watcher.checking();
        ReplayCount count = ReplayCount.read(settings.broker(), plan.topics(), note);
        Optional<List<LaneTally>> tallies = folder.tallies(plan.lanes());
        List<Problem> problems =
                tallies.map(all -> count.problems(all, guarantee)).orElseGet(List::of);
        if (tallies.isPresent() && problems.isEmpty()) {
            return Optional.of(report(folder, plan, note, tallies.get(), ReplaySettings.Check.COUNT));
        }
        if (guarantee == Delivery.Guarantee.AT_LEAST_ONCE) {
            return Optional.empty();
        }
        if (tallies.isPresent()) {
            throw new RunException(problems);
        }
        if (count.hidden() > 0) {
            throw new RunException(Problem.of(
                    ErrorCode.REPLAY_COUNT_MISMATCH,
                    folder.root().toString(),
                    "must be counted before anything is sent again",
                    count.hidden() + " offsets lie behind a transaction of somebody else that is still open",
                    "give the same command again when that transaction has ended"));
        }
        if (count.messages() == 0) {
            return Optional.empty();
        }
        throw new RunException(Problem.of(
                ErrorCode.RESTORE_POINT_MISSING,
                folder.checkpoints().toString(),
                "must hold a checkpoint, or a savepoint lie in savepoints beside it: " + count.messages()
                        + " messages of this replay are in the topics",
                "none",
                "bring it back; --again sends everything once more, better into fresh topics"));
    }

    private Outcome finish(ReplayFolder folder, ReplayPlan plan, ReplayFolder.Note note)
            throws IOException, InterruptedException {
        List<LaneTally> tallies = folder.tallies(plan.lanes())
                .orElseThrow(() -> new RunException(Problem.of(
                        ErrorCode.REPLAY_COUNT_MISMATCH,
                        folder.root().resolve("lanes").toString(),
                        "must tell of each of " + plan.lanes() + " lanes what it has sent",
                        "a file is missing, although the job has ended",
                        "give the same command again")));
        if (settings.job().check() == ReplaySettings.Check.COUNT) {
            watcher.checking();
            List<Problem> problems = ReplayCount.read(settings.broker(), plan.topics(), note)
                    .problems(tallies, settings.sending().guarantee());
            if (!problems.isEmpty()) {
                throw new RunException(problems);
            }
        }
        return report(folder, plan, note, tallies, settings.job().check());
    }

    private Outcome report(
            ReplayFolder folder,
            ReplayPlan plan,
            ReplayFolder.Note note,
            List<LaneTally> tallies,
            ReplaySettings.Check check)
            throws IOException {
        Map<BusStream, Long> sent = new TreeMap<>();
        List<Map<String, Object>> topics = new ArrayList<>();
        for (BusTopic topic : plan.topics()) {
            int stream = topic.stream().ordinal();
            List<Long> rows = tallies.stream()
                    .limit(topic.partitions())
                    .map(tally -> tally.rows()[stream])
                    .toList();
            sent.put(topic.stream(), rows.stream().mapToLong(count -> count).sum());
            topics.add(new TreeMap<>(Map.of("topic", topic.name(), "messages_by_partition", rows)));
        }
        TreeMap<String, Object> report = new TreeMap<>();
        report.put("replay_id", note.replayId());
        report.put("choices", note.choices());
        report.put("topics", topics);
        report.put("counted", check == ReplaySettings.Check.COUNT);
        folder.write(report);
        folder.discardCheckpoints();
        return new Outcome(folder.root(), sent, Optional.empty(), End.SENT);
    }

    /** What must be the same whenever it is taken up; by name, for the message. */
    private Map<String, String> choices(ReplayPlan plan) {
        Map<String, String> choices = wanted(plan.identity());
        for (BusTopic topic : plan.topics()) {
            choices.put(PARTITIONS + topic.stream().word(), Integer.toString(topic.partitions()));
        }
        return choices;
    }

    /** The choices that need no broker. */
    private Map<String, String> wanted(RunIdentity identity) {
        TreeMap<String, String> choices = new TreeMap<>();
        choices.put("run", identity.runId());
        settings.messages().topics().forEach((stream, topic) -> choices.put("topic of " + stream.word(), topic));
        choices.put("--key", settings.messages().key().word());
        choices.put("--from", text(settings.messages().fromMicros()));
        choices.put("--until", text(settings.messages().untilMicros()));
        choices.put(
                "--max-events",
                settings.messages().messagesMax().isPresent()
                        ? Long.toString(settings.messages().messagesMax().getAsLong())
                        : "all");
        choices.put("--guarantee", settings.sending().guarantee().word());
        choices.put("--record-time", settings.sending().recordTime().word());
        if (settings.messages().extent() == ReplaySettings.Extent.GROWING) {
            choices.put("--follow", "given");
        }
        return choices;
    }

    private static String text(long micros) {
        return micros == Long.MIN_VALUE || micros == Long.MAX_VALUE ? "all" : Long.toString(micros);
    }

    private static void requireSame(Map<String, String> before, Map<String, String> now) {
        TreeMap<String, String> all = new TreeMap<>(before);
        all.putAll(now);
        // Without a broker nobody knows how many partitions there are.
        all.keySet().removeIf(name -> name.startsWith(PARTITIONS) && !now.containsKey(name));
        List<Problem> problems = new ArrayList<>();
        for (String name : all.keySet()) {
            String was = before.getOrDefault(name, "none");
            String is = now.getOrDefault(name, "none");
            if (!was.equals(is)) {
                problems.add(Problem.of(
                        ErrorCode.RUN_IDENTITY_MISMATCH,
                        name,
                        "must be as the replay was begun, " + was,
                        is,
                        "give the same, begin anew by --again, or begin another replay by --name"));
            }
        }
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
    }

    private static String flinkPath(Path path) {
        return org.apache.flink.core.fs.Path.fromLocalFile(path.toFile()).toString();
    }
}
