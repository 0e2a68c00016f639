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
}
