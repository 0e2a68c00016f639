package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.job.testing.FaultyDisk;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import io.millrace.run.GateResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Broken, cancelled, taken up again: each arrival is in each dataset exactly once, as in the run without faults. */
@ExtendWith(SharedRuns.class)
class GenerateFaultsITCase {
    private static final Duration OFTEN = Duration.ofMillis(20);

    @TempDir
    Path runs;

    @BeforeEach
    void reset() {
        BreakOnce.reset();
    }

    @AfterEach
    void free() {
        FaultyDisk.free();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"BEFORE_FIRST_CHECKPOINT", "BETWEEN_CHECKPOINTS", "IN_SNAPSHOT", "IN_COMPLETION_NOTICE", "IN_CLOSE"
            })
    @Tag("F1")
    void aBrokenTaskLeavesNoTrace(Fault fault, ReferenceRun reference) throws Exception {
        GenerateJob.Outcome outcome = Variation.of(reference.world())
                .parallelism(2)
                .checkpointsEvery(OFTEN)
                .broken(fault)
                .run(runs);

        assertThat(BreakOnce.BROKEN).as("faults").hasPositiveValue();
        isTheReference(outcome, reference);
        assertThat(new Ledger(outcome.runRoot()).attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultyDisk.Step.class,
            names = {"STAGE", "RENAME"})
    @Tag("F1")
    void aCommitThatFailsBeforeTheRenameIsDoneByTheNextTry(FaultyDisk.Step step, ReferenceRun reference)
            throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        FaultyDisk.trouble((here, path, bytes) -> {
            boolean isPart = path.getPath().contains("/data/layer3/6B/s2_event_stream_baseline_6B/");
            if (here == step && isPart && broken.compareAndSet(false, true)) {
                throw new IOException("injected: " + here);
            }
        });

        GenerateJob.Outcome outcome = Variation.of(reference.world())
                .parallelism(2)
                .checkpointsEvery(OFTEN)
                .run(runs);

        assertThat(broken).isTrue();
        isTheReference(outcome, reference);
        assertThat(new Ledger(outcome.runRoot()).attempts()).isEqualTo(1);
    }

    @Test
    @Tag("F1")
    void aFileThatWasRenamedButNotListedIsListedByTheNextTry(ReferenceRun reference) throws Exception {
        GenerateJob.Watcher obstruct = new ReferenceRun.Quiet() {
            private Path ledger;

            @Override
            public void sealed(GateResult gate) {
                ledger = gate.runFolder().orElseThrow().root().resolve("_ledger/s2_event_stream_baseline_6B");
            }

            @Override
            public void started(int attempt, Optional<Ledger.Point> resumed, long arrivals) {
                // A file where the folder of the lines should be; the next task attempt takes it away.
                BreakOnce.obstacle = RunFiles.write(ledger, "in the way");
            }
        };

        GenerateJob.Outcome outcome = Variation.of(reference.world())
                .parallelism(2)
                .checkpointsEvery(OFTEN)
                .broken(Fault.BETWEEN_RENAME_AND_LEDGER)
                .watchedBy(obstruct)
                .run(runs);

        assertThat(BreakOnce.BROKEN)
                .as("tasks that ended with the file in the way")
                .hasPositiveValue();
        assertThat(BreakOnce.obstacle).isDirectory();
        isTheReference(outcome, reference);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F4")
    void aCancelledRunIsTakenUpAtItsLastCheckpoint(Rescaling rescaling, ReferenceRun reference) throws Exception {
        Ledger.Point point = cancelMidway(rescaling.before, reference);
        Started started = new Started();

        GenerateJob.Outcome outcome = Variation.of(reference.world())
                .parallelism(rescaling.after)
                .checkpointsEvery(OFTEN)
                .watchedBy(started)
                .broken(Fault.NONE_BUT_IN_THE_GRAPH)
                .run(runs);

        assertThat(started.attempt).isEqualTo(2);
        assertThat(started.resumed).contains(point);
        assertThat(point.checkpointId()).isGreaterThanOrEqualTo(2);
        isTheReference(outcome, reference);
        assertThat(new Ledger(outcome.runRoot()).all())
                .anyMatch(entry -> entry.attempt() == 1)
                .anyMatch(entry -> entry.attempt() == 2);

        // The checkpoint of the first start is still there, and must not make a third of a run that is whole.
        Files.delete(outcome.runRoot()
                .resolve(ValidationBundle.folder(outcome.identity()))
                .resolve(ValidationBundle.FLAG));
        isTheReference(Variation.of(reference.world()).run(runs), reference);
        assertThat(new Ledger(outcome.runRoot()).attempts()).isEqualTo(2);
    }

    /** Tasks before and after. */
    enum Rescaling {
        SAME(2, 2),
        HALVED(4, 2),
        DOUBLED(1, 2);

        private final int before;
        private final int after;

        Rescaling(int before, int after) {
            this.before = before;
            this.after = after;
        }
    }

    @Test
    @Tag("F7")
    void withoutItsCheckpointsACancelledRunStartsOverOnRequestAndKeepsTheOldFilesAside(ReferenceRun reference)
            throws Exception {
        Ledger.Point point = cancelMidway(2, reference);
        Path root = runs.resolve(reference.identity().runId());
        int written = new Ledger(root).all().size();
        assertThat(written).isPositive();
        RunFiles.remove(RetainedCheckpoints.folder(root, point.attempt()));
        SortedSet<String> before = RunFiles.ofDatasets(root);
        Throwable refused = catchThrowable(() -> Variation.of(reference.world()).run(runs));
        assertThat(refused)
                .hasMessageContaining("RESTORE_POINT_MISSING: " + RetainedCheckpoints.folder(root, 1))
                .hasMessageContaining("up to which files are committed");
        assertThat(RunFiles.ofDatasets(root)).isEqualTo(before);
        assertThat(new Ledger(root).attempts()).isEqualTo(1);
        Started started = new Started();

        GenerateJob.Outcome outcome = Variation.of(reference.world())
                .parallelism(2)
                .startingAt(new StartPoint(Optional.empty(), StartPoint.Committed.SET_ASIDE, StartPoint.Living.REFUSE))
                .watchedBy(started)
                .run(runs);

        assertThat(started.attempt).isEqualTo(2);
        assertThat(started.resumed).isEmpty();
        isTheReference(outcome, reference);
        assertThat(RunFiles.named(root.resolve("_quarantine"), "part-.*[.]parquet"))
                .hasSizeGreaterThanOrEqualTo(written);
    }

    /** Runs until two checkpoints are whole and the stream has more to give, then stops. */
    private Ledger.Point cancelMidway(int tasks, ReferenceRun reference) {
        GenerateJob.Watcher impatient = new ReferenceRun.Quiet() {
            @Override
            public void progressed(long arrivals, long eventMicros) {
                if (BreakOnce.stuck.getCount() == 0) {
                    throw new Stopped();
                }
            }
        };
        Throwable end = catchThrowable(() -> Variation.of(reference.world())
                .parallelism(tasks)
                .checkpointsEvery(OFTEN)
                .broken(Fault.STUCK_AFTER_CHECKPOINTS)
                .watchedBy(impatient)
                .run(runs));
        assertThat(end).isInstanceOf(Stopped.class);
        assertThat(end.getSuppressed()).isEmpty();
        return RetainedCheckpoints.newest(runs.resolve(reference.identity().runId()))
                .orElseThrow()
                .point();
    }

    /** What the watcher says when it has seen enough. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Started extends ReferenceRun.Quiet {
        private int attempt;
        private Optional<Ledger.Point> resumed = Optional.empty();

        @Override
        public void started(int number, Optional<Ledger.Point> from, long arrivals) {
            attempt = number;
            resumed = from;
        }
    }

    private static void isTheReference(GenerateJob.Outcome outcome, ReferenceRun reference) throws Exception {
        assertThat(outcome.published()).isPresent();
        assertThat(ReferenceRun.manifest(outcome.runRoot(), outcome.identity())).isEqualTo(reference.manifest());
        assertThat(outcome.bundleDigest()).isEqualTo(reference.bundleDigest());
        assertThat(RunFiles.ofDatasets(outcome.runRoot()))
                .as("files in the dataset folders are those of the ledger")
                .isEqualTo(RunFiles.ofLedger(outcome.runRoot()));
    }
}
