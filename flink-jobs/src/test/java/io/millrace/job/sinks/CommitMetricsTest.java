package io.millrace.job.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.testing.HeldMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a committer counts after a restore, and when a file is gone. */
class CommitMetricsTest {
    @TempDir
    Path run;

    @Test
    void filesOfTheRestoredCheckpointAreCountedApart() {
        HeldMetrics held = new HeldMetrics();
        double before = System.currentTimeMillis() / 1e3;
        CommitMetrics metrics = new CommitMetrics(held, "events", 7);
        metrics.committed(file(6));
        metrics.committed(file(7));
        metrics.committed(file(8));
        assertThat(held.count("files_recovered_total")).isEqualTo(2);
        assertThat(held.count("files_committed_total")).isEqualTo(1);
        assertThat(held.count("rows_committed_total")).isEqualTo(9);
        assertThat(held.count("bytes_committed_total")).isEqualTo(12);
        assertThat(held.gauge("last_commit_time_seconds")).isBetween(before, System.currentTimeMillis() / 1e3);
    }

    @Test
    void aFileThatIsGoneIsAViolation() throws Exception {
        new Ledger(run).begin(new Ledger(run).attempts(), Optional.empty());
        HeldMetrics held = new HeldMetrics();
        LedgerCommitter committer = new LedgerCommitter(
                new LedgerSinkSettings(
                        run.toUri().toString(), "events", "data/layer3/6B/events", "", RunAttempt.first(1)),
                new CommitMetrics(held, "events", PartFile.UNSTAMPED));
        assertThat(held.count("violations_total")).isZero();
        // Its staged file is there with another size than was written.
        Files.writeString(
                Files.createDirectories(run.resolve("data/layer3/6B/events")).resolve(".part-1-0-3-2"), "?");
        assertThatThrownBy(() -> committer.commit(List.of(new FenceTest.Request(file(5)))))
                .hasMessageContaining("COMMITTED_FILE_DAMAGED");
        assertThat(held.count("violations_total")).isEqualTo(1);
        assertThat(held.count("files_committed_total")).isZero();
    }

    /** Nine rows, twelve bytes. */
    private static PartFile file(long checkpoint) {
        return new PartFile(
                "events",
                "data/layer3/6B/events",
                1,
                checkpoint,
                3,
                2,
                ".part-1-0-3-2",
                new byte[0],
                1,
                new PartEncoder.Content(9, "0".repeat(32), new TreeMap<>(), 10, 11),
                12,
                "a".repeat(64));
    }
}
