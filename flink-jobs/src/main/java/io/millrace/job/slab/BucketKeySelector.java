package io.millrace.job.slab;

import io.millrace.slab.Slab;
import java.io.Serial;
import org.apache.flink.api.java.functions.KeySelector;

/** Key of a slab: the int that Flink assigns to the key group of its bucket. */
public final class BucketKeySelector<S extends Slab> implements KeySelector<S, Integer> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int buckets;
    private transient BucketKey keys;

    public BucketKeySelector(int buckets) {
        this.buckets = buckets;
    }

    @Override
    public Integer getKey(S slab) {
        if (keys == null) {
            keys = BucketKey.of(buckets);
        }
        return keys.key(slab.bucket);
    }
}
