package io.millrace.job.arrivals;

/**
 * When a reader that works flat out passes its time on: at the first hour after as many rows as fill a slab of each key
 * bucket, and at least once a day. At every watermark all rows that wait leave, each bucket's in a slab of its own, so
 * that small worlds would pay for slabs of a few rows. No row depends on it.
 *
 * <p>Bound: of each reader rows wait in sessionise for a day of event time or so many rows, whichever comes first, and an
 * hour more.
 */
final class WatermarkStep {
    private static final int HOURS_PER_DAY = 24;

    private final long rowsMax;
    private long rows;
    private long day = Long.MIN_VALUE;

    /** @param buckets key buckets of the job */
    WatermarkStep(int buckets, int slabRows) {
        this.rowsMax = (long) buckets * slabRows;
    }

    void add(int more) {
        rows += more;
    }

    /**
     * Whether the time is passed on now; the next step begins with that.
     *
     * @param hour all before it have been handed out; whole hours since midnight of some day
     */
    boolean isDue(long hour) {
        long begun = Math.floorDiv(hour, HOURS_PER_DAY);
        if (rows < rowsMax && begun == day) {
            return false;
        }
        rows = 0;
        day = begun;
        return true;
    }
}
