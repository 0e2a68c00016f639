package io.millrace.job.sinks.kafka;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Everything a broker could refuse later, asked before the first message. All problems of the topics in one pass. */
public final class BrokerCheck {
    private final BrokerAccess access;
    private final Wanted wanted;

    private BrokerCheck(BrokerAccess access, Wanted wanted) {
        this.access = access;
        this.wanted = wanted;
    }

    /**
     * What a replay needs.
     *
     * @param topics name by stream
     * @param create how topics are made that are missing; empty to refuse
     * @param parallelism tasks that write
     * @param checkpointInterval a transaction is open for as long
     * @param firstMicros time of the first message
     * @param lastMicros time of the last message
     * @param rights what the user must be let do with the topics
     * @param begunAt cluster that an earlier start has sent to, if this one is to go on there
     */
    public record Wanted(
            Map<BusStream, String> topics,
            Optional<Creation> create,
            int parallelism,
            Delivery.Guarantee guarantee,
            Delivery.RecordTime recordTime,
            String transactionPrefix,
            Start start,
            Duration checkpointInterval,
            long firstMicros,
            long lastMicros,
            Rights rights,
            Optional<KafkaCluster> begunAt) {}

    /** What is done with topics. */
    public enum Rights {
        WRITE,
        WRITE_AND_READ_BACK
    }

    /** How topics are made. */
    public record Creation(int partitions, int replication) {}

    /** Whether transactions of the prefix may be left open by an earlier start. */
    public enum Start {
        FIRST,
        AGAIN
    }

    /**
     * What is there.
     *
     * @param offsets end of each partition, by topic
     */
    public record Found(
            KafkaCluster cluster,
            List<BusTopic> topics,
            Map<String, List<Long>> offsets,
            int transactionTimeoutMillis) {}

    /**
     * Looks at everything, and makes topics when asked.
     *
     * @throws ContractException BROKER_UNREACHABLE, BROKER_REFUSED, RUN_IDENTITY_MISMATCH, TOPIC_UNFIT,
     *     BROKER_LIMIT_EXCEEDED, RUN_BUSY
     */
    public static Found of(BrokerAccess access, Wanted wanted) throws InterruptedException {
        return new BrokerCheck(access, wanted).look();
    }

    /**
     * Whether an address leads to the cluster that a replay was begun at.
     *
     * @throws ContractException RUN_IDENTITY_MISMATCH, BROKER_UNREACHABLE, BROKER_REFUSED
     */
    public static void requireSame(BrokerAccess access, KafkaCluster before) throws InterruptedException {
        try (Admin admin = access.admin()) {
            requireSame(
                    Optional.of(before),
                    new KafkaCluster(admin.describeCluster().clusterId().get(), access.bootstrapServers()));
        } catch (ExecutionException | KafkaException e) {
            throw BrokerProblems.failed(access, e);
        }
    }

    private Found look() throws InterruptedException {
        try (Admin admin = access.admin()) {
            DescribeClusterResult described = admin.describeCluster();
            KafkaCluster cluster = new KafkaCluster(described.clusterId().get(), access.bootstrapServers());
            requireSame(wanted.begunAt(), cluster);
            TopicCheck ofTopics = new TopicCheck(wanted, admin);
            List<BusTopic> topics = ofTopics.topics();
            List<Problem> problems = new ArrayList<>(ofTopics.problems());
            int timeout = 0;
            if (wanted.guarantee() == Delivery.Guarantee.EXACTLY_ONCE) {
                TransactionCheck ofTransactions = new TransactionCheck(access, wanted, admin);
                timeout = ofTransactions.timeoutMillis(
                        described.nodes().get().iterator().next().idString());
                problems.addAll(ofTransactions.problems());
            }
            if (!problems.isEmpty()) {
                throw new ContractException(problems);
            }
            return new Found(cluster, topics, offsets(admin, topics), timeout);
        } catch (ExecutionException | KafkaException e) {
            throw BrokerProblems.failed(access, e);
        }
    }

    /** Before anything is made there. */
    private static void requireSame(Optional<KafkaCluster> before, KafkaCluster cluster) {
        if (before.isPresent() && !before.get().id().equals(cluster.id())) {
            throw new ContractException(Problem.of(
                    ErrorCode.RUN_IDENTITY_MISMATCH,
                    "--bootstrap-servers " + cluster.address(),
                    "must lead to the Kafka cluster that the replay was begun at, "
                            + before.get().id() + " by " + before.get().address(),
                    "cluster " + cluster.id(),
                    "give an address of that cluster, begin anew by --again, or begin another replay by --name"));
        }
    }

    private static Map<String, List<Long>> offsets(Admin admin, List<BusTopic> topics)
            throws ExecutionException, InterruptedException {
        Map<String, List<Long>> offsets = new TreeMap<>();
        for (BusTopic topic : topics) {
            List<Long> ends = new ArrayList<>();
            for (int partition = 0; partition < topic.partitions(); partition++) {
                TopicPartition one = new TopicPartition(topic.name(), partition);
                ends.add(admin.listOffsets(Map.of(one, OffsetSpec.latest()))
                        .partitionResult(one)
                        .get()
                        .offset());
            }
            offsets.put(topic.name(), ends);
        }
        return offsets;
    }
}
