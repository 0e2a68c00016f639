package io.millrace.table;

import java.util.Arrays;

/** Splits a whole number by weights so that the parts are whole and sum up. World design section 3.1. */
public final class LargestRemainder {
    private LargestRemainder() {}

    /**
     * Floors of the exact shares; what is left over goes to the largest remainders, ties to the lower index.
     *
     * @param total not negative
     * @param weights not negative, some above 0 unless the total is 0
     * @return parts that sum to the total
     * @throws IllegalArgumentException otherwise
     * @throws ArithmeticException when total times weight does not fit in a word
     */
    public static long[] split(long total, long[] weights) {
        long sum = 0;
        for (long weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException("a weight must not be negative, was " + weight);
            }
            sum = Math.addExact(sum, weight);
        }
        long[] parts = new long[weights.length];
        if (total == 0) {
            return parts;
        }
        if (total < 0 || sum == 0) {
            throw new IllegalArgumentException("cannot split " + total + " over weights of " + sum + " in all");
        }
        long[] remainders = new long[weights.length];
        long left = total;
        for (int i = 0; i < weights.length; i++) {
            long product = Math.multiplyExact(total, weights[i]);
            parts[i] = product / sum;
            remainders[i] = product % sum;
            left -= parts[i];
        }
        Integer[] byRemainder = new Integer[weights.length];
        Arrays.setAll(byRemainder, i -> i);
        Arrays.sort(byRemainder, (a, b) -> Long.compare(remainders[b], remainders[a]));
        for (int i = 0; i < left; i++) {
            parts[byRemainder[i]]++;
        }
        return parts;
    }
}
