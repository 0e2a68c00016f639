package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.testing.MadeRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.sessionise.SessionLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that was stopped with a savepoint at a place of somebody's choice, as {@code flink stop -p} does. */
class StoppedElsewhereITCase {
    @TempDir
    Path folder;

    @Test
    void theRunSaysWhichPointItNeedsAndGoesOnWhenItIsNamed() {
        Path elsewhere = folder.resolve("elsewhere");
        Throwable stopped = end(StartPoint.NEWEST, "2026-01-01T06:00:00Z", elsewhere);
        assertThat(stopped)
                .hasMessageContaining("RESTORE_POINT_MISSING: " + folder.resolve("savepoints"))
                .hasMessageContaining("must hold the savepoint that attempt 1 was stopped with")
                .hasMessageContaining("nothing is lost");
        Path metadata = RunFiles.named(elsewhere, "_metadata").get(0);
        Path root = RunFiles.named(folder.resolve("runs"), "run_receipt[.]json")
                .get(0)
                .getParent();
        SortedSet<String> before = RunFiles.ofDatasets(root);

        assertThat(end(StartPoint.NEWEST, "2026-01-01T12:00:00Z", elsewhere))
                .hasMessageContaining("RESTORE_POINT_MISSING: " + RetainedCheckpoints.folder(root, 1))
                .hasMessageContaining("must hold checkpoint ")
                .hasMessageContaining(" of attempt 1, up to which files are committed, or a later one");
        assertThat(RunFiles.ofDatasets(root)).isEqualTo(before).isNotEmpty();

        Throwable paused = end(
                new StartPoint(Optional.of(metadata.getParent()), StartPoint.Living.REFUSE),
                "2026-01-01T12:00:00Z",
                RetainedCheckpoints.savepoints(root, 2));
        assertThat(paused).isInstanceOf(StoppedAtSavepoint.class);
        assertThat(RunFiles.ofDatasets(root)).containsAll(before).hasSizeGreaterThan(before.size());
    }

    private Throwable end(StartPoint start, String until, Path savepoints) {
        Path runs = folder.resolve("runs");
        LiveSettings live = new LiveSettings(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.of(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(until))));
        GenerateJob.Submission submission = new GenerateJob.Submission() {
            @Override
            public String savepoints(String ofTheRun) {
                return savepoints.toUri().toString();
            }
        };
        return catchThrowable(() -> new GenerateJob(
                        MadeRun.request("tiny", MadeRun.SEED, "baseline_20260101_live", runs),
                        new JobSettings(
                                1,
                                JobSettings.BUCKETS,
                                JobSettings.SLAB_ROWS,
                                Duration.ofMillis(300),
                                SessionLimits.ofSlabRows(JobSettings.SLAB_ROWS),
                                live),
                        SinkEncoding.COMPACT,
                        new ReferenceRun.Quiet(),
                        start,
                        submission)
                .run());
    }
}
