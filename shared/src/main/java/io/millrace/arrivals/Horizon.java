package io.millrace.arrivals;

import java.io.Serial;
import java.io.Serializable;

/**
 * The window of a scenario in whole UTC hours.
 *
 * @param startHour hours since 1970-01-01T00Z; bucket 0
 * @param hours buckets, at least 1
 */
public record Horizon(long startHour, long hours) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    public static final long MICROS_PER_HOUR = 3_600_000_000L;

    /** Longest horizon, thirty years: a bucket beyond it is a fault of its row. */
    public static final int HOURS_MAX = 1 << 18;

    private static final long HOURS_PER_DAY = 24;

    public Horizon {
        if (hours < 1 || hours > HOURS_MAX) {
            throw new IllegalArgumentException("a horizon has 1.." + HOURS_MAX + " hours, was " + hours);
        }
    }

    /** Whole days from the start that cover a bucket. */
    public static Horizon ofDays(long startHour, long lastBucket) {
        return new Horizon(startHour, (lastBucket / HOURS_PER_DAY + 1) * HOURS_PER_DAY);
    }

    public long startMicros() {
        return startHour * MICROS_PER_HOUR;
    }

    public long endMicros() {
        return (startHour + hours) * MICROS_PER_HOUR;
    }

    /** Rows per 1 000 days at the pace of this horizon, to the nearest whole number, halves up. */
    public long per1000Days(long rows) {
        long perThousandDays = Math.multiplyExact(rows, 2 * 1000 * HOURS_PER_DAY);
        return Math.floorDiv(perThousandDays + hours, 2 * hours);
    }
}
