package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.base.RunException;
import io.millrace.job.replay.ReplayPace;
import io.millrace.job.sinks.kafka.BrokerAccess;
import io.millrace.job.sinks.kafka.BrokerCheck;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.Delivery;
import io.millrace.job.sinks.kafka.MessageKey;
import io.millrace.job.testing.BusReader;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedBroker;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A published run in a real broker: each row once and in order, whatever breaks on the way. */
@ExtendWith({SharedRuns.class, SharedBroker.class})
class ReplayITCase {
    private static final int PARTITIONS = 3;
    private static final ReplayPace FLAT_OUT = new ReplayPace.FlatOut();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static TestBroker broker;

    @TempDir
    private Path folder;

    private Path root;
    private BusReader reader;

    @BeforeAll
    static void share(TestBroker shared) {
        broker = shared;
    }

    @BeforeEach
    void copy(ReferenceRun reference) throws IOException {
        Files.createDirectories(folder.resolve("runs"));
        root = RunFiles.copy(
                reference.root(),
                folder.resolve("runs").resolve(reference.root().getFileName()));
        reader = new BusReader(broker, root, "t" + NUMBER.incrementAndGet() + ".");
        ReplayStage.Breaking.reset();
    }

    @ParameterizedTest
    @EnumSource(
            value = MessageKey.class,
            names = {"FLOW_ID", "PARTY_ID"})
    void everyRowIsThereOnceInOrderAndWhereItsKeyBelongs(MessageKey key) throws Exception {
        ReplayJob.Outcome outcome = replay(settings(key, 2), plain());
        assertThat(outcome.end()).isEqualTo(ReplayJob.End.SENT);
        for (BusStream stream : BusStream.values()) {
            reader.requireWhole(stream);
            reader.requireOrder(stream);
            reader.requirePartitions(stream, key, PARTITIONS);
            assertThat(outcome.sent().get(stream))
                    .isEqualTo(reader.parquet(stream).size());
        }
        assertThat(Files.readString(outcome.folder().resolve("report.json"))).contains("\"counted\":true");
        assertThat(replay(settings(key, 2), plain()).end()).isEqualTo(ReplayJob.End.SENT_BEFORE);
        assertThat(openTransactions("-n" + NUMBER.get() + ".")).isEmpty();
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(
            value = MessageKey.class,
            names = {"ACCOUNT_ID", "MERCHANT_ID"})
    void everyRowIsThereByOtherKeysToo(MessageKey key) throws Exception {
        everyRowIsThereOnceInOrderAndWhereItsKeyBelongs(key);
    }

    @Tag("F16")
    @Test
    void tasksThatBreakLeaveNoGapAndSendNothingTwice() throws Exception {
        ReplayStage.Breaking.failures = 3;
        replay(settings(MessageKey.FLOW_ID, 2, ReplayPace.ByRate.steady(9_000)), breaking(10));
        assertThat(ReplayStage.Breaking.broken.get()).isEqualTo(3);
        requireExact();
    }

    @Tag("F16")
    @Test
    void aReplayThatDiesGoesOnFromItsLastCheckpointWithOtherParallelism() throws Exception {
        ReplayStage.Breaking.failures = 1;
        assertThatThrownBy(() -> replay(settings(MessageKey.FLOW_ID, 3, ReplayPace.ByRate.steady(9_000)), breaking(0)))
                .isNotInstanceOf(MillraceException.class);
        assertThat(ReplayStage.Breaking.broken.get()).isEqualTo(1);
        ReplayStage.Told told = new ReplayStage.Told();
        assertThat(new ReplayJob(settings(MessageKey.FLOW_ID, 1), told, plain())
                        .run()
                        .end())
                .isEqualTo(ReplayJob.End.SENT);
        assertThat(told.resumed).isPresent();
        requireExact();
    }

    @Test
    void aReplayThatIsStoppedGoesOnFromItsSavepointWithOtherParallelism() throws Exception {
        ReplayStage.Told told = new ReplayStage.Told() {
            @Override
            public boolean wantsToStop() {
                return ReplayStage.Breaking.sent.get() > 500;
            }
        };
        ReplayJob.Outcome stopped = new ReplayJob(
                        settings(MessageKey.PARTY_ID, 1, ReplayPace.ByRate.steady(2_000)), told, breaking(10))
                .run();
        assertThat(stopped.end()).isEqualTo(ReplayJob.End.STOPPED);
        assertThat(stopped.savepoint()).isPresent();
        long before = reader.messages(BusStream.EVENTS).size();
        assertThat(before)
                .isPositive()
                .isLessThan(reader.parquet(BusStream.EVENTS).size());

        assertThatThrownBy(() -> replay(settings(MessageKey.MERCHANT_ID, 2), plain()))
                .satisfies(failure -> assertThat(problems(failure))
                        .singleElement()
                        .asString()
                        .startsWith("RUN_IDENTITY_MISMATCH --key: must be as the replay was begun, party_id, was"
                                + " merchant_id; "));

        reader.forget();
        assertThat(replay(settings(MessageKey.PARTY_ID, 3), plain()).end()).isEqualTo(ReplayJob.End.SENT);
        requireExact();
    }

    @Tag("faults")
    @Tag("F16")
    @Test
    void aBrokerThatRestartsInTheMiddleIsWaitedFor() throws Exception {
        AtomicBoolean restarted = new AtomicBoolean();
        ReplayStage.Told told = new ReplayStage.Told() {
            @Override
            public boolean wantsToStop() {
                if (ReplayStage.Breaking.checkpoints.get() > 2 && restarted.compareAndSet(false, true)) {
                    try {
                        broker.restart(() -> {});
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
                return false;
            }
        };
        new ReplayJob(settings(MessageKey.FLOW_ID, 2, ReplayPace.ByRate.steady(6_000)), told, breaking(10)).run();
        assertThat(restarted).isTrue();
        requireExact();
    }

    @Test
    void aCutOfTimeAndNumberIsTheSameAtAnyParallelism() throws Exception {
        List<String> all = reader.inOrder(List.of(BusStream.EVENTS));
        long from = BusReader.micros(all.get(1_000));
        ReplaySettings one = settings(MessageKey.FLOW_ID, 1);
        ReplaySettings.Messages cut = new ReplaySettings.Messages(
                Map.of(BusStream.EVENTS, reader.topic(BusStream.EVENTS)),
                MessageKey.FLOW_ID,
                from,
                Long.MAX_VALUE,
                OptionalLong.of(777));
        long behind = all.stream().filter(row -> BusReader.micros(row) < from).count();
        List<String> expected = all.subList((int) behind, (int) behind + 777);
        replay(new ReplaySettings(one.runRoot(), "one", one.broker(), cut, one.sending(), one.job()), plain());
        assertThat(reader.sorted(BusStream.EVENTS))
                .isEqualTo(expected.stream().sorted().toList());

        reader = new BusReader(broker, root, "t" + NUMBER.incrementAndGet() + ".");
        ReplaySettings three = settings(MessageKey.FLOW_ID, 3);
        replay(
                new ReplaySettings(
                        three.runRoot(),
                        "three",
                        three.broker(),
                        new ReplaySettings.Messages(
                                Map.of(BusStream.EVENTS, reader.topic(BusStream.EVENTS)),
                                MessageKey.FLOW_ID,
                                from,
                                BusReader.micros(expected.get(776)) + 1,
                                OptionalLong.empty()),
                        three.sending(),
                        three.job()),
                plain());
        assertThat(reader.sorted(BusStream.EVENTS))
                .isEqualTo(expected.stream().sorted().toList());
    }

    @Test
    void nothingThatCouldOnlyBeKnownLaterIsInAnyTopic() throws Exception {
        replay(settings(MessageKey.FLOW_ID, 1), plain());
        for (BusStream stream : BusStream.values()) {
            reader.requireSchema(stream);
            reader.requireNoLeak(stream);
        }
    }

    @Tag("F16")
    @Test
    void topicsThatLostMessagesAreNotTakenForWhole() {
        ReplayStage.Told told = new ReplayStage.Told() {
            @Override
            public void checking() {
                try (Admin admin = broker.access().admin()) {
                    TopicPartition first = new TopicPartition(reader.topic(BusStream.EVENTS), 0);
                    admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(5)))
                            .all()
                            .get();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        assertThatThrownBy(() -> new ReplayJob(settings(MessageKey.FLOW_ID, 1), told, plain()).run())
                .isInstanceOf(RunException.class)
                .satisfies(failure -> assertThat(problems(failure))
                        .singleElement()
                        .asString()
                        .startsWith(ErrorCode.REPLAY_COUNT_MISMATCH + " " + reader.topic(BusStream.EVENTS)
                                + " partition 0: must hold the ")
                        .contains("each once and in the order of time, was "));
    }

    @Test
    void topicsThatDoNotFitAreToldTogetherBeforeTheFirstMessage() throws Exception {
        broker.create(reader.topic(BusStream.ANCHORS), 1, Map.of("cleanup.policy", "compact", "retention.ms", "-1"));
        broker.create(reader.topic(BusStream.EVENTS), 1, Map.of("retention.ms", "60000"));
        ReplaySettings wanted = settings(MessageKey.FLOW_ID, 2);
        ReplaySettings refusing = new ReplaySettings(
                wanted.runRoot(),
                wanted.name(),
                wanted.broker(),
                wanted.messages(),
                new ReplaySettings.Sending(
                        Delivery.Guarantee.EXACTLY_ONCE, Delivery.RecordTime.EVENT, Optional.empty()),
                wanted.job());
        assertThatThrownBy(() -> replay(refusing, plain())).satisfies(failure -> assertThat(problems(failure))
                .satisfiesExactly(
                        missing -> assertThat(missing)
                                .isEqualTo(
                                        "TOPIC_UNFIT " + reader.topic(BusStream.ENTITIES)
                                                + ": must be there, was no such topic; create it, or let --create-topics do it"),
                        compact -> assertThat(compact)
                                .startsWith("TOPIC_UNFIT " + reader.topic(BusStream.ANCHORS)
                                        + ": must keep every message of a key, was cleanup.policy compact"),
                        partitions -> assertThat(partitions)
                                .endsWith("must have at least as many partitions as tasks write, 2, was 1; lower"
                                        + " --parallelism, or add partitions"),
                        retention -> assertThat(retention)
                                .contains("must keep messages of the time of the first row, was retention.ms 60000;")
                                .contains("--record-time publish")));
        assertThat(reader.messages(BusStream.EVENTS)).isEmpty();
    }

    @Tag("F16")
    @Test
    void aTimeoutBeyondTheBrokersOrShorterThanTwoCheckpointsIsRefused() throws Exception {
        for (Map.Entry<String, String> timeout : Map.of(
                        "900001 ", "must be at most the broker's transaction.max.timeout.ms, 900000, was 900001;",
                        "100", "must be at least twice the time between checkpoints, 400: a transaction")
                .entrySet()) {
            Path file = Files.writeString(
                    folder.resolve("client.properties"), "transaction.timeout.ms=" + timeout.getKey());
            ReplaySettings wanted = settings(MessageKey.FLOW_ID, 1);
            ReplaySettings refused = new ReplaySettings(
                    wanted.runRoot(),
                    wanted.name(),
                    BrokerAccess.of(broker.address(), Optional.of(file)),
                    wanted.messages(),
                    wanted.sending(),
                    wanted.job());
            assertThatThrownBy(() -> replay(refused, plain())).satisfies(failure -> assertThat(problems(failure))
                    .singleElement()
                    .asString()
                    .startsWith(ErrorCode.BROKER_LIMIT_EXCEEDED + " transaction.timeout.ms: " + timeout.getValue()));
        }
    }

    @Test
    void aBrokerThatIsNotThereIsToldBeforeAnythingIsWritten() throws Exception {
        Path file = Files.writeString(
                folder.resolve("client.properties"), "request.timeout.ms=500\ndefault.api.timeout.ms=1000");
        ReplaySettings wanted = settings(MessageKey.FLOW_ID, 1);
        ReplaySettings nowhere = new ReplaySettings(
                wanted.runRoot(),
                wanted.name(),
                BrokerAccess.of("localhost:1", Optional.of(file)),
                wanted.messages(),
                wanted.sending(),
                wanted.job());
        assertThatThrownBy(() -> replay(nowhere, plain())).satisfies(failure -> assertThat(problems(failure))
                .singleElement()
                .asString()
                .startsWith(ErrorCode.BROKER_UNREACHABLE + " localhost:1: must be the address of a Kafka broker that"
                        + " answers, was "));
        assertThat(folder.resolve("replays/" + root.getFileName() + "-" + wanted.name() + "/replay.json"))
                .doesNotExist();
    }

    @Test
    void aRunThatIsNotPublishedIsNotReplayed() throws IOException {
        RunFiles.remove(root.resolve("data/layer3/6B/validation_6B"));
        assertThatThrownBy(() -> replay(settings(MessageKey.FLOW_ID, 1), plain()))
                .satisfies(failure -> assertThat(problems(failure))
                        .singleElement()
                        .asString()
                        .contains("must be a published run, was it has no flag; finish it first: millrace resume "));
    }

    private void requireExact() {
        for (BusStream stream : BusStream.values()) {
            reader.requireWhole(stream);
            reader.requireOrder(stream);
        }
    }

    private static List<String> problems(Throwable failure) {
        return ReplayStage.problems(failure);
    }

    private static List<String> openTransactions(String name) throws Exception {
        try (Admin admin = broker.access().admin()) {
            return admin.listTransactions().all().get().stream()
                    .filter(transaction -> transaction.state() == TransactionState.ONGOING)
                    .map(transaction -> transaction.transactionalId())
                    .filter(id -> id.contains(name))
                    .toList();
        }
    }

    private ReplayJob.Outcome replay(ReplaySettings settings, ReplayJob.Submission submission) throws Exception {
        return new ReplayJob(settings, new ReplayStage.Told(), submission).run();
    }

    private ReplaySettings settings(MessageKey key, int parallelism) {
        return settings(key, parallelism, FLAT_OUT);
    }

    private ReplaySettings settings(MessageKey key, int parallelism, ReplayPace pace) {
        Map<BusStream, String> topics = new EnumMap<>(BusStream.class);
        for (BusStream stream : BusStream.values()) {
            topics.put(stream, reader.topic(stream));
        }
        return new ReplaySettings(
                root,
                "n" + NUMBER.get(),
                broker.access(),
                new ReplaySettings.Messages(topics, key, Long.MIN_VALUE, Long.MAX_VALUE, OptionalLong.empty()),
                new ReplaySettings.Sending(
                        Delivery.Guarantee.EXACTLY_ONCE,
                        Delivery.RecordTime.EVENT,
                        Optional.of(new BrokerCheck.Creation(PARTITIONS, 1))),
                new ReplaySettings.Job(
                        pace,
                        parallelism,
                        Duration.ofMillis(200),
                        ReplaySettings.Begin.WHERE_IT_STOPPED,
                        ReplaySettings.Check.COUNT));
    }

    /** Stretches of a few thousand rows, so that there are many. */
    private static ReplayJob.Submission plain() {
        return new ReplayStage.Plain();
    }

    /** With a task between that breaks, and counts checkpoints. */
    private static ReplayJob.Submission breaking(int restarts) {
        return new ReplayStage.WithBreaking(restarts);
    }
}
