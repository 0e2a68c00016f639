package io.millrace.job.sinks.kafka;

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
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether topics are there, may be written and read, and keep what they are sent. */
final class TopicCheck {
    private static final long MICROS_PER_MILLI = 1_000L;
    private static final Duration TOPIC_PATIENCE = Duration.ofSeconds(30);
    private static final long MILLIS_BETWEEN_LOOKS = 20;

    private final BrokerCheck.Wanted wanted;
    private final Admin admin;
    private final List<Problem> problems = new ArrayList<>();

    TopicCheck(BrokerCheck.Wanted wanted, Admin admin) {
        this.wanted = wanted;
        this.admin = admin;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Looks at everything, and makes topics when asked. */
    List<BusTopic> topics() throws ExecutionException, InterruptedException {
        List<BusTopic> topics = new ArrayList<>();
        for (Map.Entry<BusStream, String> entry : new EnumMap<>(wanted.topics()).entrySet()) {
            String name = entry.getValue();
            Optional<TopicDescription> found = describe(name);
            if (found.isEmpty() && wanted.create().isPresent()) {
                create(name, wanted.create().get());
                topics.add(
                        new BusTopic(entry.getKey(), name, wanted.create().get().partitions()));
            } else if (found.isEmpty()) {
                unfit(name, "must be there", "no such topic", "create it, or let --create-topics do it");
            } else {
                topics.add(new BusTopic(
                        entry.getKey(), name, found.get().partitions().size()));
                requireRights(name, found.get().authorizedOperations());
                requireKeeps(name, BrokerSettings.of(admin, ConfigResource.Type.TOPIC, name));
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

    private Optional<TopicDescription> describe(String name) throws ExecutionException, InterruptedException {
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
    private void create(String name, BrokerCheck.Creation how) throws ExecutionException, InterruptedException {
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
        awaitLeaders(name, how.partitions());
    }

    /** A broker says that a topic is made before all of it know the topic. */
    private void awaitLeaders(String name, int partitions) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + TOPIC_PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<TopicDescription> made = describe(name);
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
        switch (wanted.guarantee()) {
            // Flink's sink asks who writes in a topic, for transactions that an earlier start has left open.
            case EXACTLY_ONCE ->
                requireRight(
                        name,
                        operations,
                        AclOperation.READ,
                        "have READ granted to the user, or give --guarantee at-least-once with --no-check");
            case AT_LEAST_ONCE -> {
                if (wanted.rights() == BrokerCheck.Rights.WRITE_AND_READ_BACK) {
                    requireRight(
                            name, operations, AclOperation.READ, "have READ granted to the user, or give --no-check");
                }
            }
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

    private void requireKeeps(String name, BrokerSettings settings) {
        if (settings.text("cleanup.policy", "delete").contains("compact")) {
            unfit(
                    name,
                    "must keep every message of a key",
                    "cleanup.policy " + settings.text("cleanup.policy", ""),
                    "set cleanup.policy to delete, or name another topic");
        }
        if (wanted.recordTime() == Delivery.RecordTime.PUBLISH) {
            return;
        }
        long now = System.currentTimeMillis();
        long first = wanted.firstMicros() / MICROS_PER_MILLI;
        long last = wanted.lastMicros() / MICROS_PER_MILLI;
        long retention = settings.millis("retention.ms", -1);
        if (retention >= 0 && now - first > retention) {
            tooFar(
                    name,
                    "must keep messages of the time of the first row",
                    "retention.ms " + retention,
                    "retention.ms");
        }
        if (now - first > settings.millis("message.timestamp.before.max.ms", Long.MAX_VALUE)) {
            tooFar(
                    name,
                    "must take messages of the time of the first row",
                    "message.timestamp.before.max.ms " + settings.text("message.timestamp.before.max.ms", ""),
                    "message.timestamp.before.max.ms");
        }
        if (last - now > settings.millis("message.timestamp.after.max.ms", Long.MAX_VALUE)) {
            tooFar(
                    name,
                    "must take messages of the time of the last row",
                    "message.timestamp.after.max.ms " + settings.text("message.timestamp.after.max.ms", ""),
                    "message.timestamp.after.max.ms");
        }
    }

    private void tooFar(String name, String expected, String found, String setting) {
        unfit(name, expected, found, "raise " + setting + " of the topic, or give --record-time publish");
    }

    private void unfit(String name, String expected, String found, String fix) {
        problems.add(Problem.of(ErrorCode.TOPIC_UNFIT, name, expected, found, fix));
    }
}
