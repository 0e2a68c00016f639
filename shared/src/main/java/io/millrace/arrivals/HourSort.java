package io.millrace.arrivals;

/** Stable order of an hour's rows by offset: three passes of eleven bits over 32-bit unsigned microseconds. */
final class HourSort {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;
    private static final int PASSES = 3;

    private final int[][] counts = new int[PASSES][DIGITS];
    private int[] order = new int[0];
    private int[] other = new int[0];

    /** @return rows in order, {@code 0..size-1} valid until the next call */
    int[] order(int[] offsets, int size) {
        if (order.length < size) {
            order = new int[offsets.length];
            other = new int[offsets.length];
        }
        for (int[] count : counts) {
            java.util.Arrays.fill(count, 0);
        }
        for (int i = 0; i < size; i++) {
            order[i] = i;
            for (int pass = 0; pass < PASSES; pass++) {
                counts[pass][digit(offsets[i], pass)]++;
            }
        }
        for (int pass = 0; pass < PASSES; pass++) {
            int[] count = counts[pass];
            int before = 0;
            for (int digit = 0; digit < DIGITS; digit++) {
                int here = count[digit];
                count[digit] = before;
                before += here;
            }
            for (int i = 0; i < size; i++) {
                int row = order[i];
                other[count[digit(offsets[row], pass)]++] = row;
            }
            int[] swap = order;
            order = other;
            other = swap;
        }
        return order;
    }

    private static int digit(int offset, int pass) {
        return (offset >>> (pass * DIGIT_BITS)) & (DIGITS - 1);
    }
}
