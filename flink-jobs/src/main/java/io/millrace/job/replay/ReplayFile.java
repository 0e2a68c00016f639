package io.millrace.job.replay;

import io.millrace.job.sinks.kafka.BusStream;
import java.io.Serial;
import java.io.Serializable;

/**
 * A committed part file of the run.
 *
 * @param path absolute
 * @param tsMinMicros time of its first row
 * @param tsMaxMicros time of its last row
 */
record ReplayFile(BusStream stream, String path, long rows, long tsMinMicros, long tsMaxMicros)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;
}
