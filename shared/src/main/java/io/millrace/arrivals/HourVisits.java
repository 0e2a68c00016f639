package io.millrace.arrivals;

import io.millrace.random.Mix64;
import java.util.Arrays;

/** Visits of one hour by (merchant, visit slot), with the time each was last seen at. Belongs to one thread. */
final class HourVisits {
    private static final int START = 1 << 10;
    /** Visits of an hour that were seen for the first time. */
    static final long FIRST = -1;

    /** [2 * place]: key + 1, 0 when free; [2 * place + 1]: offset. */
    private long[] table = new long[2 * START];

    private int mask = START - 1;
    private int size;
    /** What the last {@link #see} found: whether its visit had been seen just once. */
    boolean wasSecond;

    void clear() {
        Arrays.fill(table, 0);
        size = 0;
    }

    /**
     * One more arrival of a visit.
     *
     * @param offset microseconds, from 0
     * @return offset of the arrival of the visit before, or {@link #FIRST}
     */
    long see(int merchant, int visitSlot, long offset) {
        long key = ((long) merchant << Integer.SIZE) + visitSlot + 1;
        int place = place(key);
        if (table[2 * place] == 0) {
            table[2 * place] = key;
            table[2 * place + 1] = offset;
            if (++size > mask / 2) {
                grow();
            }
            return FIRST;
        }
        // The top bit tells a visit that has been counted as one of several.
        long before = table[2 * place + 1];
        wasSecond = before >= 0;
        table[2 * place + 1] = offset | Long.MIN_VALUE;
        return before & Long.MAX_VALUE;
    }

    private int place(long key) {
        int place = (int) ((key * Mix64.WEYL) >>> Integer.SIZE) & mask;
        while (table[2 * place] != 0 && table[2 * place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        mask = old.length - 1;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                int place = place(old[i]);
                table[2 * place] = old[i];
                table[2 * place + 1] = old[i + 1];
            }
        }
    }
}
