package io.millrace.job.topology;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a run without end goes on; a bounded run goes as fast as it can. No row depends on it.
 *
 * @param speedup event time over wall time, above 0; empty for as fast as it can
 * @param rate arrivals per second of wall time in the mean of a year, above 0; empty when speedup tells, or for as fast
 *     as it can
 * @param untilMicros event time at which the run pauses with a savepoint; rows at or after it wait for the next start
 */
public record LiveSettings(OptionalDouble speedup, OptionalDouble rate, OptionalLong untilMicros) {
    /** Without pause, as fast as it can. */
    public static final LiveSettings FLAT_OUT =
            new LiveSettings(OptionalDouble.empty(), OptionalDouble.empty(), OptionalLong.empty());

    public LiveSettings {
        if (speedup.isPresent() && rate.isPresent()) {
            throw new IllegalArgumentException("speedup and rate both tell how fast: " + speedup + ", " + rate);
        }
    }
}
