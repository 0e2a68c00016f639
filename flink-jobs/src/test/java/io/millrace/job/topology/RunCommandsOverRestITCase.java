package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.base.RunException;
import io.millrace.job.cli.CommandGate;
import io.millrace.job.cli.Said;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.testing.FlinkSession;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.testing.TrafficReader;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** stop, resume, rewind and flink run -s against a session cluster: the rows are those of an undisturbed run. */
@ExtendWith(SharedRuns.class)
class RunCommandsOverRestITCase {
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final int CHECKPOINTS = 4;
    private static final long PATIENCE_SECONDS = 120;
    private static final long LOOK_EVERY_NANOS = 20_000_000;

    @TempDir
    static Path undisturbed;

    private static FlinkSession session;
    private static String manifest;

    @TempDir
    Path folder;

    private Path runs;

    @BeforeAll
    static void startCluster(ReferenceRun reference) throws Exception {
        manifest = begun(reference).manifest(undisturbed);
        session = FlinkSession.of(2);
    }

    @AfterAll
    static void endCluster() throws Exception {
        session.close();
    }

    @BeforeEach
    void reset() {
        BreakOnce.reset();
        runs = folder.resolve("runs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--native=false", "--native"})
    void aJobThatWasStoppedIsResumedAtOtherParallelismToTheRowsOfAnUndisturbedRun(String option, ReferenceRun reference)
            throws Exception {
        Path root = stopMidway(reference, option);

        assertThat(Said.millrace("runs", "--runs", runs.toString()).out())
                .contains("STOPPED")
                .contains("resumes from savepoint")
                .contains("of attempt 1 at 20");
        Said resumed = Said.millrace("resume", root.toString(), "--parallelism", "3");

        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("of attempt 1, as attempt 2");
        assertIsThatOf(reference, root);
        assertThat(Said.millrace("runs", "--runs", runs.toString()).out()).contains("PUBLISHED");
    }

    @Test
    void oneSavepointServesTheRunAndACopyOfItAndNoOtherRunFolder(ReferenceRun reference) throws Exception {
        Path root = stopMidway(reference);
        Path savepoint = RetainedCheckpoints.newest(root).orElseThrow().folder();
        Path copy = RunFiles.copy(root, folder.resolve("other/runs").resolve(root.getFileName()));

        Said original = Said.millrace("resume", root.toString(), "--from", savepoint.toString());
        assertThat(original.exit()).as(original.err()).isZero();
        Said second = Said.millrace("resume", copy.toString(), "--from", savepoint.toString(), "--parallelism", "1");
        assertThat(second.exit()).as(second.err()).isZero();
        assertIsThatOf(reference, root);
        assertIsThatOf(reference, copy);

        Path third = folder.resolve("third/runs");
        Throwable begun = catchThrowable(() -> begun(reference)
                .broken(Fault.STUCK_AFTER_CHECKPOINTS)
                .checkpointsEvery(Duration.ofMillis(20))
                .watchedBy(new ReferenceRun.Quiet() {
                    @Override
                    public void progressed(long arrivals, long eventMicros) {
                        throw new IllegalStateException("seen enough");
                    }
                })
                .run(third));
        assertThat(begun).hasMessage("seen enough");
        Path stranger = third.resolve(root.getFileName());
        noteStart(reference, stranger);
        assertThat(Said.millrace("resume", stranger.toString(), "--from", savepoint.toString()))
                .returns(5, Said::exit)
                .satisfies(said -> assertThat(said.problems())
                        .singleElement()
                        .asString()
                        .startsWith("RUN_IDENTITY_MISMATCH")
                        .contains("of another folder with the same run id"));
    }

    @Test
    void aRunFolderThatWasMovedGoesOnWhereItLiesNow(ReferenceRun reference) throws Exception {
        Path old = stopMidway(reference);
        Path root = folder.resolve("moved").resolve(old.getFileName());
        Files.createDirectories(root.getParent());
        Path savepoint = RetainedCheckpoints.newest(old).orElseThrow().folder();
        Files.move(old, root);
        Path taken = Files.move(savepoint, folder.resolve("kept"));

        Said resumed = Said.millrace("resume", root.toString(), "--from", taken.toString(), "--parallelism", "1");

        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertIsThatOf(reference, root);
        assertThat(old).doesNotExist();
    }

