package io.millrace.job.sinks;

import java.util.Arrays;

/**
 * The rows of a slab grouped by UTC date, each group in row order. Groups are in date order. Reused between slabs; nothing
 * is allocated once the largest slab was seen.
 */
final class DayRuns {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long ROW_MASK = 0xFFFF_FFFFL;

    private long[] dayAndRow = new long[0];
    private int[] rows = new int[0];
    private int size;
    private long firstDay;

    /** @param micros times of the rows, UTC; rows {@code 0..count-1} */
    void of(long[] micros, int count) {
        if (rows.length < count) {
            rows = new int[count];
            dayAndRow = new long[count];
        }
        size = count;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int row = 0; row < count; row++) {
            first = Math.min(first, micros[row]);
            last = Math.max(last, micros[row]);
        }
        firstDay = Math.floorDiv(first, MICROS_PER_DAY);
        if (count > 0 && Math.floorDiv(last, MICROS_PER_DAY) == firstDay) {
            // Nearly every slab; only events reach into later days.
            for (int row = 0; row < count; row++) {
                dayAndRow[row] = row;
                rows[row] = row;
            }
            return;
        }
        boolean sorted = true;
        for (int row = 0; row < count; row++) {
            // The row number in the low word keeps the order inside a day.
            dayAndRow[row] = (Math.floorDiv(micros[row], MICROS_PER_DAY) - firstDay) << 32 | row;
            sorted &= row == 0 || dayAndRow[row] >= dayAndRow[row - 1];
        }
        if (!sorted) {
            Arrays.sort(dayAndRow, 0, count);
        }
        for (int i = 0; i < count; i++) {
            rows[i] = (int) (dayAndRow[i] & ROW_MASK);
        }
    }

    /** Row numbers in date order; a run {@code start..end-1} is one date. */
    int[] rows() {
        return rows;
    }

    /** End of the run that begins at {@code start}. */
    int end(int start) {
        int end = start + 1;
        while (end < size && dayAndRow[end] >>> 32 == dayAndRow[start] >>> 32) {
            end++;
        }
        return end;
    }

    /** Date of the run that begins at {@code start}, days since 1970. */
    long day(int start) {
        return firstDay + (dayAndRow[start] >>> 32);
    }
}
