package io.millrace.arrivals;

import io.millrace.random.Philox2x64;

/** Times of the arrivals of a visit inside its slice of the hour, in microseconds from its start. */
final class VisitTimes {
    private final long tiltKey;
    private final long gapKey;

    /** Heads so far that a second uniform tilted. */
    long tilted;

    VisitTimes(long tiltKey, long gapKey) {
        this.tiltKey = tiltKey;
        this.gapKey = gapKey;
    }

    /**
     * First arrival.
     *
     * @param u lane 0 of HEAD
     * @param coin lane 1 of HEAD
     * @param tiltCut bound of the word that asks for a second uniform; negative where the rate falls
     * @param length of the slice
     */
    long head(long u, long coin, long rowKey, long counter, long tiltCut, long length) {
        if (coin >>> 1 >= Math.abs(tiltCut)) {
            return Philox2x64.umulh(u, length);
        }
        tilted++;
        long second = Philox2x64.x0(tiltKey, rowKey, counter);
        // The larger of two uniforms has a rising density, the smaller a falling one.
        boolean secondIsAbove = Long.compareUnsigned(second, u) > 0;
        return Philox2x64.umulh(secondIsAbove == (tiltCut > 0) ? second : u, length);
    }

    /** Next arrival: around the end of the slice to its start, so that the share of every minute stays exact. */
    long next(long rowKey, long counter, long[] gapKnots, long before, long length) {
        long after = before + VisitLaw.gap(gapKnots, Philox2x64.x0(gapKey, rowKey, counter));
        return after < length ? after : after % length;
    }
}
