package io.millrace.job.sinks.kafka;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** A few committed messages of a topic, in the order of their time. Belongs to no consumer group and commits nothing. */
public final class TopicTail {
    private static final Duration WAIT = Duration.ofMillis(200);

    private final BrokerAccess access;
    private final String topic;

    public TopicTail(BrokerAccess access, String topic) {
        this.access = access;
        this.topic = topic;
    }

    /** Which ones. */
    public enum End {
        FIRST,
        LAST
    }

    /**
     * At most so many, by time, partition and offset. The last ones of each partition are looked for by offset; markers of
     * transactions have offsets too, so there may be fewer.
     *
     * @throws ContractException BROKER_UNREACHABLE, BROKER_REFUSED, TOPIC_UNFIT
     */
    public List<ConsumerRecord<byte[], byte[]>> read(End end, int countMax) {
        try (KafkaConsumer<byte[], byte[]> consumer = access.consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                long begin = begins.get(partition);
                // A marker follows every transaction: look back twice as far as messages alone would need.
                consumer.seek(
                        partition, end == End.FIRST ? begin : Math.max(begin, ends.get(partition) - 2L * countMax));
            }
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))
                    && (end == End.LAST || found.size() < countMax)) {
                consumer.poll(WAIT).forEach(found::add);
            }
            found.sort(Comparator.comparingLong(ConsumerRecord<byte[], byte[]>::timestamp)
                    .thenComparingInt(ConsumerRecord::partition)
                    .thenComparingLong(ConsumerRecord::offset));
            int shown = Math.min(countMax, found.size());
            return end == End.FIRST ? found.subList(0, shown) : found.subList(found.size() - shown, found.size());
        } catch (KafkaException e) {
            throw BrokerProblems.failed(access, e);
        }
    }

    /** Hands on what comes from now on, until the thread is interrupted. */
    public void follow(Consumer<ConsumerRecord<byte[], byte[]>> listener) {
        try (KafkaConsumer<byte[], byte[]> consumer = access.consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            while (!Thread.currentThread().isInterrupted()) {
                consumer.poll(WAIT).forEach(listener);
            }
        } catch (org.apache.kafka.common.errors.InterruptException ended) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            throw BrokerProblems.failed(access, e);
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<PartitionInfo> known = consumer.partitionsFor(topic);
        if (known == null || known.isEmpty()) {
            throw new ContractException(Problem.of(
                    ErrorCode.TOPIC_UNFIT,
                    topic,
                    "must be a topic of " + access.bootstrapServers(),
                    "no such topic; there are "
                            + String.join(
                                    ", ",
                                    consumer.listTopics().keySet().stream()
                                            .sorted()
                                            .toList()),
                    "name one of these"));
        }
        return known.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }
}
