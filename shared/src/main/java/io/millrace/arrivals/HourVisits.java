package io.millrace.arrivals;

import java.util.Arrays;

/**
 * Arrivals of one hour, put together by row of the plan and visit. They come in order of time and are looked at when the
 * hour ends, row by row, so that a visit is found without a search. Belongs to one thread.
 */
final class HourVisits {
    private static final int START = 1 << 10;
    private static final int MILLIS_PER_SECOND = 1000;
    /** A visit that has been seen more than once; milliseconds of an hour are far below. */
    private static final int SEVERAL = 1 << 30;

    private int size;
    private int[] row = new int[START];
    /** Number of the visit, then milliseconds since the start of the hour. */
    private long[] visit = new long[START];

    /** Visits by row, in order of time. */
    private long[] byRow = new long[START];

    /** By row: arrivals of the hour, and its next place by row. */
    private final int[] made;

    private final int[] next;

    /** By visit of the row at hand: when it was last seen, from 1; 0 when it was not. */
    private int[] seen = new int[START];

    HourVisits(int rows) {
        made = new int[rows];
        next = new int[rows];
    }

    void clear() {
        size = 0;
    }

    /**
     * One more arrival.
     *
     * @param ofRow of the plan
     * @param ofVisit number inside row and hour
     * @param millis since the start of the hour
     */
    void add(int ofRow, int ofVisit, int millis) {
        if (size == row.length) {
            row = Arrays.copyOf(row, 2 * size);
            visit = Arrays.copyOf(visit, 2 * size);
        }
        row[size] = ofRow;
        visit[size++] = ((long) ofVisit << Integer.SIZE) + millis;
    }

    /** Ends the hour: {@link #made} is good until the next one does. */
    void end() {
        Arrays.fill(made, 0);
        for (int i = 0; i < size; i++) {
            made[row[i]]++;
        }
    }

    /** Arrivals of a row in the hour that has ended. */
    int made(int ofRow) {
        return made[ofRow];
    }

    /** Counts visits of the hour that has ended, and the times inside them. */
    void count(byte[] channelOfRow, ArrivalTally into) {
        if (byRow.length < size) {
            byRow = new long[row.length];
        }
        int from = 0;
        for (int of = 0; of < next.length; of++) {
            next[of] = from;
            from += made[of];
        }
        for (int i = 0; i < size; i++) {
            byRow[next[row[i]]++] = visit[i];
        }
        int begin = 0;
        for (int of = 0; of < next.length; of++) {
            if (made[of] == 1) {
                into.visits++;
            } else if (made[of] > 1) {
                count(begin, next[of], into.gaps[channelOfRow[of]], into);
            }
            begin = next[of];
        }
    }

    private void count(int begin, int end, long[] gaps, ArrivalTally into) {
        for (int place = begin; place < end; place++) {
            int number = (int) (byRow[place] >>> Integer.SIZE);
            int now = (int) byRow[place] + 1;
            if (number >= seen.length) {
                seen = Arrays.copyOf(seen, Math.max(2 * seen.length, number + 1));
            }
            int before = seen[number];
            if (before == 0) {
                into.visits++;
                seen[number] = now;
            } else {
                into.burstVisits += before < SEVERAL ? 1 : 0;
                int seconds = (now - (before & (SEVERAL - 1))) / MILLIS_PER_SECOND;
                gaps[Math.min(Math.max(seconds, 0), ArrivalTally.GAP_SECONDS)]++;
                seen[number] = now | SEVERAL;
            }
        }
        for (int place = begin; place < end; place++) {
            seen[(int) (byRow[place] >>> Integer.SIZE)] = 0;
        }
    }
}
