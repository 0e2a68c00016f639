package io.millrace.job.sinks.kafka;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * A few committed messages of a topic, in the order of their time, and those that follow them. Belongs to no consumer group
 * and commits nothing.
 */
public final class TopicTail {
    private static final Duration WAIT = Duration.ofMillis(200);

    private final BrokerAccess access;
    private final String topic;
    /** Where the topic ended when it was read, by partition; what follows begins there. */
    private final Map<Integer, Long> ends = new TreeMap<>();

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
     * At most so many, by time, partition and offset. Each partition is asked for as many, since any may hold them all.
     *
     * @throws ContractException BROKER_UNREACHABLE, BROKER_REFUSED, TOPIC_UNFIT
     */
    public List<ConsumerRecord<byte[], byte[]>> read(End end, int countMax) {
        try (KafkaConsumer<byte[], byte[]> consumer = access.consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            CommittedMessages messages = new CommittedMessages(consumer, access.patience());
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            consumer.endOffsets(partitions).forEach((partition, offset) -> ends.put(partition.partition(), offset));
            for (TopicPartition partition : partitions) {
                long from = begins.get(partition);
                long until = ends.get(partition.partition());
                found.addAll(
                        switch (end) {
                            case FIRST -> first(messages, partition, from, until, countMax);
                            case LAST -> last(messages, partition, from, until, countMax);
                        });
            }
            found.sort(Comparator.comparingLong(ConsumerRecord<byte[], byte[]>::timestamp)
                    .thenComparingInt(ConsumerRecord::partition)
                    .thenComparingLong(ConsumerRecord::offset));
            int shown = Math.min(countMax, found.size());
            return switch (end) {
                case FIRST -> found.subList(0, shown);
                case LAST -> found.subList(found.size() - shown, found.size());
            };
        } catch (KafkaException e) {
            throw BrokerProblems.failed(access, e);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> first(
            CommittedMessages messages, TopicPartition partition, long from, long until, int countMax) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        if (countMax > 0) {
            messages.read(partition, from, until, message -> {
                found.add(message);
                return found.size() < countMax;
            });
        }
        return found;
    }

    /**
     * Markers and given up transactions have offsets too: looks back twice as far as messages alone would need, and further
     * while there are too few.
     */
    private static Deque<ConsumerRecord<byte[], byte[]>> last(
            CommittedMessages messages, TopicPartition partition, long from, long until, int countMax) {
        Deque<ConsumerRecord<byte[], byte[]>> found = new ArrayDeque<>();
        for (long span = 2L * countMax; span > 0; span *= 4) {
            long begin = Math.max(from, until - span);
            found.clear();
            messages.read(partition, begin, until, message -> {
                if (found.size() == countMax) {
                    found.removeFirst();
                }
                return found.add(message);
            });
            if (found.size() == countMax || begin == from) {
                break;
            }
        }
        return found;
    }

    /**
     * Hands on what comes after what was {@linkplain #read read}, or from now on, until the thread is interrupted.
     *
     * @throws ContractException BROKER_UNREACHABLE when there was neither a message nor an answer for a while,
     *     BROKER_REFUSED, TOPIC_UNFIT
     */
    public void follow(Consumer<ConsumerRecord<byte[], byte[]>> listener) {
        try (KafkaConsumer<byte[], byte[]> consumer = access.consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            Map<TopicPartition, Long> now = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                consumer.seek(partition, ends.getOrDefault(partition.partition(), now.get(partition)));
            }
            long heardNanos = System.nanoTime();
            while (!Thread.currentThread().isInterrupted()) {
                ConsumerRecords<byte[], byte[]> messages = consumer.poll(WAIT);
                messages.forEach(listener);
                long nanos = System.nanoTime();
                if (!messages.isEmpty()) {
                    heardNanos = nanos;
                } else if (nanos - heardNanos > access.patience().toNanos()) {
                    // An empty topic and a broker that has gone look alike, until the broker is asked.
                    consumer.endOffsets(partitions);
                    heardNanos = nanos;
                }
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
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
    }
}
