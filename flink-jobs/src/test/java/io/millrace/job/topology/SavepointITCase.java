package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.base.ErrorCode;
import io.millrace.base.RunException;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RestorePoint;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.flink.configuration.CheckpointingOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    @Tag("F6")
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
    @Tag("F6")
    void aStartThatIsKilledBeforeItsRewindIsRepeatedFromItsOwnPoint(ReferenceRun reference) throws Exception {
        Path root = cancelMidway(reference);
        List<RetainedCheckpoints.Retained> points = RetainedCheckpoints.all(root);
        RetainedCheckpoints.Retained oldest = points.get(points.size() - 1);
        SortedSet<String> before = RunFiles.ofDatasets(root);
        killBeforeRewind(reference, oldest.folder());
        assertThat(RunFiles.ofDatasets(root)).as("nothing was set aside").isEqualTo(before);
        assertThat(new Ledger(root).attempts()).isEqualTo(2);

        assertGoesOnFrom(oldest.point(), reference);
        assertThat(RunFiles.ofDatasets(root)).isEqualTo(RunFiles.ofLedger(root));
    }

    @Test
    void aPointAtAPlaceOfItsOwnIsTakenAgainByTheNextStartOrNamed(ReferenceRun reference) throws Exception {
        Path root = cancelMidway(reference);
        RetainedCheckpoints.Retained newest = RetainedCheckpoints.newest(root).orElseThrow();
        Path backup = RunFiles.copy(newest.folder(), folder.resolve("backup"));
        killBeforeRewind(reference, backup);
        RunFiles.named(root.resolve("checkpoints"), "_metadata")
                .forEach(file -> assertThat(file.toFile().delete()).isTrue());
        // As a process leaves it that is killed while a checkpoint is taken.
        RunFiles.write(RetainedCheckpoints.folder(root, 2).resolve("torn/chk-99/_metadata"), "torn");

        assertThat(RetainedCheckpoints.newest(root))
                .map(RetainedCheckpoints.Retained::folder)
                .contains(backup);
        Path hidden = Files.move(backup.resolve("_metadata"), folder.resolve("hidden"));
        SortedSet<String> before = RunFiles.ofDatasets(root);
        assertThat(catchThrowable(() -> Variation.of(reference.world()).run(runs)))
                .hasMessageContaining("RESTORE_POINT_MISSING: " + RetainedCheckpoints.folder(root, 1))
                .hasMessageContaining("must hold " + newest.point().text())
                .hasMessageContaining("nor at " + backup + ", where attempt 2 took it from");
        assertThat(RunFiles.ofDatasets(root)).isEqualTo(before);
        Files.move(hidden, backup.resolve("_metadata"));

        assertGoesOnFrom(newest.point(), reference);
    }

    @Test
    void anOlderCheckpointIsNotTakenInPlaceOfTheNewestWithoutAWord(ReferenceRun reference) {
        Path root = cancelMidway(reference);
        List<RetainedCheckpoints.Retained> points = RetainedCheckpoints.all(root);
        Ledger.Point reached = new Ledger(root).reached().orElseThrow();
        RetainedCheckpoints.Retained oldest = points.get(points.size() - 1);
        assertThat(oldest.point().isBefore(reached)).isTrue();
        points.subList(0, points.size() - 1).forEach(point -> RunFiles.remove(point.folder()));

        assertThat(catchThrowable(() -> Variation.of(reference.world()).run(runs)))
                .hasMessageContaining("RESTORE_POINT_MISSING")
                .hasMessageContaining("must hold " + reached.text())
                .hasMessageContaining(
                        "what lies there ends with " + oldest.point().text());
        assertThat(new Ledger(root).attempts()).as("nothing was begun").isEqualTo(1);
    }

    private void killBeforeRewind(ReferenceRun reference, Path from) {
        assertThat(catchThrowable(() -> Variation.of(reference.world())
                        .broken(Fault.NONE_BUT_IN_THE_GRAPH)
                        .startingAt(new StartPoint(Optional.of(from), StartPoint.Living.REFUSE))
                        .onceBegun(attempt -> {
                            throw new IllegalStateException("killed");
                        })
                        .run(runs)))
                .hasMessage("killed");
    }

    /** A start without a word. */
    private void assertGoesOnFrom(Ledger.Point point, ReferenceRun reference) throws Exception {
        List<Optional<Ledger.Point>> resumed = new ArrayList<>();
        GenerateJob.Outcome outcome = Variation.of(reference.world())
                .broken(Fault.NONE_BUT_IN_THE_GRAPH)
                .watchedBy(new ReferenceRun.Quiet() {
                    @Override
                    public void started(int attempt, Optional<Ledger.Point> from, long arrivals) {
                        resumed.add(from);
                    }
                })
                .run(runs);
        assertThat(resumed).containsExactly(Optional.of(point));
        assertThat(ReferenceRun.manifest(outcome.runRoot(), outcome.identity())).isEqualTo(reference.manifest());
    }

    @Test
    @Tag("F6")
    void aCheckpointBehindThePointOfARewindIsNotResumedAnyMore(ReferenceRun reference) throws Exception {
        Path root = cancelMidway(reference);
        List<RetainedCheckpoints.Retained> points = RetainedCheckpoints.all(root);
        RetainedCheckpoints.Retained newest = points.get(0);
        RetainedCheckpoints.Retained oldest = points.get(points.size() - 1);
        Ledger ledger = new Ledger(root);
        ledger.begin(ledger.attempts(), Optional.of(oldest.point()));
        ledger.rewind(ledger.attempts(), Optional.of(oldest.point()));

        assertThat(RetainedCheckpoints.newest(root)).contains(oldest);
        assertThatThrownBy(() -> Variation.of(reference.world())
                        .startingAt(new StartPoint(Optional.of(newest.folder()), StartPoint.Living.REFUSE))
                        .run(runs))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("IO_WRITE_CONFLICT")
                .hasMessageContaining("behind a point the run was rewound to");
    }

    @Test
    @Tag("F13")
    void aCheckpointTellsOfItsRunAndFitsNoOther(ReferenceRun reference) throws Exception {
        Path root = cancelMidway(reference);
        RetainedCheckpoints.Retained newest = RetainedCheckpoints.newest(root).orElseThrow();
        RestorePoint read = RestorePoint.read(newest.folder());
        assertThat(read.point()).isEqualTo(newest.point());
        assertThat(read.maxParallelism()).containsExactly(JobSettings.BUCKETS);
        assertThatThrownBy(() -> RestorePoint.read(newest.folder().getParent()))
                .as("the folder of an attempt, where that of a checkpoint is wanted")
                .hasMessageContaining("was absent; below it lie ")
                .hasMessageContaining(newest.folder().getFileName().toString());

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
        elsewhere.begin(elsewhere.attempts(), Optional.empty());
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

    @ParameterizedTest
    @EnumSource
    @Tag("F13")
    void stateOfAnotherShapeIsRefusedAndNoFileIsTouched(Shape shape, ReferenceRun reference) throws Exception {
        Path root = cancelMidway(reference);
        Map<String, String> before = stamps(root);

        RunException refused = catchThrowableOfType(RunException.class, () -> shape.on(Variation.of(reference.world()))
                .run(runs));

        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.problems()).singleElement().satisfies(problem -> assertThat(problem.code())
                .isEqualTo(ErrorCode.RUN_IDENTITY_MISMATCH));
        assertThat(refused).hasMessageContaining(shape.text);
        assertThat(stamps(root)).isEqualTo(before);
    }

    /** What is not as it was when the checkpoint was taken. */
    enum Shape {
        OTHER_BUCKETS("key buckets (max parallelism) must be 64, was 128") {
            @Override
            Variation on(Variation run) {
                return run.buckets(64);
            }
        },
        OTHER_UID("operators with other uids") {
            @Override
            Variation on(Variation run) {
                return run.ending(FaultySinks::withoutAccounting);
            }
        };

        private final String text;

        Shape(String text) {
            this.text = text;
        }

        abstract Variation on(Variation run);
    }

    /** Everything but the lock of the gate, which is taken anew at every start. */
    private static Map<String, String> stamps(Path root) {
        Map<String, String> stamps = RunFiles.stamps(root);
        stamps.keySet().remove(".lock");
        return stamps;
    }

    @Test
    @Tag("F11")
    void aJobWhoseRunWasTakenOverEndsAndCommitsNothing(ReferenceRun reference) {
        Path root = runs.resolve(reference.identity().runId());
        GenerateJob.Watcher rival = new ReferenceRun.Quiet() {
            @Override
            public void started(int attempt, Optional<Ledger.Point> resumed, long arrivals) {
                new Ledger(root).begin(new Ledger(root).attempts(), Optional.empty());
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
