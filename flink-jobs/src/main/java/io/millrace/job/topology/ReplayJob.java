package io.millrace.job.topology;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.replay.GuardedSink;
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
import io.millrace.job.sinks.kafka.KafkaCluster;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.PublishedRun;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.SealedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Replay of a published run from its first question to the broker to the last count: looks at run and topics, begins or goes
 * on from the newest checkpoint or savepoint, and reads the topics back at the end.
 */
public final class ReplayJob {
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

        default GuardedSink.Check beforeCommit(ReplayAttempt attempt) {
            return attempt::claimCommit;
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
     * @param cluster that has the messages; empty where an older start has not noted it
     */
    public record Outcome(
            Path folder,
            Map<BusStream, Long> sent,
            Optional<Path> savepoint,
            Optional<KafkaCluster> cluster,
            End end) {}

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
                Optional<ReplayFolder.Note> before = folder.note();
                before.ifPresent(
                        note -> ReplayChoices.requireSame(note.choices(), ReplayChoices.of(settings, identity)));
                if (folder.isDone()) {
                    requireSameBroker(before.flatMap(ReplayFolder.Note::cluster));
                    return new Outcome(
                            folder.root(),
                            Map.of(),
                            Optional.empty(),
                            before.flatMap(ReplayFolder.Note::cluster),
                            End.SENT_BEFORE);
                }
            }
            folder.requireNoTasks();
            return replay(folder, sealed, new Ledger(root));
        }
    }

    /** Whoever names another address wants another cluster, or does not know that it is the same. */
    private void requireSameBroker(Optional<KafkaCluster> before) throws InterruptedException {
        if (before.isPresent()
                && !before.get().address().equals(settings.broker().bootstrapServers())) {
            BrokerCheck.requireSame(settings.broker(), before.get());
        }
    }

    private Outcome replay(ReplayFolder folder, SealedRun sealed, Ledger ledger) throws Exception {
        RunIdentity identity = sealed.identity();
        List<LedgerEntry> entries =
                switch (settings.messages().extent()) {
                    case PUBLISHED -> ledger.valid(ledger.attempts());
                    case GROWING -> List.of();
                };
        Optional<ReplayFolder.Note> before = folder.note();
        // Ended by what no name has, so that no prefix is the beginning of another.
        String prefix = "millrace-replay-" + identity.runId() + "-" + settings.name() + ".";
        BrokerCheck.Found found =
                found(prefix, ReplaySpan.of(unplaced(identity, entries), sealed, settings.messages()), before);
        ReplayPlan plan = plan(identity, entries, found.topics());
        if (settings.messages().messagesMax().isPresent()) {
            plan = ReplayEnd.after(plan, settings.messages().messagesMax().getAsLong());
        }
        ReplayAttempt attempt = new ReplayAttempt(JobSettings.flinkPath(folder.root()), folder.claim());
        // Tasks that came back before the claim hold the folder; those that come later find the claim.
        folder.requireNoTasks();
        Map<String, String> choices = ReplayChoices.of(settings, plan);
        Optional<Path> point = Optional.empty();
        if (before.isPresent() && settings.job().begin() == ReplaySettings.Begin.WHERE_IT_STOPPED) {
            ReplayChoices.requireSame(before.get().choices(), choices);
            point = pointToGoOnFrom(folder, plan);
            if (point.isEmpty()) {
                Optional<Outcome> settled =
                        new ReplayAccount(settings, watcher, folder, plan, before.get()).settle(prefix);
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
            note = new ReplayFolder.Note(
                    settings.name() + "-" + Instant.now(), Optional.of(found.cluster()), choices, found.offsets());
            folder.write(note);
        }
        Delivery delivery = new Delivery(
                settings.sending().guarantee(),
                settings.sending().recordTime(),
                prefix,
                found.transactionTimeoutMillis());
        Optional<Path> stopped = new ReplaySending(settings, watcher, submission, folder)
                .run(plan, attempt, note.replayId(), delivery, point);
        if (stopped.isPresent()) {
            return new Outcome(folder.root(), Map.of(), stopped, note.cluster(), End.STOPPED);
        }
        return new ReplayAccount(settings, watcher, folder, plan, note).finish();
    }

    /** Before the broker was asked nobody knows how many partitions there are. */
    private ReplayPlan unplaced(RunIdentity identity, List<LedgerEntry> entries) {
        return plan(
                identity,
                entries,
                settings.messages().topics().entrySet().stream()
                        .map(topic -> new BusTopic(topic.getKey(), topic.getValue(), 1))
                        .toList());
    }

    private ReplayPlan plan(RunIdentity identity, List<LedgerEntry> entries, List<BusTopic> topics) {
        ReplaySettings.Messages messages = settings.messages();
        return ReplayPlan.of(
                identity,
                settings.runRoot(),
                entries,
                topics,
                messages.key(),
                messages.fromMicros(),
                messages.untilMicros());
    }

    private BrokerCheck.Found found(String prefix, ReplaySpan span, Optional<ReplayFolder.Note> before)
            throws InterruptedException {
        ReplaySettings.Sending sending = settings.sending();
        return BrokerCheck.of(
                settings.broker(),
                new BrokerCheck.Wanted(
                        settings.messages().topics(),
                        sending.create(),
                        settings.job().parallelism(),
                        sending.guarantee(),
                        sending.recordTime(),
                        prefix,
                        before.isPresent() ? BrokerCheck.Start.AGAIN : BrokerCheck.Start.FIRST,
                        settings.job().checkpointInterval(),
                        span.firstMicros(),
                        span.lastMicros(),
                        switch (settings.job().check()) {
                            case COUNT -> BrokerCheck.Rights.WRITE_AND_READ_BACK;
                            case NONE -> BrokerCheck.Rights.WRITE;
                        },
                        switch (settings.job().begin()) {
                            case WHERE_IT_STOPPED -> before.flatMap(ReplayFolder.Note::cluster);
                            case AGAIN -> Optional.empty();
                        }));
    }

    private static Optional<Path> pointToGoOnFrom(ReplayFolder folder, ReplayPlan plan) throws IOException {
        Optional<Path> point = folder.newestPoint();
        if (point.isPresent() && folder.isOver(point.get(), plan.lanes())) {
            folder.discardCheckpoints();
            return Optional.empty();
        }
        return point;
    }
}
