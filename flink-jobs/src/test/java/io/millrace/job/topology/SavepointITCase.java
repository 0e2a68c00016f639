package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.base.ErrorCode;
import io.millrace.base.RunException;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RestorePoint;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.CheckpointingOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Going back on purpose: older checkpoints, wrong checkpoints, and starts that were taken over. */
@ExtendWith(SharedRuns.class)
class SavepointITCase {
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
    void anOlderCheckpointIsRewoundToAndTheRowsAreThoseOfAnUndisturbedRun(ReferenceRun reference) throws Exception {
        Path root = cancelMidway(reference);
        List<RetainedCheckpoints.Retained> points = RetainedCheckpoints.all(root);
        assertThat(points).hasSizeGreaterThanOrEqualTo(2);
        RetainedCheckpoints.Retained oldest = points.get(points.size() - 1);
        int later = new Ledger(root).outside(oldest.point()).size();
        assertThat(later).as("files of later checkpoints").isPositive();

        GenerateJob.Outcome outcome = Variation.of(reference.world())
                .parallelism(1)
                .checkpointsEvery(OFTEN)
                .broken(Fault.NONE_BUT_IN_THE_GRAPH)
                .startingAt(new StartPoint(Optional.of(oldest.folder()), StartPoint.Living.REFUSE))
                .run(runs);

        assertThat(ReferenceRun.manifest(outcome.runRoot(), outcome.identity())).isEqualTo(reference.manifest());
        assertThat(outcome.bundleDigest()).isEqualTo(reference.bundleDigest());
        assertThat(RunFiles.ofDatasets(root)).isEqualTo(RunFiles.ofLedger(root));
        assertThat(RunFiles.named(root.resolve("_quarantine"), "part-1-.*[.]parquet"))
                .isNotEmpty();
    }

    @Test
    void aCheckpointBehindThePointOfARewindIsNotResumedAnyMore(ReferenceRun reference) throws Exception {
        Path root = cancelMidway(reference);
        List<RetainedCheckpoints.Retained> points = RetainedCheckpoints.all(root);
        RetainedCheckpoints.Retained newest = points.get(0);
        RetainedCheckpoints.Retained oldest = points.get(points.size() - 1);
        Ledger ledger = new Ledger(root);
        ledger.rewind(Optional.of(oldest.point()));
        ledger.begin(Optional.of(oldest.point()));

        assertThat(RetainedCheckpoints.newest(root)).contains(oldest);
        assertThatThrownBy(() -> Variation.of(reference.world())
                        .startingAt(new StartPoint(Optional.of(newest.folder()), StartPoint.Living.REFUSE))
                        .run(runs))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("IO_WRITE_CONFLICT")
                .hasMessageContaining("behind a point the run was rewound to");
    }

    @Test
    void aCheckpointTellsOfItsRunAndFitsNoOther(ReferenceRun reference) throws Exception {
        Path root = cancelMidway(reference);
        RetainedCheckpoints.Retained newest = RetainedCheckpoints.newest(root).orElseThrow();
        RestorePoint read = RestorePoint.read(newest.folder());
        assertThat(read.point()).isEqualTo(newest.point());
        assertThat(read.maxParallelism()).containsExactly(JobSettings.BUCKETS);

        Ledger ledger = new Ledger(root);
        TreeMap<String, String> identity =
                new TreeMap<>(read.mark().orElseThrow().identity());
        read.requireFits(ledger, identity, JobSettings.BUCKETS);
        identity.put("millrace.seed", "7");
        assertThatThrownBy(() -> read.requireFits(ledger, identity, 64))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("millrace.seed must be 7, was 42")
                .hasMessageContaining("key buckets (max parallelism) must be 64, was 128");
        assertThatThrownBy(() -> read.requireOperators(new java.util.TreeSet<>()))
                .hasMessageContaining("RUN_IDENTITY_MISMATCH")
                .hasMessageContaining("operators with other uids");
        Ledger elsewhere = new Ledger(folder.resolve("other"));
        elsewhere.begin(Optional.empty());
        assertThatThrownBy(() ->
                        read.requireFits(elsewhere, read.mark().orElseThrow().identity(), JobSettings.BUCKETS))
                .hasMessageContaining("must be of a start of this run folder");

        RunException refused = (RunException) catchThrowable(() -> Variation.of(reference.world())
                .buckets(64)
                .broken(Fault.NONE_BUT_IN_THE_GRAPH)
                .run(runs));
        assertThat(refused.problems()).singleElement().satisfies(problem -> assertThat(problem.code())
                .isEqualTo(ErrorCode.RUN_IDENTITY_MISMATCH));
        assertThat(ledger.attempts()).as("nothing was begun").isEqualTo(1);
    }

    @Test
    void aJobWhoseRunWasTakenOverEndsAndCommitsNothing(ReferenceRun reference) {
        Path root = runs.resolve(reference.identity().runId());
        GenerateJob.Watcher rival = new ReferenceRun.Quiet() {
            @Override
            public void started(int attempt, Optional<Ledger.Point> resumed, long arrivals) {
                new Ledger(root).begin(Optional.empty());
            }
        };
        Throwable end = catchThrowable(
                () -> Variation.of(reference.world()).watchedBy(rival).run(runs));
        assertThat(end).hasStackTraceContaining("RUN_BUSY").hasStackTraceContaining("attempt 2 was begun");
        assertThat(new Ledger(root).all()).isEmpty();
    }

    /** Runs until checkpoints are whole and the stream has more to give, then stops; three checkpoints are kept. */
    private Path cancelMidway(ReferenceRun reference) {
        GenerateJob.Watcher impatient = new ReferenceRun.Quiet() {
            @Override
            public void progressed(long arrivals, long eventMicros) {
                if (BreakOnce.stuck.getCount() == 0) {
                    throw new IllegalStateException("seen enough");
                }
            }
        };
        Throwable end = catchThrowable(() -> Variation.of(reference.world())
                .parallelism(2)
                .checkpointsEvery(OFTEN)
                .flink(settings -> settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 10))
                .broken(Fault.STUCK_AFTER_CHECKPOINTS)
                .watchedBy(impatient)
                .run(runs));
        assertThat(end).hasMessage("seen enough");
        return runs.resolve(reference.identity().runId());
    }
}
