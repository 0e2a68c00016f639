package io.millrace.job.sinks;

import io.millrace.job.metrics.MetricBoard;
import io.millrace.job.metrics.RunMetric;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What a writer of part files tells of itself; told by the task's thread, a slab or a checkpoint at a time. */
final class WriterMetrics {
    private final Counter rowsWritten;
    private final Counter filesClosed;
    private final Counter rowsClosed;
    private volatile int openFiles;
    private volatile long openBytes;

    WriterMetrics(MetricGroup writer, String datasetId) {
        MetricBoard board = MetricBoard.of(writer, datasetId);
        rowsWritten = board.counter(RunMetric.ROWS_WRITTEN);
        filesClosed = board.counter(RunMetric.FILES_CLOSED);
        rowsClosed = board.counter(RunMetric.ROWS_CLOSED);
        board.gauge(RunMetric.OPEN_FILES, () -> openFiles);
        board.gauge(RunMetric.OPEN_FILE_BYTES, () -> openBytes);
    }

    void written(int rows) {
        rowsWritten.inc(rows);
    }

    /**
     * @param files that are open
     * @param bytes that these files hold
     */
    void open(int files, long bytes) {
        openFiles = files;
        openBytes = bytes;
    }

    void closed(PartFile file) {
        filesClosed.inc();
        rowsClosed.inc(file.content().rows());
    }
}
