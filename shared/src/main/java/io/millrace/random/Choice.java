package io.millrace.random;

import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * One of several outcomes with policy weights: exact decimal cumulative sums, one threshold each, as {@link Coin} cuts
 * one. An outcome of weight 0 never happens. Random law section 4.
 */
public final class Choice implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** [outcome]: unsigned; of all outcomes before the last possible one. */
    private final long[] thresholds;

    private Choice(long[] thresholds) {
        this.thresholds = thresholds;
    }

    /**
     * @param weights not negative, some above 0; taken as parts of their sum
     * @throws IllegalArgumentException otherwise
     */
    public static Choice of(List<BigDecimal> weights) {
        BigDecimal total = BigDecimal.ZERO;
        int last = -1;
        for (int outcome = 0; outcome < weights.size(); outcome++) {
            int sign = weights.get(outcome).signum();
            if (sign < 0) {
                throw new IllegalArgumentException("a weight must not be negative, was " + weights.get(outcome));
            }
            total = total.add(weights.get(outcome));
            last = sign > 0 ? outcome : last;
        }
        if (last < 0) {
            throw new IllegalArgumentException("a choice needs a weight above 0, was " + weights);
        }
        long[] thresholds = new long[last];
        BigDecimal cumulative = BigDecimal.ZERO;
        for (int outcome = 0; outcome < last; outcome++) {
            cumulative = cumulative.add(weights.get(outcome));
            thresholds[outcome] = floorOfWord(cumulative, total);
        }
        return new Choice(thresholds);
    }

    /** floor(part / whole * 2^64), part below whole. */
    private static long floorOfWord(BigDecimal part, BigDecimal whole) {
        int scale = Math.max(0, Math.max(part.scale(), whole.scale()));
        BigInteger numerator = part.setScale(scale).unscaledValue().shiftLeft(64);
        return numerator.divide(whole.setScale(scale).unscaledValue()).longValue();
    }

    /** Chance of an outcome as the words are cut, 0..1; 0 for positions behind the last possible one. */
    public double share(int outcome) {
        return upTo(outcome) - (outcome == 0 ? 0 : upTo(outcome - 1));
    }

    /** Share of the words that pick this outcome or one before it. */
    private double upTo(int outcome) {
        if (outcome >= thresholds.length) {
            return 1;
        }
        return thresholds[outcome] == 0 ? 0 : UnitInterval.unit(thresholds[outcome] - 1);
    }

    /** Position of the outcome in the list of weights. */
    public int pick(long x) {
        int outcome = 0;
        while (outcome < thresholds.length && Long.compareUnsigned(x, thresholds[outcome]) >= 0) {
            outcome++;
        }
        return outcome;
    }
}
