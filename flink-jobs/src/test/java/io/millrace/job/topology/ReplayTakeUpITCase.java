package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.job.replay.GuardedSink;
import io.millrace.job.replay.ReplayAttempt;
import io.millrace.job.replay.ReplayPace;
import io.millrace.job.sinks.kafka.BrokerAccess;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a start finds of an earlier one that died: nothing is sent twice, and nothing is believed uncounted. */
@ExtendWith(SharedRuns.class)
class ReplayTakeUpITCase {
    private static TestBroker broker;

    @TempDir
    private Path folder;

    private ReplayStage stage;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
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
    }

    @Test
    void aReplayThatDiedBeforeItCommittedAnythingBeginsAgain() throws Exception {
        ReplayStage.Death death = new ReplayStage.Death();
        ReplayJob.Submission dying = new ReplayStage.WithBreaking(0) {
            @Override
            public GuardedSink.BeforeCommit beforeCommit(ReplayAttempt attempt) {
                throw death;
            }
        };
        assertThatThrownBy(() -> stage.run(new ReplayStage.Told(), dying)).isSameAs(death);
        assertThat(stage.replay().resolve("replay.json")).exists();

        assertThat(stage.run().end()).isEqualTo(ReplayJob.End.SENT);
        stage.requireExact();
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
}
