package io.millrace.sessionise;

import java.util.Arrays;

/** Most frequent value of a few, and how many differ: exact, and free of the order they came in. Reused per thread. */
final class DominantId {
    private long[] values = new long[16];
    private int size;
    private long dominant;
    private int distinct;

    void clear() {
        size = 0;
    }

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /** Counts; ties go to the smallest value, signed. Merchants come with their sign bit flipped. */
    void count(long whenEmpty) {
        dominant = whenEmpty;
        distinct = 0;
        if (size == 1) {
            // Most sessions have one arrival.
            dominant = values[0];
            distinct = 1;
            return;
        }
        Arrays.sort(values, 0, size);
        int most = 0;
        int start = 0;
        while (start < size) {
            int end = start + 1;
            while (end < size && values[end] == values[start]) {
                end++;
            }
            if (end - start > most) {
                most = end - start;
                dominant = values[start];
            }
            distinct++;
            start = end;
        }
    }

    long dominant() {
        return dominant;
    }

    int distinct() {
        return distinct;
    }
}
