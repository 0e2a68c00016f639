package io.millrace.job.replay;

import java.io.Serial;
import org.apache.flink.api.connector.source.SourceEvent;

/** What readers and their enumerator tell each other: which event time belongs to which time on the wall. */
final class LaneEvents {
    private LaneEvents() {}

    /**
     * From a reader: how far its lanes were when it began.
     *
     * @param micros event time of the furthest
     */
    record Stands(long micros) implements SourceEvent {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /**
     * From the enumerator, the same for all readers.
     *
     * @param wallMillis when the clock was started
     * @param startMicros event time then
     */
    record Clock(long wallMillis, long startMicros) implements SourceEvent {
        @Serial
        private static final long serialVersionUID = 1L;
    }
}
