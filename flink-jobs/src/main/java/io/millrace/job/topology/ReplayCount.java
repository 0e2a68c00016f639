package io.millrace.job.topology;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.job.replay.LaneTally;
import io.millrace.job.sinks.kafka.BrokerAccess;
import io.millrace.job.sinks.kafka.BusTopic;
import io.millrace.job.sinks.kafka.Delivery;
import io.millrace.job.sinks.kafka.TopicAudit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the topics hold of a replay, read back, beside what its lanes say they have sent. */
final class ReplayCount {
    private final List<BusTopic> topics;
    /** By topic and partition. */
    private final Map<String, List<TopicAudit.Count>> found;

    private ReplayCount(List<BusTopic> topics, Map<String, List<TopicAudit.Count>> found) {
        this.topics = topics;
        this.found = found;
    }

    /** Reads everything that is committed since the replay began. */
    static ReplayCount read(BrokerAccess access, List<BusTopic> topics, ReplayFolder.Note note)
            throws InterruptedException {
        TopicAudit audit = new TopicAudit(access, note.replayId());
        Map<String, List<TopicAudit.Count>> found = new TreeMap<>();
        for (BusTopic topic : topics) {
            found.put(topic.name(), audit.count(topic.name(), note.offsets().get(topic.name())));
        }
        return new ReplayCount(topics, found);
    }

    /** Messages of the replay in all topics. */
    long messages() {
        return found.values().stream()
                .flatMap(List::stream)
                .mapToLong(TopicAudit.Count::messages)
                .sum();
    }

    /** Offsets that readers do not see yet, behind an open transaction. */
    long hidden() {
        return found.values().stream()
                .flatMap(List::stream)
                .mapToLong(TopicAudit.Count::hidden)
                .sum();
    }

    /**
     * One per partition that holds anything else than what was sent.
     *
     * @param tallies by lane
     */
    List<Problem> problems(List<LaneTally> tallies, Delivery.Guarantee guarantee) {
        List<Problem> problems = new ArrayList<>();
        for (BusTopic topic : topics) {
            List<TopicAudit.Count> counts = found.get(topic.name());
            for (int partition = 0; partition < counts.size(); partition++) {
                check(topic, partition, tallies.get(partition), counts.get(partition), guarantee)
                        .ifPresent(problems::add);
            }
        }
        return problems;
    }

    private static Optional<Problem> check(
            BusTopic topic, int partition, LaneTally tally, TopicAudit.Count count, Delivery.Guarantee guarantee) {
        int stream = topic.stream().ordinal();
        long rows = tally.rows()[stream];
        boolean isWhole =
                switch (guarantee) {
                    case EXACTLY_ONCE ->
                        count.messages() == rows && count.idSum() == tally.idSums()[stream] && count.backwards() == 0;
                    case AT_LEAST_ONCE -> count.messages() >= rows;
                };
        if (isWhole) {
            return Optional.empty();
        }
        return Optional.of(Problem.of(
                ErrorCode.REPLAY_COUNT_MISMATCH,
                topic.name() + " partition " + partition,
                "must hold the " + rows + " messages that were sent, each once and in the order of time",
                count.messages() + " messages, " + count.backwards() + " of them behind a later one"
                        + (count.messages() == rows && count.backwards() == 0 ? ", not the same ones" : "")
                        + (count.hidden() > 0
                                ? ", and " + count.hidden() + " offsets behind a transaction that is still open"
                                : ""),
                count.hidden() > 0
                        ? "give the same command again when that transaction has ended"
                        : "replay again into fresh topics: the broker gave transactions up, as it does when tasks are away"
                                + " for longer than transaction.timeout.ms, or somebody deleted messages"));
    }
}
