package io.millrace.random;

import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A coin with a policy probability: success iff {@code x < T(p)}, unsigned. p = 1 always succeeds (T does not fit in a
 * word), p = 0 never.
 */
public final class Coin implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long threshold;
    private final boolean always;

    private Coin(long threshold, boolean always) {
        this.threshold = threshold;
        this.always = always;
    }

    /** @param probability the decimal of the policy text, 0..1 */
    public static Coin of(BigDecimal probability) {
        BigInteger exact = UnitInterval.threshold(probability);
        return new Coin(exact.longValue(), exact.bitLength() > 64);
    }

    public boolean success(long x) {
        return always || Long.compareUnsigned(x, threshold) < 0;
    }

    /** T(p), unsigned; 0 when p is 0 or 1. */
    public long threshold() {
        return threshold;
    }
}
