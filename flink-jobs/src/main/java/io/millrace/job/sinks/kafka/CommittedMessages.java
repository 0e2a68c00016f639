package io.millrace.job.sinks.kafka;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads a stretch of offsets of one partition. A consumer waits for ever when the broker has gone; here somebody gives up
 * when there was neither a message nor a marker for as long as an answer is waited for.
 */
final class CommittedMessages {
    private static final Duration WAIT = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Duration patience;

    CommittedMessages(Consumer<byte[], byte[]> consumer, Duration patience) {
        this.consumer = consumer;
        this.patience = patience;
    }

    /**
     * Hands on what lies between two offsets.
     *
     * @param fromOffset inclusive; what the broker has dropped is passed over
     * @param endOffset exclusive
     * @param listener says whether it wants more
     * @throws TimeoutException when the broker is silent
     */
    void read(
            TopicPartition partition,
            long fromOffset,
            long endOffset,
            Predicate<ConsumerRecord<byte[], byte[]>> listener) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, fromOffset);
        long position = fromOffset;
        long movedNanos = System.nanoTime();
        while (position < endOffset) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(WAIT)) {
                if (message.offset() >= endOffset || !listener.test(message)) {
                    return;
                }
            }
            long now = consumer.position(partition);
            if (now != position) {
                position = now;
                movedNanos = System.nanoTime();
            } else if (System.nanoTime() - movedNanos > patience.toNanos()) {
                throw new TimeoutException("no answer about " + partition + " for " + patience.toMillis()
                        + " ms, at offset " + position + " of " + endOffset);
            }
        }
    }
}
