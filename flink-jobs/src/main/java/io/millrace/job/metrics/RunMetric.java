package io.millrace.job.metrics;

/**
 * Every figure the main job tells of itself; {@code docs/metrics.md} says of each what is normal and what to do when it
 * is not. Names end in their unit, or in {@code _total} when they only grow; totals count from the start of a task.
 */
public enum RunMetric {
    /** Arrivals that have got their entities. */
    ARRIVALS_ATTACHED("arrivals_attached_total", Scope.OPERATOR),
    /** Watermark that attach has passed on, since 1970, UTC; NaN until there is one. */
    EVENT_TIME("event_time_seconds", Scope.OPERATOR),
    /** Rows that wait for the watermark. */
    PENDING_ROWS("pending_rows", Scope.OPERATOR),
    /** Sessions that may still grow. */
    OPEN_SESSIONS("open_sessions", Scope.OPERATOR),
    /** Sessions whose last decline may still be retried. */
    PENDING_DECLINES("pending_declines", Scope.OPERATOR),
    /** Keyed state of the subtask as a checkpoint writes it. */
    STATE("state_bytes", Scope.OPERATOR),
    /** Rows behind the watermark. */
    LATE_ROWS("late_rows_total", Scope.OPERATOR),
    /** Laws that a row or a file has broken. */
    VIOLATIONS("violations_total", Scope.OPERATOR),
    /** Rows given to open part files. */
    ROWS_WRITTEN("rows_written_total", Scope.DATASET),
    /** Part files being written. */
    OPEN_FILES("open_files", Scope.DATASET),
    /** Bytes of open part files, in memory or on disk. */
    OPEN_FILE_BYTES("open_file_bytes", Scope.DATASET),
    /** Part files closed at a barrier. */
    FILES_CLOSED("files_closed_total", Scope.DATASET),
    /** Rows of part files closed at a barrier. */
    ROWS_CLOSED("rows_closed_total", Scope.DATASET),
    /** Part files that have their ledger line. */
    FILES_COMMITTED("files_committed_total", Scope.DATASET),
    /** Rows of part files that have their ledger line. */
    ROWS_COMMITTED("rows_committed_total", Scope.DATASET),
    /** Bytes of part files that have their ledger line. */
    BYTES_COMMITTED("bytes_committed_total", Scope.DATASET),
    /** Part files of the restored checkpoint, which an earlier task has closed; not among the committed ones. */
    FILES_RECOVERED("files_recovered_total", Scope.DATASET),
    /** Wall clock of the last commit, since 1970; of the start of the task until there is one. */
    LAST_COMMIT("last_commit_time_seconds", Scope.DATASET);

    /** What a metric is told of. */
    public enum Scope {
        /** An operator's subtask. */
        OPERATOR("flink_taskmanager_job_task_operator_millrace_"),
        /** An operator's subtask and a dataset, which stands in the label {@code dataset}. */
        DATASET("flink_taskmanager_job_task_operator_millrace_dataset_");

        private final String prometheusPrefix;

        Scope(String prometheusPrefix) {
            this.prometheusPrefix = prometheusPrefix;
        }
    }

    private final String text;
    private final Scope scope;

    RunMetric(String text, Scope scope) {
        this.text = text;
        this.scope = scope;
    }

    /** Name inside its metric group. */
    public String text() {
        return text;
    }

    public Scope scope() {
        return scope;
    }

    /** Name as Flink's Prometheus reporter shows it. */
    public String prometheusName() {
        return scope.prometheusPrefix + text;
    }
}
