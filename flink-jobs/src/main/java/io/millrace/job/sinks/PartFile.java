package io.millrace.job.sinks;

import io.millrace.job.sinks.PartEncoder.Content;

/**
 * A closed part file on its way to its place: written, not yet visible.
 *
 * @param datasetId dictionary id
 * @param folder folder of the file relative to the run root, {@code /} separated
 * @param runAttempt start of the job, from 1
 * @param checkpointId checkpoint that completes it; {@link #UNSTAMPED} until the pre-commit topology knows
 * @param subtask writer
 * @param number files of one dataset, subtask and checkpoint count from 0
 * @param stagedName hidden name the file has between its two renames
 * @param recoverable handle of Flink's RecoverableWriter
 * @param recoverableVersion serialiser version of the handle
 * @param content rows and digest
 * @param sizeBytes of the whole file
 * @param sha256 hex64 of the whole file
 */
@SuppressWarnings("ArrayRecordComponent") // an opaque handle, never compared
public record PartFile(
        String datasetId,
        String folder,
        int runAttempt,
        long checkpointId,
        int subtask,
        int number,
        String stagedName,
        byte[] recoverable,
        int recoverableVersion,
        Content content,
        long sizeBytes,
        String sha256) {
    /** No checkpoint yet. */
    public static final long UNSTAMPED = -1;

    PartFile at(long checkpoint) {
        return new PartFile(
                datasetId,
                folder,
                runAttempt,
                checkpoint,
                subtask,
                number,
                stagedName,
                recoverable,
                recoverableVersion,
                content,
                sizeBytes,
                sha256);
    }

    /** {@code part-<run attempt>-<checkpoint>-<subtask>-<n>.parquet}. */
    public String fileName() {
        if (checkpointId == UNSTAMPED) {
            throw new IllegalStateException("the checkpoint of " + stagedName + " is not known yet");
        }
        return "part-" + runAttempt + "-" + checkpointId + "-" + subtask + "-" + number + ".parquet";
    }

    /** Path relative to the run root. */
    public String path() {
        return folder + "/" + fileName();
    }
}
