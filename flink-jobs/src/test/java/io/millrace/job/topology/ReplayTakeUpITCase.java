package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.job.replay.GuardedSink;
import io.millrace.job.replay.ReplayAttempt;
import io.millrace.job.replay.ReplayPace;
import io.millrace.job.sinks.RunHold;
import io.millrace.job.sinks.kafka.BrokerAccess;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.KafkaCluster;
import io.millrace.job.testing.FlinkSession;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedBroker;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a start finds of an earlier one that died: nothing is sent twice, and nothing is believed uncounted. */
@Tag("F16")
@ExtendWith({SharedRuns.class, SharedBroker.class})
class ReplayTakeUpITCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static TestBroker broker;

    @TempDir
    private Path folder;

    private ReplayStage stage;

    @BeforeAll
    static void share(TestBroker shared) {
        broker = shared;
    }

    @BeforeEach
    void prepare(ReferenceRun reference) throws Exception {
        stage = ReplayStage.in(folder, reference, broker);
    }

    @Test
    void aReplayThatDiedBeforeItsReportIsCountedAndNotSentAgain() throws Exception {
        ReplayStage.Told dying = new ReplayStage.Told() {
            @Override
            public void checking() {
                throw new ReplayStage.Death();
            }
        };
        assertThatThrownBy(() -> stage.run(dying, new ReplayStage.Plain())).isInstanceOf(ReplayStage.Death.class);
        assertThat(stage.replay().resolve("report.json")).doesNotExist();
        assertThat(stage.committed()).isEqualTo(stage.rows());

        ReplayStage.Told told = new ReplayStage.Told();
        ReplayJob.Outcome outcome = stage.run(told, new ReplayStage.Plain());

        assertThat(outcome.end()).isEqualTo(ReplayJob.End.SENT);
        assertThat(outcome.sent().values().stream().mapToLong(rows -> rows).sum())
                .isEqualTo(stage.rows());
        assertThat(told.starts).isZero();
        assertThat(told.counts).isEqualTo(1);
        assertThat(stage.replay().resolve("report.json")).content().contains("\"counted\":true");
        stage.requireExact();
        assertThat(stage.run().end()).isEqualTo(ReplayJob.End.SENT_BEFORE);
        assertThatThrownBy(() -> stage.firstOnly(1).run())
                .as("another replay than the one that was sent")
                .satisfies(failure -> assertThat(ReplayStage.problems(failure))
                        .singleElement()
                        .asString()
                        .startsWith(
                                "RUN_IDENTITY_MISMATCH --max-events: must be as the replay was begun, all, was 1;"));
    }

    @Test
    @Tag("faults")
    void whatCannotBeCountedBehindATransactionOfSomebodyElseIsNotSentAgain() throws Exception {
        ReplayStage patient = stage.through(BrokerAccess.of(
                broker.address(),
                Optional.of(Files.writeString(folder.resolve("client.properties"), "default.api.timeout.ms=2000"))));
        ReplayStage.Told dying = new ReplayStage.Told() {
            @Override
            public void checking() {
                throw new ReplayStage.Death();
            }
        };
        String topic = stage.reader().topic(BusStream.EVENTS);
        try (Admin admin = broker.access().admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(2), Optional.empty())
                            .configs(Map.of("retention.ms", "-1"))))
                    .all()
                    .get();
        }
        Properties settings = broker.access().client();
        settings.setProperty(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "somebody-else");
        try (KafkaProducer<byte[], byte[]> somebody =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            somebody.initTransactions();
            somebody.beginTransaction();
            somebody.send(new ProducerRecord<>(topic, new byte[1])).get();
            assertThatThrownBy(() -> stage.run(dying, new ReplayStage.Plain())).isInstanceOf(ReplayStage.Death.class);

            for (int start = 1; start <= 2; start++) {
                assertThatThrownBy(patient::run).as("start " + start).satisfies(failure -> assertThat(
                                ReplayStage.problems(failure))
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem)
                                .startsWith("REPLAY_COUNT_MISMATCH ")
                                .contains("a transaction that is still open")));
            }
            somebody.abortTransaction();
        }

        ReplayStage.Told told = new ReplayStage.Told();
        assertThat(patient.run(told, new ReplayStage.Plain()).end()).isEqualTo(ReplayJob.End.SENT);
        assertThat(told.starts).isZero();
        stage.requireExact();
    }

    @Test
    void aReplayThatDiedBeforeItCommittedAnythingBeginsAgain() throws Exception {
        ReplayStage.Death death = new ReplayStage.Death();
        ReplayJob.Submission dying = new ReplayStage.WithBreaking(0) {
            @Override
            public GuardedSink.Check beforeCommit(ReplayAttempt attempt) {
                throw death;
            }
        };
        assertThatThrownBy(() -> stage.run(new ReplayStage.Told(), dying)).isSameAs(death);
        Path note = stage.replay().resolve("replay.json");
        String cluster = JsonMapper.shared()
                .readTree(Files.readAllBytes(note))
                .required("cluster_id")
                .asString();

        // As if the broker of another cluster had this address now.
        String begun = Files.readString(note);
        Files.writeString(note, begun.replace(cluster, "AnotherCluster00000000"));
        assertThatThrownBy(stage::run).satisfies(failure -> assertThat(ReplayStage.problems(failure))
                .containsExactly("RUN_IDENTITY_MISMATCH --bootstrap-servers " + broker.address()
                        + ": must lead to the Kafka cluster that the replay was begun at, AnotherCluster00000000 by "
                        + broker.address() + ", was cluster " + cluster
                        + "; give an address of that cluster, begin anew"
                        + " by --again, or begin another replay by --name"));
        Files.writeString(note, begun);

        ReplayJob.Outcome outcome = stage.run();
        assertThat(outcome.end()).isEqualTo(ReplayJob.End.SENT);
        assertThat(outcome.cluster()).contains(new KafkaCluster(cluster, broker.address()));
        assertThat(stage.replay().resolve("report.json")).content().contains(cluster);
        stage.requireExact();
    }

    @Test
    void aReplayThatHasEndedAsksAnotherAddressForItsClusterAndItsOwnForNothing() throws Exception {
        ReplayStage few = stage.firstOnly(100);
        KafkaCluster cluster = few.run().cluster().orElseThrow();
        String twice = broker.address() + "," + broker.address();
        ReplayStage byAnotherAddress = few.through(BrokerAccess.of(twice));
        assertThat(byAnotherAddress.run())
                .as("of the same cluster")
                .returns(ReplayJob.End.SENT_BEFORE, ReplayJob.Outcome::end)
                .returns(Optional.of(cluster), ReplayJob.Outcome::cluster);

        Path note = stage.replay().resolve("replay.json");
        Files.writeString(note, Files.readString(note).replace(cluster.id(), "AnotherCluster00000000"));
        assertThatThrownBy(byAnotherAddress::run).satisfies(failure -> assertThat(ReplayStage.problems(failure))
                .singleElement()
                .asString()
                .startsWith("RUN_IDENTITY_MISMATCH --bootstrap-servers " + twice
                        + ": must lead to the Kafka cluster that the replay was begun at, AnotherCluster00000000 by "
                        + broker.address() + ", was cluster " + cluster.id() + ";"));
        assertThat(few.run().end()).isEqualTo(ReplayJob.End.SENT_BEFORE);
        assertThat(stage.committed()).isEqualTo(100);
    }

    @Test
    void aPartWithoutACheckpointIsRefusedAndSentOnceMoreOnlyWhenAskedFor() throws Exception {
        ReplayStage.Breaking.failures = 1;
        assertThatThrownBy(() -> stage.at(ReplayPace.ByRate.steady(9_000))
                        .run(new ReplayStage.Told(), new ReplayStage.WithBreaking(0)))
                .hasStackTraceContaining("broken on purpose");
        RunFiles.remove(stage.replay().resolve("checkpoints"));
        long part = stage.committed();
        assertThat(part).isPositive().isLessThan(stage.rows());

        assertThatThrownBy(() -> stage.run()).satisfies(failure -> assertThat(ReplayStage.problems(failure))
                .singleElement()
                .asString()
                .startsWith("RESTORE_POINT_MISSING " + stage.replay().resolve("checkpoints")
                        + ": must hold a checkpoint, or a savepoint lie in savepoints beside it: " + part
                        + " messages of this replay are in the topics, was none;"));
        assertThat(stage.committed()).isEqualTo(part);

        Path client = Files.writeString(
                folder.resolve("client.properties"), "request.timeout.ms=500\ndefault.api.timeout.ms=1000");
        assertThatThrownBy(() -> stage.again()
                        .through(BrokerAccess.of("localhost:1", Optional.of(client)))
                        .run())
                .satisfies(failure -> assertThat(ReplayStage.problems(failure))
                        .singleElement()
                        .asString()
                        .startsWith("BROKER_UNREACHABLE"));
        assertThat(stage.replay().resolve("replay.json"))
                .as("nothing is forgotten before the broker was asked")
                .exists();

        assertThat(stage.again().run().end()).isEqualTo(ReplayJob.End.SENT);
        assertThat(stage.committed()).isEqualTo(part + stage.rows());
    }

    @Test
    void aJobWhoseClientIsGoneIsNotJoinedByASecondOneAndEndsWhenItIsTakenOver() throws Exception {
        ReplayStage.Told dying = new ReplayStage.Told() {
            @Override
            public boolean wantsToStop() {
                if (stage.committed() > 0) {
                    throw new ReplayStage.Death();
                }
                return false;
            }
        };
        ReplayStage slow = stage.at(ReplayPace.ByRate.steady(500));
        try (FlinkSession session = FlinkSession.of(2)) {
            assertThatThrownBy(() -> session.run(() -> slow.run(dying, new ReplayStage.WithBreaking(10))))
                    .isInstanceOf(ReplayStage.Death.class);

            for (ReplayStage second : List.of(stage, stage.again())) {
                assertThatThrownBy(() -> session.run(second::run))
                        .satisfies(failure -> assertThat(ReplayStage.problems(failure))
                                .singleElement()
                                .asString()
                                .startsWith("RUN_BUSY " + stage.replay()
                                        + ": must have no living writer, was a process has tasks of this replay;"));
            }

            // As somebody on storage without locks would.
            Files.createFile(stage.replay().resolve("attempts/attempt-0002"));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (RunHold.isHeld(stage.replay())) {
                assertThat(System.nanoTime())
                        .as("end of the job that was taken over")
                        .isLessThan(deadline);
            }
            long left = stage.committed();
            assertThat(left).isPositive().isLessThan(stage.rows());

            ReplayStage.Told told = new ReplayStage.Told();
            assertThat(session.run(() -> stage.run(told, new ReplayStage.WithBreaking(10)))
                            .end())
                    .isEqualTo(ReplayJob.End.SENT);
            assertThat(told.resumed).isPresent();
        }
        stage.requireExact();
    }
}
