package io.millrace.random;

import java.math.BigDecimal;
import java.math.BigInteger;

/** From 64 random bits to units, coins, integers and ramps; random law section 4. Words are unsigned. */
public final class UnitInterval {
    private static final double BELOW_ONE = 0x1.fffffffffffffp-1;
    private static final BigDecimal TWO_64 = new BigDecimal(BigInteger.ONE.shiftLeft(64));

    private UnitInterval() {}

    /**
     * {@code (x + 1) * 2^-64}, rounded once to double.
     *
     * @return strictly inside (0, 1)
     */
    public static double unit(long x) {
        long y = x + 1;
        if (y == 0) {
            return BELOW_ONE;
        }
        // The sticky bit keeps round-to-nearest-even right when the top bit is shifted away.
        double d = y > 0 ? (double) y : 2.0 * (double) ((y >>> 1) | (y & 1));
        double u = d * 0x1p-64;
        return u == 1.0 ? BELOW_ONE : u;
    }

    /** Integer below n; bias at most n * 2^-64. */
    public static long below(long x, long n) {
        return Philox2x64.umulh(x, n);
    }

    /** True with probability a / b, 0 &lt; a &lt; b: no division, no double. */
    public static boolean ramp(long x, long a, long b) {
        return Philox2x64.umulh(x, b) < a;
    }

    /**
     * Threshold of a policy probability, from its decimal text.
     *
     * @return floor(p * 2^64) as an exact integer, 0..2^64
     */
    public static BigInteger threshold(BigDecimal probability) {
        if (probability.signum() < 0 || probability.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("a probability lies in 0..1, was " + probability);
        }
        return probability.multiply(TWO_64).toBigInteger();
    }
}
