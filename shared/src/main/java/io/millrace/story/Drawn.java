package io.millrace.story;

import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.UnitInterval;

/**
 * One evaluation of a decision: where its block lies and what it holds.
 *
 * @param hi high word of the counter
 * @param lo low word of the counter
 * @param x0 lane 0
 * @param x1 lane 1; belongs to the value only where the decision has two draws
 */
public record Drawn(Decision decision, long hi, long lo, long x0, long x1) {
    /** Draws it again. */
    public static Drawn of(Draws draws, Decision decision, long hi, long lo) {
        long[] lanes = new long[2];
        draws.block(decision, hi, lo, lanes);
        return new Drawn(decision, hi, lo, lanes[0], lanes[1]);
    }

    /** Lane 0 as a number, strictly inside 0..1. */
    public double u0() {
        return UnitInterval.unit(x0);
    }

    /** Lane 1 as a number, strictly inside 0..1. */
    public double u1() {
        return UnitInterval.unit(x1);
    }
}
