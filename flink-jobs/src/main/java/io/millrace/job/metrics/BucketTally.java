package io.millrace.job.metrics;

/**
 * A sum over the key buckets of a subtask, from what each bucket was last seen to hold. After a restore a bucket counts
 * from its first slab or timer on. Written by the task's thread, read by any.
 */
public final class BucketTally {
    private final long[] byBucket;
    private long sum;
    private volatile long shown;

    /** @param buckets of the whole job */
    public BucketTally(int buckets) {
        byBucket = new long[buckets];
    }

    /** @param amount what the bucket holds now */
    public void set(int bucket, long amount) {
        sum += amount - byBucket[bucket];
        byBucket[bucket] = amount;
        shown = sum;
    }

    public long sum() {
        return shown;
    }
}
