package io.millrace.job.world;

import io.millrace.run.WorldBundle;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * How the making of a segment ended.
 *
 * @param world folder
 * @param rows by dataset
 * @param bytes of all tables
 * @param bundle that vouches for them
 * @param report of its checks, below the world
 */
public record SegmentSummary(
        Outcome outcome,
        Path world,
        SortedMap<String, Long> rows,
        long bytes,
        WorldBundle.Sealed bundle,
        String report) {
    /** What was done. */
    public enum Outcome {
        CREATED,
        /** All of it was there, whole. */
        UNCHANGED
    }
}
