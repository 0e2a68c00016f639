package io.millrace.job.sinks;

import java.io.Serializable;
import java.util.TreeMap;

/**
 * The start of the job that writes: its number, and what it may be restored from.
 *
 * @param number from 1
 * @param token of this start; two starts never share one, not even in copies of a run folder that were started apart
 * @param restoredAttempt attempt whose checkpoint it starts from; 0 for a start from nothing
 * @param restoredCheckpoint checkpoint of that attempt
 * @param identity what makes the rows, by footer key
 */
public record RunAttempt(
        int number, String token, int restoredAttempt, long restoredCheckpoint, TreeMap<String, String> identity)
        implements Serializable {
    /** A start from nothing that names no identity. */
    public static RunAttempt first(int number) {
        return new RunAttempt(number, "", 0, 0, new TreeMap<>());
    }

    RunMark markAt(long checkpointId, RunMark.Written written) {
        return new RunMark(number, token, checkpointId, identity, written);
    }
}
