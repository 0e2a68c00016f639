package io.millrace.random;

/**
 * The finaliser of splitmix64 and its Weyl constant: mixes one word, for structure (places, shards, permutations),
 * never for draws.
 */
public final class Mix64 {
    /** Odd, golden ratio of 2^64: steps between words that are mixed. */
    public static final long WEYL = 0x9E3779B97F4A7C15L;

    private Mix64() {}

    public static long mix(long word) {
        long x = word;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }

    /** Mixed word number {@code index} of a sequence that starts at {@code key}. */
    public static long at(long key, long index) {
        return mix(key + index * WEYL);
    }
}
