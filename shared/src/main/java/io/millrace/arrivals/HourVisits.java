package io.millrace.arrivals;

import io.millrace.random.Mix64;
import java.util.Arrays;

/** Visits of one hour by (row of the plan, visit), with the time each was last seen at. Belongs to one thread. */
final class HourVisits {
    /** The visit is seen for the first time. */
    static final int FIRST = -1;

    /** Rows of a plan are below. */
    static final int ROWS_MAX = 1 << 22;

    /** Visits of one row and hour beyond so many share their numbers; no hour of a row comes near. */
    private static final int VISIT_BITS = 18;

    private static final int MILLIS_BITS = 23;
    private static final long MILLIS = (1L << MILLIS_BITS) - 1;
    private static final int START = 1 << 10;

    /** Row, visit, whether it has been seen several times, milliseconds; 0 when free, so rows count from 1. */
    private long[] table = new long[START];

    private int size;

    /** Whether the last {@link #see} saw its visit for the second time. */
    boolean wasSecond;

    void clear() {
        Arrays.fill(table, 0);
        size = 0;
    }

    /**
     * One more arrival of a visit.
     *
     * @param millis since the start of the hour, below 2^23
     * @return time of the arrival of the visit before, or {@link #FIRST}
     */
    int see(int row, int visit, int millis) {
        long key = ((row + 1L) << VISIT_BITS) + (visit & ((1 << VISIT_BITS) - 1));
        int place = place(key);
        long found = table[place];
        if (found == 0) {
            table[place] = key << MILLIS_BITS | millis;
            if (++size > table.length / 2) {
                grow();
            }
            return FIRST;
        }
        wasSecond = found > 0;
        table[place] = Long.MIN_VALUE | key << MILLIS_BITS | millis;
        return (int) (found & MILLIS);
    }

    private int place(long key) {
        int mask = table.length - 1;
        int place = (int) ((key * Mix64.WEYL) >>> Integer.SIZE) & mask;
        while (table[place] != 0 && (table[place] & Long.MAX_VALUE) >>> MILLIS_BITS != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        for (long entry : old) {
            if (entry != 0) {
                table[place((entry & Long.MAX_VALUE) >>> MILLIS_BITS)] = entry;
            }
        }
    }
}
