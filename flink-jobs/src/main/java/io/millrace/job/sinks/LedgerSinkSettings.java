package io.millrace.job.sinks;

import java.io.Serializable;

/**
 * Where a dataset goes.
 *
 * @param runRoot URI of {@code runs/<run_id>}
 * @param datasetId dictionary id
 * @param folder dataset folder relative to the run root, without the date folder
 * @param timeColumn column whose UTC date names the folder of a row; empty for datasets without date folders
 * @param attempt start of the job
 */
public record LedgerSinkSettings(String runRoot, String datasetId, String folder, String timeColumn, RunAttempt attempt)
        implements Serializable {
    int runAttempt() {
        return attempt.number();
    }
}
