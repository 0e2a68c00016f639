package io.millrace.arrivals;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * Local time of zones by hour: t counts whole hours since 2020-01-01T00Z, up to November 2049. A switch may fall inside
 * an hour, so an hour has an offset before, an offset after, and the instant between. World design section 2.1.
 */
public final class CivilTime implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** t = 0 in hours since 1970. */
    public static final long EPOCH_HOUR = 438_288;

    /** Hours that arrival sequence numbers have room for. */
    public static final int HOURS_MAX = 1 << 18;

    public static final int SLOTS = 168;
    private static final int HOURS_PER_DAY = 24;
    private static final int DAYS_PER_WEEK = 7;
    private static final long SECONDS_PER_HOUR = 3600;
    private static final long SECONDS_PER_DAY = 86_400;
    /** 1970-01-01 was a Thursday; slots begin on Monday. */
    private static final int EPOCH_WEEKDAY = 3;

    /** By zone: instants of the switches, epoch seconds, ascending. */
    private final long[][] switchSecond;
    /** By zone: offset before the first switch, then after each. */
    private final int[][] offset;

    private CivilTime(long[][] switchSecond, int[][] offset) {
        this.switchSecond = switchSecond;
        this.offset = offset;
    }

    /** @param tzids zones, numbered in this order */
    public static CivilTime of(List<String> tzids) {
        long[][] seconds = new long[tzids.size()][];
        int[][] offsets = new int[tzids.size()][];
        Instant start = Instant.ofEpochSecond((EPOCH_HOUR - 1) * SECONDS_PER_HOUR);
        Instant end = Instant.ofEpochSecond((EPOCH_HOUR + HOURS_MAX + 1) * SECONDS_PER_HOUR);
        for (int zone = 0; zone < seconds.length; zone++) {
            ZoneRules rules = ZoneId.of(tzids.get(zone)).getRules();
            java.util.ArrayList<ZoneOffsetTransition> switches = new java.util.ArrayList<>();
            ZoneOffsetTransition next = rules.nextTransition(start);
            while (next != null && next.getInstant().isBefore(end)) {
                switches.add(next);
                next = rules.nextTransition(next.getInstant());
            }
            seconds[zone] = switches.stream()
                    .mapToLong(ZoneOffsetTransition::toEpochSecond)
                    .toArray();
            offsets[zone] = new int[switches.size() + 1];
            offsets[zone][0] = rules.getOffset(start).getTotalSeconds();
            for (int i = 0; i < switches.size(); i++) {
                offsets[zone][i + 1] = switches.get(i).getOffsetAfter().getTotalSeconds();
            }
        }
        return new CivilTime(seconds, offsets);
    }

    public int zones() {
        return offset.length;
    }

    /** Of local time to UTC at an instant, seconds. */
    public int offsetSeconds(int zone, long epochSecond) {
        return offset[zone][switchesUntil(zone, epochSecond)];
    }

    /** At the start of hour t. */
    public int offsetBefore(int zone, int t) {
        return offsetSeconds(zone, second(t) - 1);
    }

    /** At the end of hour t. */
    public int offsetAfter(int zone, int t) {
        return offsetSeconds(zone, second(t + 1) - 1);
    }

    /** Epoch second at which the offset changes in hour t, its start included, its end not; -1 without a change. */
    public long switchSecond(int zone, int t) {
        int before = switchesUntil(zone, second(t) - 1);
        return before < switchesUntil(zone, second(t + 1) - 1) ? switchSecond[zone][before] : -1;
    }

    /** 24 times the weekday (0 = Monday) plus hour of local time in the middle of hour t. */
    public int slot(int zone, int t) {
        long local = middle(zone, t);
        int weekday = Math.floorMod(Math.floorDiv(local, SECONDS_PER_DAY) + EPOCH_WEEKDAY, DAYS_PER_WEEK);
        return weekday * HOURS_PER_DAY + (int) (Math.floorMod(local, SECONDS_PER_DAY) / SECONDS_PER_HOUR);
    }

    /** Days since 1970 of local time in the middle of hour t. */
    public int localDay(int zone, int t) {
        return (int) Math.floorDiv(middle(zone, t), SECONDS_PER_DAY);
    }

    private long middle(int zone, int t) {
        long utc = second(t) + SECONDS_PER_HOUR / 2;
        return utc + offsetSeconds(zone, utc);
    }

    private static long second(int t) {
        return (EPOCH_HOUR + t) * SECONDS_PER_HOUR;
    }

    private int switchesUntil(int zone, long epochSecond) {
        long[] seconds = switchSecond[zone];
        int low = 0;
        int high = seconds.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (seconds[middle] <= epochSecond) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
