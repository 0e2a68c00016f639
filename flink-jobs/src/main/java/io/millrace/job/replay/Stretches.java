package io.millrace.job.replay;

import java.io.IOException;

/** Rows of one stretch of time after the other, for some lanes. Used by the reading thread of a reader. */
interface Stretches {
    /**
     * Loads the stretch that begins at a time; waits while nobody knows its rows yet.
     *
     * @param positions by lane: the last row that was handed out, or null for lanes of others
     * @param fromMicros everything before it was loaded
     */
    Stretch next(RowKey[] positions, long fromMicros) throws IOException, InterruptedException;

    /** Whether it waits for rows that are not there yet. */
    boolean isGrowing();

    /**
     * A stretch.
     *
     * @param untilMicros where the next one begins; {@link Long#MAX_VALUE} when there is none
     */
    record Stretch(SliceRows rows, long untilMicros) {
        boolean isLast() {
            return untilMicros == Long.MAX_VALUE;
        }
    }
}
