package io.millrace.job.sinks.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Asks beside a job whether its broker is still there. The tasks wait for a broker in many places, for a minute here and ten
 * there, restart, and wait again; who asks beside them knows after a time that can be told. For one thread, which never
 * waits for an answer.
 */
public final class BrokerWatch implements AutoCloseable {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);

    private final BrokerAccess access;
    private final Question question;
    private final LongSupplier nanos;
    private final Runnable close;

    private Optional<CompletableFuture<?>> asked = Optional.empty();
    private long askedNanos;
    private OptionalLong silentSinceNanos = OptionalLong.empty();

    /** Something that only a broker which is there can answer. */
    interface Question {
        /** @return ends with an exception when there was no answer */
        CompletableFuture<?> ask();
    }

    BrokerWatch(BrokerAccess access, Question question, LongSupplier nanos, Runnable close) {
        this.access = access;
        this.question = question;
        this.nanos = nanos;
        this.close = close;
        this.askedNanos = nanos.getAsLong();
    }

    /** Beside a job that sends to some topics. */
    public static BrokerWatch of(BrokerAccess access, List<BusTopic> topics) {
        List<String> names = topics.stream().map(BusTopic::name).toList();
        Admin admin = access.admin();
        return new BrokerWatch(
                access,
                () -> admin.describeTopics(names)
                        .allTopicNames()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .thenAccept(BrokerWatch::requireLeaders),
                System::nanoTime,
                // Questions that are still open have nobody who wants to know.
                () -> admin.close(Duration.ZERO));
    }

    /** Others of a cluster may answer for one that has gone with the only copy of a partition. */
    private static void requireLeaders(Map<String, TopicDescription> topics) {
        for (TopicDescription topic : topics.values()) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                if (partition.leader() == null || partition.leader().isEmpty()) {
                    throw new LeaderNotAvailableException(
                            topic.name() + " partition " + partition.partition() + " has no leader");
                }
            }
        }
    }

    /**
     * Takes what has come since the last look, and asks again.
     *
     * @throws io.millrace.base.ContractException BROKER_UNREACHABLE when no question was answered for as long as a message
     *     is kept, TOPIC_UNFIT when a topic is gone for as long
     */
    public void look() {
        if (asked.isPresent() && asked.get().isDone()) {
            take(asked.get());
            asked = Optional.empty();
        }
        long now = nanos.getAsLong();
        if (asked.isEmpty() && now - askedNanos >= BETWEEN_QUESTIONS.toNanos()) {
            askedNanos = now;
            asked = Optional.of(question.ask());
        }
    }

    /**
     * Silence is measured from the first question without an answer to the last one that was asked: a process that was frozen
     * itself asks once more before it believes.
     */
    private void take(CompletableFuture<?> answer) {
        Optional<Throwable> silence = silence(answer);
        if (silence.isEmpty()) {
            silentSinceNanos = OptionalLong.empty();
        } else if (silentSinceNanos.isEmpty()) {
            silentSinceNanos = OptionalLong.of(askedNanos);
        } else if (askedNanos - silentSinceNanos.getAsLong()
                >= access.deliveryPatience().toNanos()) {
            throw BrokerProblems.gone(access, silence.get());
        }
    }

    /** A broker that refuses is there; its reasons are told by the tasks. */
    private static Optional<Throwable> silence(CompletableFuture<?> answer) {
        try {
            answer.join();
            return Optional.empty();
        } catch (CompletionException failed) {
            return Optional.of(failed.getCause()).filter(RetriableException.class::isInstance);
        }
    }

    @Override
    public void close() {
        close.run();
    }
}
