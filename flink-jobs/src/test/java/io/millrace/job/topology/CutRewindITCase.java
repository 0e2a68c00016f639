package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.base.ErrorCode;
import io.millrace.base.RunException;
import io.millrace.job.cli.Said;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a rewind leaves that was cut short, and what a checkpoint is worth that lost a file. */
@ExtendWith(SharedRuns.class)
class CutRewindITCase {
    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir
    Path folder;

    private Path runs;

    @BeforeEach
    void reset() {
        BreakOnce.reset();
        runs = folder.resolve("runs");
    }

    @Test
    void aRewindThatWasCutShortIsKnownToTheNextStartAndExactOnceRepeated(ReferenceRun reference) throws Exception {
        Path root = cancelMidway(reference);
        List<RetainedCheckpoints.Retained> points = RetainedCheckpoints.all(root);
        RetainedCheckpoints.Retained oldest = points.get(points.size() - 1);
        Ledger ledger = new Ledger(root);
        int later = ledger.outside(oldest.point()).size();
        // Lines go first; what stands in the way of the files ends the rewind between the two.
        Path obstacle =
                RunFiles.write(ledger.quarantine(Optional.of(oldest.point())).resolve("data"), "in the way");
        String[] rewind = {"rewind", root.toString(), "--to", oldest.folder().toString()};

        Said cut = Said.millrace(rewind);

        assertThat(cut.exit()).as(cut.err()).isEqualTo(7);
        assertThat(cut.err()).startsWith("IO_WRITE_FAILED: " + obstacle);
        assertThat(ledger.outside(oldest.point()).size())
                .as("some were moved, some were not")
                .isBetween(1, later - 1);
        // Who starts now without a word begins at the point of the rewind, not at later ones whose files are gone.
        assertThat(RetainedCheckpoints.newest(root)).contains(oldest);

        Files.delete(obstacle);
        Said repeated = Said.millrace(rewind);
        assertThat(repeated.exit()).as(repeated.err()).isZero();
        assertThat(ledger.outside(oldest.point())).isEmpty();
        assertThat(RunFiles.named(ledger.quarantine(Optional.of(oldest.point())), ".*"))
                .as("nothing was lost")
                .hasSize(later);
        GenerateJob.Outcome outcome = Variation.of(reference.world())
                .broken(Fault.NONE_BUT_IN_THE_GRAPH)
                .run(runs);
        assertThat(ReferenceRun.manifest(root, outcome.identity())).isEqualTo(reference.manifest());
        assertThat(RunFiles.ofDatasets(root)).isEqualTo(RunFiles.ofLedger(root));
    }

    @Test
    void aCheckpointThatLostAStateFileIsNamedAndNothingIsTouched(ReferenceRun reference) throws Exception {
        Path root = cancelMidway(reference);
        Path newest = RetainedCheckpoints.all(root).get(0).folder();
        Path state = RunFiles.named(newest, "(?!_metadata).*").get(0);
        Files.delete(state);
        assertThat(newest.resolve("_metadata")).isRegularFile();
        Map<String, String> before = stamps(root);

        RunException refused = catchThrowableOfType(RunException.class, () -> Variation.of(reference.world())
                .broken(Fault.NONE_BUT_IN_THE_GRAPH)
                .startingAt(new StartPoint(Optional.of(newest), StartPoint.Living.REFUSE))
                .run(runs));

        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.IO_READ_FAILED);
            assertThat(problem.text())
                    .contains(newest.resolve("_metadata").toString())
                    .contains("FileNotFoundException");
        });
        assertThat(stamps(root)).isEqualTo(before);

        Said rewind = Said.millrace("rewind", root.toString(), "--to", newest.toString());
        assertThat(rewind.exit()).isEqualTo(7);
        assertThat(rewind.err()).startsWith("IO_READ_FAILED: " + newest.resolve("_metadata"));
        assertThat(stamps(root)).isEqualTo(before);
    }

    /** Everything but the lock of the gate, which is taken anew at every start. */
    private static Map<String, String> stamps(Path root) {
        Map<String, String> stamps = RunFiles.stamps(root);
        stamps.keySet().remove(".lock");
        return stamps;
    }

    /** Two checkpoints or more, rows to come, and every state in a file of its own. */
    private Path cancelMidway(ReferenceRun reference) {
        Throwable end = catchThrowable(() -> Variation.of(reference.world())
                .parallelism(2)
                .checkpointsEvery(OFTEN)
                .flink(settings -> {
                    settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 10);
                    settings.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ZERO);
                })
                .broken(Fault.STUCK_AFTER_CHECKPOINTS)
                .watchedBy(new ReferenceRun.Quiet() {
                    @Override
                    public void progressed(long arrivals, long eventMicros) {
                        if (BreakOnce.stuck.getCount() == 0) {
                            throw new IllegalStateException("seen enough");
                        }
                    }
                })
                .run(runs));
        assertThat(end).hasMessage("seen enough");
        return runs.resolve(reference.identity().runId());
    }
}
