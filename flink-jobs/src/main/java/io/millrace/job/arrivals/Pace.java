package io.millrace.job.arrivals;

import java.io.Serial;
import java.io.Serializable;

/**
 * How fast arrivals leave their source, by the clock on the wall. Changes when a row leaves, never the row.
 *
 * @param speedup event time over wall time, above 0; {@link Double#POSITIVE_INFINITY} for as fast as it goes
 * @param untilMicros arrivals at or after this time stay in the source; {@link Long#MAX_VALUE} for none
 */
public record Pace(double speedup, long untilMicros) implements Serializable {
    /** As fast as it goes, without pause. */
    public static final Pace FLAT_OUT = new Pace(Double.POSITIVE_INFINITY, Long.MAX_VALUE);

    @Serial
    private static final long serialVersionUID = 1L;

    /** Whether the clock on the wall counts. */
    boolean isPaced() {
        return speedup < Double.POSITIVE_INFINITY;
    }

    public Pace {
        if (!(speedup > 0)) {
            throw new IllegalArgumentException("speedup is above 0, was " + speedup);
        }
    }
}
