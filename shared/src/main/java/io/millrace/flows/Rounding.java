package io.millrace.flows;

/** Whole steps of money; all halves go to the even neighbour. */
final class Rounding {
    private Rounding() {}

    /** Steps nearest to {@code value}, at least one. */
    static long steps(double value) {
        return Math.max(1, (long) Math.rint(value));
    }

    /**
     * Multiple of {@code step} nearest to {@code value}, in integers: a quotient of doubles could make a tie of what is
     * none.
     *
     * @param value not negative
     * @param step above 0
     */
    static long nearestMultiple(long value, long step) {
        long quotient = value / step;
        long twice = 2 * (value - quotient * step);
        boolean up = twice > step || (twice == step && (quotient & 1) == 1);
        return (up ? quotient + 1 : quotient) * step;
    }
}
