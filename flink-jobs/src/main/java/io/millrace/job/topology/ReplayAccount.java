package io.millrace.job.topology;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.replay.LaneTally;
import io.millrace.job.replay.ReplayPlan;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.BusTopic;
import io.millrace.job.sinks.kafka.Delivery;
import io.millrace.job.sinks.kafka.OpenTransactions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a replay has sent: what its lanes say, held against what the topics hold, and told in its report. */
final class ReplayAccount {
    private final ReplaySettings settings;
    private final ReplayJob.Watcher watcher;
    private final ReplayFolder folder;
    private final ReplayPlan plan;
    private final ReplayFolder.Note note;

    ReplayAccount(
            ReplaySettings settings,
            ReplayJob.Watcher watcher,
            ReplayFolder folder,
            ReplayPlan plan,
            ReplayFolder.Note note) {
        this.settings = settings;
        this.watcher = watcher;
        this.folder = folder;
        this.plan = plan;
        this.note = note;
    }

    /**
     * What is to be done about a replay that has begun and has no checkpoint: perhaps it has none yet, perhaps it has sent
     * everything and died before it said so. The topics tell, or the folder where nobody shall read the topics.
     *
     * @param prefix of its transactional ids
     * @return empty when nothing of it is there, so that it may begin
     * @throws RunException RESTORE_POINT_MISSING when a part is there, REPLAY_COUNT_MISMATCH when all was sent and is not there
     */
    Optional<ReplayJob.Outcome> settle(String prefix) throws IOException, InterruptedException {
        switch (settings.sending().guarantee()) {
            case EXACTLY_ONCE -> OpenTransactions.abort(settings.broker(), prefix);
            case AT_LEAST_ONCE -> {
                // There are none.
            }
        }
        return switch (settings.job().check()) {
            case COUNT -> settleByTopics();
            case NONE -> settleByFolder();
        };
    }

    private Optional<ReplayJob.Outcome> settleByTopics() throws IOException, InterruptedException {
        Delivery.Guarantee guarantee = settings.sending().guarantee();
        watcher.checking();
        ReplayCount count = ReplayCount.read(settings.broker(), plan.topics(), note);
        Optional<List<LaneTally>> tallies = folder.tallies(plan.lanes());
        List<Problem> problems =
                tallies.map(all -> count.problems(all, guarantee)).orElseGet(List::of);
        if (tallies.isPresent() && problems.isEmpty()) {
            return Optional.of(report(tallies.get()));
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
        throw partIsThere(count.messages() + " messages of this replay are in the topics");
    }

    /**
     * Tasks leave a mark before they commit for the first time, and say by which checkpoint their lanes were done; when the
     * last of them has been taken, Flink has dropped it with the job. Tasks of older programs left no mark, so only the topics
     * know of their commits.
     */
    private Optional<ReplayJob.Outcome> settleByFolder() throws IOException {
        if (folder.isDone(plan.lanes())) {
            Optional<List<LaneTally>> tallies = folder.tallies(plan.lanes());
            if (tallies.isPresent()) {
                return Optional.of(report(tallies.get()));
            }
        }
        if (folder.hasCommitted()) {
            throw partIsThere("a part of this replay was committed");
        }
        if (settings.sending().guarantee() == Delivery.Guarantee.EXACTLY_ONCE && !note.marksCommits()) {
            throw pointMissing(
                    "an older program has begun this replay, and its tasks left no mark of what they committed",
                    "bring it back, or leave out --no-check: the topics tell then whether a part is there; --again sends"
                            + " everything once more, better into fresh topics");
        }
        return Optional.empty();
    }

    private RunException partIsThere(String what) {
        return pointMissing(what, "bring it back; --again sends everything once more, better into fresh topics");
    }

    private RunException pointMissing(String why, String remedy) {
        return new RunException(Problem.of(
                ErrorCode.RESTORE_POINT_MISSING,
                folder.checkpoints().toString(),
                "must hold a checkpoint, or a savepoint lie in savepoints beside it: " + why,
                "none",
                remedy));
    }

    /** After the end of the job. */
    ReplayJob.Outcome finish() throws IOException, InterruptedException {
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
        return report(tallies);
    }

    private ReplayJob.Outcome report(List<LaneTally> tallies) throws IOException {
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
        note.cluster().ifPresent(cluster -> {
            report.put("cluster_id", cluster.id());
            report.put("bootstrap_servers", cluster.address());
        });
        report.put("choices", note.choices());
        report.put("topics", topics);
        report.put("counted", settings.job().check() == ReplaySettings.Check.COUNT);
        folder.write(report);
        folder.discardCheckpoints();
        return new ReplayJob.Outcome(folder.root(), sent, Optional.empty(), note.cluster(), ReplayJob.End.SENT);
    }
}
