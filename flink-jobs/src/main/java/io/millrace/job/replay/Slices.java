package io.millrace.job.replay;

import java.util.TreeMap;

/**
 * Cuts the time of a replay into stretches of about so many rows, so that one after the other can be sorted in memory. A
 * day is one stretch, or several of equal length: files lie in folders by day, and know how many rows they have.
 */
final class Slices {
    /** A million rows take some 100 MB as columns; a reader holds two stretches. */
    static final int ROWS = 1_000_000;

    private static final long MICROS_PER_DAY = 86_400_000_000L;
    /** Not shorter than a minute, however many rows a day has. */
    private static final long PIECES_MAX = 1_440;

    private final long[] bounds;

    private Slices(long[] bounds) {
        this.bounds = bounds;
    }

    /** @param rowsMax rows of a stretch, all lanes together; more where a day is uneven */
    static Slices of(ReplayPlan plan, int rowsMax) {
        TreeMap<Long, Long> rowsByDay = new TreeMap<>();
        for (ReplayFile file : plan.sentFiles()) {
            for (long day = day(file.tsMinMicros()); day <= day(file.tsMaxMicros()); day++) {
                rowsByDay.merge(day, file.rows(), Long::sum);
            }
        }
        TreeMap<Long, Boolean> bounds = new TreeMap<>();
        rowsByDay.forEach((day, rows) -> {
            long pieces = Math.min(PIECES_MAX, Math.max(1, (rows + rowsMax - 1) / rowsMax));
            for (long piece = 0; piece <= pieces; piece++) {
                bounds.put(day * MICROS_PER_DAY + piece * (MICROS_PER_DAY / pieces), true);
            }
            bounds.put((day + 1) * MICROS_PER_DAY, true);
        });
        return new Slices(bounds.keySet().stream().mapToLong(bound -> bound).toArray());
    }

    int count() {
        return Math.max(0, bounds.length - 1);
    }

    /** First microsecond of a stretch. */
    long from(int slice) {
        return bounds[slice];
    }

    /** First microsecond after it. */
    long until(int slice) {
        return bounds[slice + 1];
    }

    /** The stretch that a time lies in; the first one for times before, {@link #count} for times behind. */
    int indexOf(long micros) {
        int slice = 0;
        while (slice < count() && until(slice) <= micros) {
            slice++;
        }
        return slice;
    }

    private static long day(long micros) {
        return Math.floorDiv(micros, MICROS_PER_DAY);
    }
}
