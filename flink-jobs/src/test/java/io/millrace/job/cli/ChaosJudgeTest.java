package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.testing.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the judge tries at another moment, and what it never does. */
class ChaosJudgeTest {
    @TempDir
    private Path folder;

    private final ChaosProcesses processes = new ChaosProcesses();

    @AfterEach
    void end() {
        processes.close();
    }

    @Test
    void aProcessThatDoesNotStartIsTheSuitesFailureAndTriedAgain() throws Exception {
        ChaosRound round = round((fault, seed, attempt, run) -> {
            throw new IOException("no room for a process");
        });

        assertThat(round.missed()).isTrue();
        assertThat(round.tries()).isEqualTo(5);
        assertThat(round.what())
                .contains("at try 1 the suite failed: no room for a process", "at try 5 the suite failed");
    }

    @Test
    void aRunThatCannotBeReadWhileItIsDisturbedDiffersAtOnce() throws Exception {
        ChaosRound round = round((fault, seed, attempt, run) -> {
            throw new RunException(
                    Problem.of(ErrorCode.IO_READ_FAILED, "_ledger/line", "must be legible", "half a line", "ask"));
        });

        assertThat(round.differs()).isTrue();
        assertThat(round.tries()).isEqualTo(1);
        assertThat(round.finding()).contains("the run cannot be read", "half a line");
    }

    @Test
    void aLedgerLineThatIsCutOffDiffersAtOnce() throws Exception {
        ChaosRound round = round((fault, seed, attempt, run) -> {
            Path root = run.runs().resolve("a-run");
            RunFiles.write(root.resolve("run_receipt.json"), "{}");
            RunFiles.write(root.resolve("_ledger/s1_arrival_entities_6B/part-1.parquet.json"), "{\"rows\":");
            return ChaosTry.missed(run.arrivals() + " arrivals");
        });

        assertThat(round.differs()).isTrue();
        assertThat(round.tries()).isEqualTo(1);
    }

    @Test
    void aRunThatCannotBeJudgedIsARowThatDiffers() throws Exception {
        ChaosRound round = round((fault, seed, attempt, run) -> {
            RunFiles.write(run.runs().resolve("a-run/run_receipt.json"), "nothing");
            return new ChaosTry(1, "kill -9", 7, "");
        });

        assertThat(round.differs()).isTrue();
        assertThat(round.landed()).isTrue();
        assertThat(round.committedFiles()).isEqualTo(7);
        assertThat(round.finding()).startsWith("the run cannot be judged: ");
    }

    @Test
    void aFaultWithoutRoundsIsNone() {
        assertThatThrownBy(() -> judge((fault, seed, attempt, run) -> ChaosTry.missed(""))
                        .round(ChaosFault.F1, 0, ChaosRun.Depth.HASHES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRunWithCommittedFilesAndOpenRowsMustLeaveAPointToGoOnFrom() {
        assertThat(ChaosTry.ifNotToBeTakenUp("kill -9", 12, true, Optional.of("chk-4")))
                .isEmpty();
        assertThat(ChaosTry.ifNotToBeTakenUp("kill -9", 12, false, Optional.empty()))
                .contains(ChaosTry.missed("kill -9"));
        assertThat(ChaosTry.ifNotToBeTakenUp("kill -9", 0, true, Optional.empty()))
                .contains(ChaosTry.missed("kill -9"));
        assertThat(ChaosTry.ifNotToBeTakenUp("kill -9", 12, true, Optional.empty()))
                .hasValueSatisfying(lost -> {
                    assertThat(lost.isToBeJudged()).isTrue();
                    assertThat(lost.finding()).contains("no point to go on from");
                });
    }

    @Test
    void aSavepointThatFailsUnderAJobWithRowsToComeIsAFinding() {
        assertThat(ChaosTry.ofRefusedStop("stop; ", 12, false, "at its end").isToBeJudged())
                .isFalse();
        assertThat(ChaosTry.ofRefusedStop("stop; ", 12, true, "declined\n by a task"))
                .satisfies(
                        refused -> assertThat(refused.finding()).isEqualTo("the stop was refused: declined by a task"));
    }

    private ChaosRound round(ChaosFaults faults) throws Exception {
        return judge(faults).round(ChaosFault.F4, 0, ChaosRun.Depth.HASHES);
    }

    private ChaosJudge judge(ChaosFaults faults) {
        return new ChaosJudge(new ChaosStage(folder, "tiny", "baseline_20260101_60d", 500, processes), faults);
    }
}