    @Test
    void threeCheckpointsOlderIsRefusedWithoutARewindExactAfterItAndNoReaderSeesARowTwice(ReferenceRun reference)
            throws Exception {
        try (TrafficReader reader = TrafficReader.of(runs)) {
            Path root = cancelMidway(reference);
            List<RetainedCheckpoints.Retained> points = RetainedCheckpoints.all(root);
            Path older = points.get(3).folder();
            assertThat(new Ledger(root).outside(points.get(3).point()))
                    .as("files of later checkpoints")
                    .isNotEmpty();

            Throwable refused = session.runFrom(
                    older, () -> catchThrowable(() -> sound(reference).run(runs)));
            assertThat(refused)
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("IO_WRITE_CONFLICT")
                    .hasMessageContaining("millrace rewind");
            assertThat(new Ledger(root).attempts()).as("nothing was begun").isEqualTo(1);

            Said rewound = Said.millrace("rewind", root.toString(), "--to", older.toString());
            assertThat(rewound.exit()).as(rewound.err()).isZero();
            assertThat(rewound.out()).contains("files moved to _quarantine/1-").contains("flink run -s " + older);
            session.runFrom(older, () -> sound(reference).run(runs));

            assertIsThatOf(reference, root);
            reader.assertSawEveryRowOnce(RunFiles.ofLedger(root));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theNewestPointNeedsNoRewindAndIsExactAlsoWhenTheLedgerHasNotReachedIt(boolean later, ReferenceRun reference)
            throws Exception {
        Path root = cancelMidway(reference);
        RetainedCheckpoints.Retained newest = RetainedCheckpoints.newest(root).orElseThrow();
        if (later) {
            // As a process leaves it that is killed when a checkpoint is whole and none of its files is listed yet. The
            // cancelled one may have left it like that itself: then there is nothing to delete.
            List<Path> unlisted = RunFiles.named(
                    root.resolve("_ledger"), "part-1-" + newest.point().checkpointId() + "-.*[.]json");
            for (Path line : unlisted) {
                Files.delete(line);
            }
        }

        session.runFrom(newest.folder(), () -> sound(reference).run(runs));

        assertThat(new Ledger(root).attempts()).isEqualTo(2);
        assertIsThatOf(reference, root);
    }

    private static Variation sound(ReferenceRun reference) {
        return begun(reference).parallelism(2).checkpointsEvery(OFTEN).broken(Fault.NONE_BUT_IN_THE_GRAPH);
    }

    /** A run that commands take up: its gate is sealed as they would seal it. */
    private static Variation begun(ReferenceRun reference) {
        return Variation.of(folder -> CommandGate.of(ReferenceRun.request(reference.world(), folder)));
    }

    /** A slow job. */
    private static Variation slow(ReferenceRun reference) {
        return begun(reference).parallelism(2).checkpointsEvery(OFTEN).broken(Fault.SLOW);
    }

    /** Stopped with a savepoint by the command, with checkpoints before it and rows to come. */
    private Path stopMidway(ReferenceRun reference, String... options) throws Exception {
        CompletableFuture<Throwable> client = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> session.run(() -> slow(reference).run(runs))));
        Path root = runs.resolve(reference.identity().runId());
        await(client, root);
        noteStart(reference, root);
        List<String> command = new ArrayList<>(List.of("stop", root.toString(), "--rest", session.address()));
        command.addAll(List.of(options));
        Said stopped = Said.millrace(command.toArray(String[]::new));
        assertThat(stopped.exit())
                .as(stopped.err() + "the job: " + client.getNow(null))
                .isZero();
        assertThat(stopped.out()).contains("stopped at savepoint file:");
        assertThat(client.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(StoppedAtSavepoint.class);
        return root;
    }

    /** Cancelled with four checkpoints or more, and rows to come. */
    private Path cancelMidway(ReferenceRun reference) throws Exception {
        Path root = runs.resolve(reference.identity().runId());
        GenerateJob.Watcher impatient = new ReferenceRun.Quiet() {
            @Override
            public void progressed(long arrivals, long eventMicros) {
                if (RetainedCheckpoints.all(root).size() >= CHECKPOINTS) {
                    throw new IllegalStateException("seen enough");
                }
            }
        };
        Throwable end = session.run(
                () -> catchThrowable(() -> slow(reference).watchedBy(impatient).run(runs)));
        assertThat(end).hasMessage("seen enough");
        return root;
    }

    private static void await(CompletableFuture<Throwable> client, Path root) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(root) || RetainedCheckpoints.all(root).size() < CHECKPOINTS) {
            assertThat(client).as("the job still runs").isNotDone();
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    /** What generate writes down for resume. */
    private static void noteStart(ReferenceRun reference, Path root) {
        List<String> arguments = List.of(
                "--config", PolicyFiles.root().resolve("config").toString(),
                "--world", reference.world().world().toString(),
                "--upstream", reference.world().upstream().toString(),
                "--runs", root.getParent().toString(),
                "--parallelism", "2",
                "--checkpoint-seconds", "1",
                "--encoding", "compact");
        RunFiles.write(root.resolve("logs/start.txt"), String.join("\n", arguments) + "\n");
    }

    private static void assertIsThatOf(ReferenceRun reference, Path root) throws IOException {
        assertThat(ReferenceRun.manifest(root, reference.identity())).isEqualTo(manifest);
        assertThat(RunFiles.ofDatasets(root)).isEqualTo(RunFiles.ofLedger(root));
    }
}
