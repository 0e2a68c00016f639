package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.job.testing.FaultyDisk;
import io.millrace.job.testing.FaultyDisk.Step;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Storage that is slow, and files that somebody else removes or puts there: exact content, or a named end and no flag. */
@ExtendWith(SharedRuns.class)
class StorageFaultsITCase {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final long SLOW_NANOS = 30_000_000;
    private static final String EVENTS = "/data/layer3/6B/s2_event_stream_baseline_6B/";

    @TempDir
    Path runs;

    @AfterEach
    void free() {
        FaultyDisk.free();
    }

    @Test
    @Tag("F7")
    void slowStorageOfCheckpointsChangesNoRow(ReferenceRun reference) throws Exception {
        AtomicInteger delayed = new AtomicInteger();
        FaultyDisk.trouble((step, path, bytes) -> {
            // Each file and folder waits, and not each of the single bytes that metadata is written in.
            if (path.getPath().contains("/checkpoints/") && (step == Step.CREATE || step == Step.FOLDER)) {
                delayed.incrementAndGet();
                LockSupport.parkNanos(SLOW_NANOS);
            }
        });

        GenerateJob.Outcome outcome = Variation.of(reference.world())
                .parallelism(2)
                .checkpointsEvery(OFTEN)
                .run(runs);

        assertThat(delayed).as("steps that were delayed").hasValueGreaterThan(5);
        isTheReference(outcome, reference);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F8")
    @Tag("faults")
    void aFileThatSomebodyTookOrReplacedEndsTheRunWithItsName(Outsider outsider, ReferenceRun reference)
            throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        FaultyDisk.trouble((step, path, bytes) -> {
            if (step == outsider.step && outsider.means(path.getPath()) && done.compareAndSet(false, true)) {
                outsider.act(Path.of(path.getPath()));
            }
        });

        RunException refused = refused(reference);

        assertThat(done).as("the outsider was there").isTrue();
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.problems()).extracting(Problem::code).containsOnly(ErrorCode.COMMITTED_FILE_DAMAGED);
        assertThat(refused.problems().get(0).where())
                .contains("s2_event_stream_baseline_6B")
                .endsWith(".parquet");
        hasNoFlag(reference);

        FaultyDisk.free();
        RunException again = refused(reference);
        assertThat(again.problems())
                .as("the next start does not heal it in silence")
                .extracting(Problem::code)
                .containsOnly(ErrorCode.COMMITTED_FILE_DAMAGED);
        hasNoFlag(reference);
    }

    /** What somebody does to a file of the events that is about to be committed. */
    enum Outsider {
        TEMPORARY_FILE_REMOVED(Step.STAGE) {
            @Override
            boolean means(String path) {
                return path.contains(EVENTS);
            }

            @Override
            void act(Path file) throws IOException {
                Files.delete(file);
            }
        },
        OTHER_FILE_UNDER_THE_FINAL_NAME(Step.LOOK) {
            @Override
            boolean means(String path) {
                return path.contains(EVENTS) && path.endsWith(".parquet");
            }

            @Override
            void act(Path file) throws IOException {
                Files.writeString(file, "not ours");
            }
        };

        private final Step step;

        Outsider(Step step) {
            this.step = step;
        }

        abstract boolean means(String path);

        abstract void act(Path file) throws IOException;
    }

    @Test
    @Tag("F8")
    void aTwinUnderTheFinalNameIsTakenForTheFile(ReferenceRun reference) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        FaultyDisk.trouble((step, path, bytes) -> {
            Path target = Path.of(path.getPath());
            if (step == Step.RENAME && path.getPath().contains(EVENTS) && done.compareAndSet(false, true)) {
                // The staged file is the one the rename comes from: a task that was thawed late renames it first.
                List<Path> staged = RunFiles.named(target.getParent(), "[.]part-[0-9-]+");
                for (Path file : staged) {
                    Files.copy(file, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
                throw new IOException("injected: thawed twin was first");
            }
        });

        GenerateJob.Outcome outcome =
                Variation.of(reference.world()).parallelism(1).run(runs);

        assertThat(done).isTrue();
        isTheReference(outcome, reference);
    }

    @Test
    @Tag("F8")
    void aFileThatIsRemovedWhileItIsWrittenIsMadeAnewAfterTheTaskBroke(ReferenceRun reference) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        FaultyDisk.trouble((step, path, bytes) -> {
            if (step == Step.WRITE && path.getPath().contains(EVENTS) && done.compareAndSet(false, true)) {
                Path staged = Path.of(path.getPath());
                for (Path hidden :
                        RunFiles.named(staged.getParent(), "[.]?" + staged.getFileName() + "[.]inprogress.*")) {
                    Files.delete(hidden);
                }
                throw new IOException("injected: stale file handle");
            }
        });

        GenerateJob.Outcome outcome = Variation.of(reference.world())
                .parallelism(2)
                .checkpointsEvery(OFTEN)
                .run(runs);

        assertThat(done).isTrue();
        isTheReference(outcome, reference);
    }

    /** Ends with the named failure, however deep Flink has wrapped it. */
    private RunException refused(ReferenceRun reference) {
        Throwable end = catchThrowable(() -> Variation.of(reference.world())
                .parallelism(2)
                .checkpointsEvery(OFTEN)
                .run(runs));
        assertThat(end).as("the run must not end well").isNotNull();
        return ExceptionUtils.findSerializedThrowable(
                        end, RunException.class, getClass().getClassLoader())
                .orElseThrow(() -> new AssertionError("no named failure", end));
    }

    private void hasNoFlag(ReferenceRun reference) {
        assertThat(runs.resolve(reference.identity().runId())
                        .resolve(ValidationBundle.folder(reference.identity()))
                        .resolve(ValidationBundle.FLAG))
                .doesNotExist();
    }

    private static void isTheReference(GenerateJob.Outcome outcome, ReferenceRun reference) throws Exception {
        assertThat(outcome.published()).isPresent();
        assertThat(ReferenceRun.manifest(outcome.runRoot(), outcome.identity())).isEqualTo(reference.manifest());
        assertThat(outcome.bundleDigest()).isEqualTo(reference.bundleDigest());
        assertThat(RunFiles.ofDatasets(outcome.runRoot())).isEqualTo(RunFiles.ofLedger(outcome.runRoot()));
        assertThat(new Ledger(outcome.runRoot()).attempts()).isEqualTo(1);
    }
}
