package io.millrace.job.replay;

import java.io.Serial;
import java.io.Serializable;

/**
 * Place of a row in the one order of everything that is replayed: time, stream, id, number. No two rows have one.
 *
 * @param tsMicros of the row, microseconds since the epoch, UTC
 * @param stream place of its {@link io.millrace.job.sinks.kafka.BusStream}
 * @param id flow, or merchant of an arrival; unsigned
 * @param seq event of the flow, or arrival of the merchant
 */
record RowKey(long tsMicros, int stream, long id, long seq) implements Comparable<RowKey>, Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Before every row. */
    static final RowKey FIRST = new RowKey(Long.MIN_VALUE, 0, 0, 0);

    /** Before every row of a time and after all earlier ones. */
    static RowKey at(long tsMicros) {
        return new RowKey(tsMicros, 0, 0, 0);
    }

    @Override
    public int compareTo(RowKey other) {
        return compare(tsMicros, stream, id, seq, other);
    }

    /** As {@link #compareTo}, without an object. */
    static int compare(long tsMicros, int stream, long id, long seq, RowKey other) {
        if (tsMicros != other.tsMicros) {
            return Long.compare(tsMicros, other.tsMicros);
        }
        if (stream != other.stream) {
            return Integer.compare(stream, other.stream);
        }
        return id != other.id ? Long.compareUnsigned(id, other.id) : Long.compare(seq, other.seq);
    }
}
