package io.millrace.arrivals;

import io.millrace.random.Philox2x64;

/** Times of the arrivals of a visit inside its slice of the hour, in microseconds from its start. */
final class VisitTimes {
    private final long headKey;
    private final long tiltKey;
    private final long gapKey;
    private final long[] lanes = new long[2];

    /** Heads so far that a second uniform tilted. */
    long tilted;

    VisitTimes(long headKey, long tiltKey, long gapKey) {
        this.headKey = headKey;
        this.tiltKey = tiltKey;
        this.gapKey = gapKey;
    }

    /**
     * First arrival.
     *
     * @param tiltCut bound of the word that asks for a second uniform; negative where the rate falls
     * @param length of the slice
     */
    long head(long rowKey, long counter, long tiltCut, long length) {
        Philox2x64.block(headKey, rowKey, counter, lanes);
        long u = lanes[0];
        if (lanes[1] >>> 1 < Math.abs(tiltCut)) {
            tilted++;
            long second = Philox2x64.x0(tiltKey, rowKey, counter);
            // The larger of two uniforms has a rising density, the smaller a falling one.
            boolean secondIsAbove = Long.compareUnsigned(second, u) > 0;
            u = secondIsAbove == (tiltCut > 0) ? second : u;
        }
        return Philox2x64.umulh(u, length);
    }

    /** Next arrival: around the end of the slice to its start, so that the share of every minute stays exact. */
    long next(long rowKey, long counter, long[] gapKnots, long before, long length) {
        return (before + VisitLaw.gap(gapKnots, Philox2x64.x0(gapKey, rowKey, counter))) % length;
    }
}
