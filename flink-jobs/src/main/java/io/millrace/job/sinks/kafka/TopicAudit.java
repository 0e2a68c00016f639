package io.millrace.job.sinks.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;

/**
 * Reads back what a replay has committed, as any reader would, and counts it by partition. Offsets would not do: markers and
 * given up transactions have offsets too. Flink's sink only logs a transaction that the broker has given up.
 */
public final class TopicAudit {
    /** Without progress: a commit is told before its markers are in all partitions. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int HEX_DIGITS = 16;
    private static final int HEX_BITS = 4;

    private final BrokerAccess access;
    private final byte[] replayId;
    private final Duration patience;

    public TopicAudit(BrokerAccess access, String replayId) {
        this(access, replayId, access.patience(PATIENCE));
    }

    /** @param patience to wait for the end of transactions that are still open in a partition */
    TopicAudit(BrokerAccess access, String replayId, Duration patience) {
        this.access = access;
        this.replayId = replayId.getBytes(StandardCharsets.US_ASCII);
        this.patience = patience;
    }

    /**
     * What lies in one partition.
     *
     * @param messages of the replay
     * @param idSum sum of the first 64 bits of their ids
     * @param backwards messages whose time lies before that of one before them
     * @param hidden offsets at the end that nobody may read, since an open transaction lies before them
     */
    public record Count(long messages, long idSum, long backwards, long hidden) {}

    /**
     * Counts one topic.
     *
     * @param fromOffsets by partition, where the replay began
     * @return by partition
     * @throws io.millrace.base.ContractException BROKER_UNREACHABLE, BROKER_REFUSED
     */
    public List<Count> count(String topic, List<Long> fromOffsets) throws InterruptedException {
        List<Count> counts = new ArrayList<>();
        try (Admin admin = access.admin();
                KafkaConsumer<byte[], byte[]> consumer = access.consumer()) {
            for (int partition = 0; partition < fromOffsets.size(); partition++) {
                TopicPartition one = new TopicPartition(topic, partition);
                // Not the end that readers see: it may yet lie before messages that are committed.
                long end = end(admin, one, IsolationLevel.READ_UNCOMMITTED);
                counts.add(count(
                        consumer,
                        one,
                        fromOffsets.get(partition),
                        end,
                        () -> end(admin, one, IsolationLevel.READ_COMMITTED)));
            }
            return counts;
        } catch (ExecutionException | KafkaException e) {
            throw BrokerProblems.failed(access, e);
        }
    }

    private static long end(Admin admin, TopicPartition partition, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .partitionResult(partition)
                .get()
                .offset();
    }

    /** Where the first transaction begins that is still open, or the log ends. */
    interface StableEnd {
        long offset() throws ExecutionException, InterruptedException;
    }

    /**
     * A consumer alone does not know an open transaction from a broker that is silent; who asks the broker does.
     *
     * @param from inclusive
     * @param end exclusive
     * @throws TimeoutException when the broker hands out nothing although nothing is open
     */
    Count count(Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end, StableEnd stable)
            throws ExecutionException, InterruptedException {
        Seen seen = new Seen();
        CommittedMessages messages = new CommittedMessages(consumer, patience);
        long begin = from;
        boolean hasWaited = false;
        while (true) {
            try {
                messages.read(partition, begin, end, message -> {
                    if (isOurs(message)) {
                        seen.take(message.value());
                    }
                    return true;
                });
                return seen.count(0);
            } catch (TimeoutException silent) {
                long reached = consumer.position(partition);
                if (stable.offset() <= reached) {
                    return seen.count(end - reached);
                }
                // What was open has ended just now, perhaps; the second time it has not.
                if (hasWaited && reached == begin) {
                    throw silent;
                }
                hasWaited = true;
                begin = reached;
            }
        }
    }

    /** What was seen of a partition. */
    private static final class Seen {
        private long messages;
        private long idSum;
        private long backwards;
        private byte[] latest = new byte[0];

        void take(byte[] message) {
            messages++;
            idSum += idBits(message);
            byte[] time = time(message);
            // Texts of times order as times do.
            if (Arrays.compare(time, latest) < 0) {
                backwards++;
            } else {
                latest = time;
            }
        }

        Count count(long hidden) {
            return new Count(messages, idSum, backwards, hidden);
        }
    }

    private boolean isOurs(ConsumerRecord<byte[], byte[]> message) {
        Header header = message.headers().lastHeader(KafkaSinks.REPLAY_ID);
        return header != null && Arrays.equals(header.value(), replayId);
    }

    /** First 64 bits of the id. */
    private static long idBits(byte[] message) {
        long bits = 0;
        for (int i = 0; i < HEX_DIGITS; i++) {
            bits = bits << HEX_BITS | Character.digit(message[EnvelopeWriter.EVENT_ID_AT + i], HEX_DIGITS);
        }
        return bits;
    }

    /** Text of the envelope's time: the first one, before any payload. */
    private static byte[] time(byte[] message) {
        String head = new String(message, 0, Math.min(message.length, 256), StandardCharsets.US_ASCII);
        int at = head.indexOf("\"ts_utc\":\"") + "\"ts_utc\":\"".length();
        return head.substring(at, at + UtcText.LENGTH).getBytes(StandardCharsets.US_ASCII);
    }
}
