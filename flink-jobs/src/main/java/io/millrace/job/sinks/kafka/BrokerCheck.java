package io.millrace.job.sinks.kafka;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Everything a broker could refuse later, asked before the first message. All problems of the topics in one pass. */
public final class BrokerCheck {
    /** Kafka's own defaults, where the broker does not let us see what it has. */
    private static final int TRANSACTION_TIMEOUT_MILLIS = 900_000;

    private static final long MICROS_PER_MILLI = 1_000L;
    private static final int PRODUCER_MILLIS = 15_000;
    private static final Duration TOPIC_PATIENCE = Duration.ofSeconds(30);
    private static final long MILLIS_BETWEEN_LOOKS = 20;

    private final BrokerAccess access;
    private final Wanted wanted;
    private final List<Problem> problems = new ArrayList<>();

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
            Rights rights) {}

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
    public record Found(List<BusTopic> topics, Map<String, List<Long>> offsets, int transactionTimeoutMillis) {}

    /**
     * Looks at everything, and makes topics when asked.
     *
     * @throws ContractException BROKER_UNREACHABLE, BROKER_REFUSED, TOPIC_UNFIT, BROKER_LIMIT_EXCEEDED, RUN_BUSY
     */
    public static Found of(BrokerAccess access, Wanted wanted) throws InterruptedException {
        return new BrokerCheck(access, wanted).look();
    }

    private Found look() throws InterruptedException {
        try (Admin admin = access.admin()) {
            String broker =
                    admin.describeCluster().nodes().get().iterator().next().idString();
            List<BusTopic> topics = topics(admin);
            int timeout = wanted.guarantee() == Delivery.Guarantee.EXACTLY_ONCE ? transactions(admin, broker) : 0;
            if (!problems.isEmpty()) {
                throw new ContractException(problems);
            }
            return new Found(topics, offsets(admin, topics), timeout);
        } catch (ExecutionException | KafkaException e) {
            throw BrokerProblems.failed(access, e);
        }
    }

    private List<BusTopic> topics(Admin admin) throws ExecutionException, InterruptedException {
        List<BusTopic> topics = new ArrayList<>();
        for (Map.Entry<BusStream, String> entry : new EnumMap<>(wanted.topics()).entrySet()) {
            String name = entry.getValue();
            Optional<TopicDescription> found = describe(admin, name);
            if (found.isEmpty() && wanted.create().isPresent()) {
                create(admin, name, wanted.create().get());
                topics.add(
                        new BusTopic(entry.getKey(), name, wanted.create().get().partitions()));
            } else if (found.isEmpty()) {
                unfit(name, "must be there", "no such topic", "create it, or let --create-topics do it");
            } else {
                topics.add(new BusTopic(
                        entry.getKey(), name, found.get().partitions().size()));
                requireRights(name, found.get().authorizedOperations());
                requireKeeps(name, settings(admin, new ConfigResource(ConfigResource.Type.TOPIC, name)));
            }
        }
        int partitions = topics.stream().mapToInt(BusTopic::partitions).max().orElse(wanted.parallelism());
        if (partitions < wanted.parallelism()) {
            unfit(
                    String.join(", ", topics.stream().map(BusTopic::name).toList()),
                    "must have at least as many partitions as tasks write, " + wanted.parallelism(),
                    Integer.toString(partitions),
                    "lower --parallelism, or add partitions");
        }
        return topics;
    }

    private static Optional<TopicDescription> describe(Admin admin, String name)
            throws ExecutionException, InterruptedException {
        try {
            return Optional.of(
                    admin.describeTopics(List.of(name), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .allTopicNames()
                            .get()
                            .get(name));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Rows may be of any year: a topic of ours neither drops what is old nor refuses what is to come. */
    private static void create(Admin admin, String name, Creation how) throws ExecutionException, InterruptedException {
        NewTopic topic = new NewTopic(name, how.partitions(), (short) how.replication())
                .configs(Map.of(
                        "retention.ms", "-1",
                        "message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE),
                        "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE)));
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        awaitLeaders(admin, name, how.partitions());
    }

    /** A broker says that a topic is made before all of it know the topic. */
    private static void awaitLeaders(Admin admin, String name, int partitions)
            throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + TOPIC_PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<TopicDescription> made = describe(admin, name);
            if (made.isPresent()
                    && made.get().partitions().size() >= partitions
                    && made.get().partitions().stream().allMatch(partition -> partition.leader() != null)) {
                return;
            }
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
    }

    private void requireRights(String name, Set<AclOperation> operations) {
        requireRight(name, operations, AclOperation.WRITE, "have WRITE granted to the user");
        switch (wanted.rights()) {
            case WRITE -> {
                // Nobody reads.
            }
            case WRITE_AND_READ_BACK ->
                requireRight(name, operations, AclOperation.READ, "have READ granted to the user, or give --no-check");
        }
    }

    private void requireRight(String name, Set<AclOperation> operations, AclOperation right, String fix) {
        if (operations != null
                && !operations.isEmpty()
                && !operations.contains(right)
                && !operations.contains(AclOperation.ALL)) {
            problems.add(Problem.of(
                    ErrorCode.BROKER_REFUSED,
                    name,
                    "must let this user " + right.name().toLowerCase(Locale.ROOT),
                    "may "
                            + operations.stream()
                                    .map(AclOperation::name)
                                    .sorted()
                                    .toList(),
                    fix));
        }
    }

    private void requireKeeps(String name, Map<String, String> settings) {
        if (settings.getOrDefault("cleanup.policy", "delete").contains("compact")) {
            unfit(
                    name,
                    "must keep every message of a key",
                    "cleanup.policy " + settings.get("cleanup.policy"),
                    "set cleanup.policy to delete, or name another topic");
        }
        if (wanted.recordTime() == Delivery.RecordTime.PUBLISH) {
            return;
        }
        long now = System.currentTimeMillis();
        long first = wanted.firstMicros() / MICROS_PER_MILLI;
        long last = wanted.lastMicros() / MICROS_PER_MILLI;
        long retention = millis(settings, "retention.ms", -1);
        if (retention >= 0 && now - first > retention) {
            tooFar(
                    name,
                    "must keep messages of the time of the first row",
                    "retention.ms " + retention,
                    "retention.ms");
        }
        if (now - first > millis(settings, "message.timestamp.before.max.ms", Long.MAX_VALUE)) {
            tooFar(
                    name,
                    "must take messages of the time of the first row",
                    "message.timestamp.before.max.ms " + settings.get("message.timestamp.before.max.ms"),
                    "message.timestamp.before.max.ms");
        }
        if (last - now > millis(settings, "message.timestamp.after.max.ms", Long.MAX_VALUE)) {
            tooFar(
                    name,
                    "must take messages of the time of the last row",
                    "message.timestamp.after.max.ms " + settings.get("message.timestamp.after.max.ms"),
                    "message.timestamp.after.max.ms");
        }
    }

    private static long millis(Map<String, String> settings, String name, long otherwise) {
        String text = settings.get(name);
        return text == null ? otherwise : Long.parseLong(text);
    }

    private void tooFar(String name, String expected, String found, String setting) {
        unfit(name, expected, found, "raise " + setting + " of the topic, or give --record-time publish");
    }

    private void unfit(String name, String expected, String found, String fix) {
        problems.add(Problem.of(ErrorCode.TOPIC_UNFIT, name, expected, found, fix));
    }

    /** @return timeout of transactions, milliseconds */
    private int transactions(Admin admin, String broker) throws ExecutionException, InterruptedException {
        long max = millis(
                settings(admin, new ConfigResource(ConfigResource.Type.BROKER, broker)),
                "transaction.max.timeout.ms",
                TRANSACTION_TIMEOUT_MILLIS);
        long timeout = access.setting(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG)
                .map(String::strip)
                .map(Long::parseLong)
                .orElse(Math.min(TRANSACTION_TIMEOUT_MILLIS, max));
        if (timeout > max) {
            problems.add(Problem.of(
                    ErrorCode.BROKER_LIMIT_EXCEEDED,
                    "transaction.timeout.ms",
                    "must be at most the broker's transaction.max.timeout.ms, " + max,
                    Long.toString(timeout),
                    "lower it in the file of --properties, or raise the limit of the broker"));
            return 0;
        }
        if (timeout < 2 * wanted.checkpointInterval().toMillis()) {
            problems.add(Problem.of(
                    ErrorCode.BROKER_LIMIT_EXCEEDED,
                    "transaction.timeout.ms",
                    "must be at least twice the time between checkpoints, "
                            + 2 * wanted.checkpointInterval().toMillis() + ": a transaction is open for as long",
                    Long.toString(timeout),
                    "raise it, or lower --checkpoint-seconds"));
            return 0;
        }
        if (wanted.start() == Start.FIRST) {
            requireNobodyElse(admin);
        }
        tryTransactions(timeout);
        return (int) timeout;
    }

    /** Two replays with one prefix would shut each other out, and what is shut out is lost without an error. */
    private void requireNobodyElse(Admin admin) throws ExecutionException, InterruptedException {
        List<String> ours = OpenTransactions.of(admin, wanted.transactionPrefix());
        if (!ours.isEmpty()) {
            problems.add(Problem.of(
                    ErrorCode.RUN_BUSY,
                    wanted.transactionPrefix(),
                    "must have no open transaction at the broker when a replay begins",
                    ours.size() + " open, such as " + ours.get(0),
                    "another replay of this run and name works; stop it, or give this one another --name"));
        }
    }

    /** Rights to transactional ids cannot be asked for, only tried. */
    private void tryTransactions(long timeout) {
        String id = "millrace-replay-check-" + wanted.transactionPrefix();
        try (KafkaProducer<byte[], byte[]> producer = access.producer(Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, id,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(timeout),
                ProducerConfig.MAX_BLOCK_MS_CONFIG, Integer.toString(PRODUCER_MILLIS)))) {
            producer.initTransactions();
        } catch (InvalidTxnTimeoutException refused) {
            problems.add(Problem.of(
                    ErrorCode.BROKER_LIMIT_EXCEEDED,
                    "transaction.timeout.ms",
                    "must be at most what the broker allows",
                    Long.toString(timeout),
                    "lower it in the file of --properties"));
        } catch (AuthorizationException refused) {
            problems.add(Problem.of(
                    ErrorCode.BROKER_REFUSED,
                    access.bootstrapServers(),
                    "must let this user write in transactions whose ids begin with millrace-replay",
                    String.valueOf(refused.getMessage()),
                    "have WRITE and DESCRIBE on these transactional ids granted, or give --guarantee at-least-once"));
        }
    }

    /** Empty where the user may not see them. */
    private static Map<String, String> settings(Admin admin, ConfigResource resource)
            throws ExecutionException, InterruptedException {
        try {
            Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            Map<String, String> settings = new TreeMap<>();
            config.entries().stream()
                    .filter(entry -> entry.value() != null)
                    .forEach(entry -> settings.put(entry.name(), entry.value()));
            return settings;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Map.of();
            }
            throw e;
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
