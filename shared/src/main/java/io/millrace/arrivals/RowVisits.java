package io.millrace.arrivals;

import java.util.Arrays;

/** Visits that rows of a plan have in an hour, row by row; filled again and again by {@link HourIntensity#draw}. */
final class RowVisits {
    private static final int START = 1024;

    /** Rows that have any. */
    int size;

    int[] row = new int[START];
    int[] visits = new int[START];
    /** Whether the row is one of the units asked for, and no other slice of their merchants. */
    boolean[] owned = new boolean[START];

    /** Evaluations of COUNT and of CHUNK for owned rows. */
    long counted;

    long chunked;

    void clear() {
        size = 0;
        counted = 0;
        chunked = 0;
    }

    void add(int ofRow, int drawn, boolean isOwned) {
        if (size == row.length) {
            row = Arrays.copyOf(row, 2 * size);
            visits = Arrays.copyOf(visits, 2 * size);
            owned = Arrays.copyOf(owned, 2 * size);
        }
        row[size] = ofRow;
        visits[size] = drawn;
        owned[size++] = isOwned;
    }
}
