package io.millrace.job.arrivals;

import java.io.Serial;
import org.apache.flink.api.connector.source.SourceEvent;

/** What readers and their enumerator tell each other. */
final class ShardEvents {
    private ShardEvents() {}

    /**
     * From a reader: its shards have all done the hours before this one.
     *
     * @param hour {@link Integer#MAX_VALUE} when it has nothing left to do
     */
    record Reached(int hour) implements SourceEvent {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /**
     * From the enumerator: hours up to this one may be made.
     *
     * @param hour inclusive
     */
    record Granted(int hour) implements SourceEvent {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /**
     * From a reader that is paced: how far its shards were at the start.
     *
     * @param micros event time of the last row, microseconds
     */
    record Stands(long micros) implements SourceEvent {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /**
     * From the enumerator: which event time belongs to which time on the wall, the same for all readers.
     *
     * @param wallMillis when the clock was started
     * @param startMicros event time then
     */
    record Clock(long wallMillis, long startMicros) implements SourceEvent {
        @Serial
        private static final long serialVersionUID = 1L;

        private static final double MICROS_PER_MILLI = 1_000;
        /** Beyond any scenario, and far from the end of the range. */
        private static final double AHEAD_MICROS_MAX = 4e18;

        /** Event time now. */
        long eventMicros(long nowMillis, double speedup) {
            double ahead = Math.max(0, nowMillis - wallMillis) * MICROS_PER_MILLI * speedup;
            return startMicros + (long) Math.min(ahead, AHEAD_MICROS_MAX);
        }

        /** Time on the wall until an event time comes; at least 0. */
        long millisUntil(long micros, long nowMillis, double speedup) {
            double ahead = micros - eventMicros(nowMillis, speedup);
            return (long) Math.ceil(Math.max(0, ahead) / speedup / MICROS_PER_MILLI);
        }
    }
}
