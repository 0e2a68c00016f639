package io.millrace.table;

import java.io.Serial;
import java.io.Serializable;

/**
 * A small count by one word: how many cuts of [0, 2^63) its upper 63 bits have passed. World design section 3.1.
 */
public final class CutTable implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final double WORD = 0x1p63;
    private static final double SCALE_MIN = 0x1p-40;
    private static final double SCALE_MAX = 0x1p20;
    private static final int BISECTIONS = 200;

    private final long[] cuts;

    private CutTable(long[] cuts) {
        this.cuts = cuts;
    }

    /**
     * Counts {@code min(max, floor(s w + 1/2))}, w log-normal with mean 1, and 0 with the given probability on top; s
     * makes the mean what is asked for.
     *
     * @param mean not negative; 0 never counts anything
     * @param zeroProbability 0..1, below 1
     * @param sigma spread of ln w, above 0
     * @param max largest count, at least 1
     * @throws IllegalArgumentException otherwise, or when no s reaches the mean
     */
    public static CutTable of(double mean, double zeroProbability, double sigma, int max) {
        if (!(zeroProbability >= 0 && zeroProbability < 1 && sigma > 0 && max >= 1)) {
            throw new IllegalArgumentException("zero probability in 0..1, sigma above 0, max at least 1, were "
                    + zeroProbability + ", " + sigma + ", " + max);
        }
        if (!(mean >= 0 && mean < max * (1 - zeroProbability))) {
            throw new IllegalArgumentException("a mean of " + mean + " is out of reach of counts up to " + max
                    + " with " + zeroProbability + " zeros");
        }
        if (mean == 0) {
            return new CutTable(new long[0]);
        }
        double scale = scale(mean, zeroProbability, sigma, max);
        long[] cuts = new long[max];
        for (int count = 1; count <= max; count++) {
            cuts[count - 1] = (long) ((1 - atLeast(count, scale, zeroProbability, sigma)) * WORD);
        }
        return new CutTable(cuts);
    }

    /**
     * One of several outcomes: the count is the position of the outcome, its probability the share of its weight.
     *
     * @param weights not negative, some above 0
     */
    public static CutTable ofShares(long... weights) {
        long total = 0;
        for (long weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException("a weight must not be negative, was " + weight);
            }
            total = Math.addExact(total, weight);
        }
        if (total == 0) {
            throw new IllegalArgumentException("a choice needs a weight above 0, all " + weights.length + " are 0");
        }
        long[] cuts = new long[lastPossible(weights)];
        long cumulative = 0;
        for (int outcome = 0; outcome < cuts.length; outcome++) {
            cumulative += weights[outcome];
            cuts[outcome] = AliasTable.fraction(cumulative, total) >>> 1;
        }
        return new CutTable(cuts);
    }

    private static int lastPossible(long[] weights) {
        int last = weights.length - 1;
        while (weights[last] == 0) {
            last--;
        }
        return last;
    }

    private static double scale(double mean, double zeroProbability, double sigma, int max) {
        double low = SCALE_MIN;
        double high = SCALE_MAX;
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = 0.5 * (low + high);
            if (meanAt(middle, zeroProbability, sigma, max) < mean) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double scale = 0.5 * (low + high);
        double reached = meanAt(scale, zeroProbability, sigma, max);
        if (!(StrictMath.abs(reached - mean) <= 1e-9)) {
            throw new IllegalArgumentException("a mean of " + mean + " is out of reach, the nearest is " + reached);
        }
        return scale;
    }

    private static double meanAt(double scale, double zeroProbability, double sigma, int max) {
        double sum = 0;
        for (int count = 1; count <= max; count++) {
            sum += atLeast(count, scale, zeroProbability, sigma);
        }
        return sum;
    }

    private static double atLeast(int count, double scale, double zeroProbability, double sigma) {
        double z = (StrictMath.log((count - 0.5) / scale) + 0.5 * sigma * sigma) / sigma;
        return (1 - zeroProbability) * StandardNormal.probabilityBelow(-z);
    }

    /**
     * Count of a word, 0..max.
     *
     * @param x a raw lane
     */
    public int count(long x) {
        long word = x >>> 1;
        // All cuts are looked at: there are few, and where a loop would end is anybody's guess.
        int count = 0;
        for (long cut : cuts) {
            count += (int) ((cut - 1 - word) >>> (Long.SIZE - 1));
        }
        return count;
    }

    /** Mean of the counts, from the cuts themselves. */
    public double mean() {
        double sum = 0;
        for (long cut : cuts) {
            sum += 1 - cut / WORD;
        }
        return sum;
    }

    /** Number of cuts: the largest count. */
    public int max() {
        return cuts.length;
    }

    /** [count - 1]: words from here on count at least so much; 0..2^63-1, ascending. */
    public long cut(int index) {
        return cuts[index];
    }
}
