package io.millrace.job.slab;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** Keys that send bucket b to key group b: Flink hashes keys, so for each bucket the smallest int that hashes there. */
public final class BucketKey {
    private final int[] keyOfBucket;

    private BucketKey(int[] keyOfBucket) {
        this.keyOfBucket = keyOfBucket;
    }

    /** @param buckets max parallelism of the job */
    public static BucketKey of(int buckets) {
        int[] keys = new int[buckets];
        boolean[] found = new boolean[buckets];
        int missing = buckets;
        for (int candidate = 0; missing > 0; candidate++) {
            int group = KeyGroupRangeAssignment.assignToKeyGroup(candidate, buckets);
            if (!found[group]) {
                found[group] = true;
                keys[group] = candidate;
                missing--;
            }
        }
        return new BucketKey(keys);
    }

    /** Bucket of a key that {@link #key} gave: the key group Flink assigns to it. */
    public static int bucketOf(int key, int buckets) {
        return KeyGroupRangeAssignment.assignToKeyGroup(key, buckets);
    }

    public int key(int bucket) {
        return keyOfBucket[bucket];
    }
}
