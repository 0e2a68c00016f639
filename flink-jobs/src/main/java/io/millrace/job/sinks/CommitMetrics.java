package io.millrace.job.sinks;

import io.millrace.job.metrics.MetricBoard;
import io.millrace.job.metrics.RunMetric;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What a committer tells of itself. Files of the restored checkpoint are counted apart, so that what the writer of this
 * task has closed less what is committed is what waits for a checkpoint.
 */
final class CommitMetrics {
    private final long restoredCheckpoint;
    private final Counter files;
    private final Counter rows;
    private final Counter bytes;
    private final Counter recovered;
    private final Counter violations;
    private volatile long lastCommitMillis = System.currentTimeMillis();

    /** @param restoredCheckpoint the task began with it; smaller than any checkpoint when it began with nothing */
    CommitMetrics(MetricGroup committer, String datasetId, long restoredCheckpoint) {
        this.restoredCheckpoint = restoredCheckpoint;
        MetricBoard board = MetricBoard.of(committer, datasetId);
        files = board.counter(RunMetric.FILES_COMMITTED);
        rows = board.counter(RunMetric.ROWS_COMMITTED);
        bytes = board.counter(RunMetric.BYTES_COMMITTED);
        recovered = board.counter(RunMetric.FILES_RECOVERED);
        board.gauge(RunMetric.LAST_COMMIT, () -> lastCommitMillis / 1e3);
        violations = MetricBoard.of(committer).counter(RunMetric.VIOLATIONS);
    }

    void committed(PartFile file) {
        if (file.checkpointId() <= restoredCheckpoint) {
            recovered.inc();
        } else {
            files.inc();
            rows.inc(file.content().rows());
            bytes.inc(file.sizeBytes());
        }
        lastCommitMillis = System.currentTimeMillis();
    }

    void damaged() {
        violations.inc();
    }
}
