package io.millrace.slab;

import io.millrace.random.Mix64;
import io.millrace.random.Philox2x64;

/** Key bucket of a party: parties spread evenly, merchants never key anything. It appears in no output. */
public final class KeyBucket {
    private KeyBucket() {}

    /**
     * @param buckets max parallelism of the job
     * @return 0..buckets-1
     */
    public static int of(long partyId, int buckets) {
        return (int) Philox2x64.umulh(mix64(partyId), buckets);
    }

    /** Finaliser of splitmix64; for structure only, never for a random value. */
    public static long mix64(long value) {
        return Mix64.mix(value);
    }
}
