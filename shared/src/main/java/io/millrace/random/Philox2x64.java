package io.millrace.random;

/**
 * Philox2x64-10, the counter-based generator of Random123 (Salmon et al., SC'11): a block is a pure function of
 * (key, counter). The two lanes are computed separately so that nothing is allocated; callers that need both use
 * {@link #block}.
 */
public final class Philox2x64 {
    private static final long MULTIPLIER = 0xD2B74407B1CE6E93L;
    private static final long WEYL = 0x9E3779B97F4A7C15L;
    private static final int ROUNDS = 10;

    private Philox2x64() {}

    /** Lane 0 of the block. */
    public static long x0(long key, long hi, long lo) {
        long c0 = lo;
        long c1 = hi;
        long k = key;
        for (int round = 0; round < ROUNDS; round++) {
            long high = umulh(MULTIPLIER, c0);
            long low = MULTIPLIER * c0;
            c0 = high ^ k ^ c1;
            c1 = low;
            k += WEYL;
        }
        return c0;
    }

    /** Lane 1 of the block: the low product word of the last round, so its own loop may stop one step earlier. */
    public static long x1(long key, long hi, long lo) {
        long c0 = lo;
        long c1 = hi;
        long k = key;
        for (int round = 0; round < ROUNDS - 1; round++) {
            long high = umulh(MULTIPLIER, c0);
            long low = MULTIPLIER * c0;
            c0 = high ^ k ^ c1;
            c1 = low;
            k += WEYL;
        }
        return MULTIPLIER * c0;
    }

    /** Both lanes into {@code out[0..1]}. */
    public static void block(long key, long hi, long lo, long[] out) {
        block(key, hi, lo, out, 0);
    }

    /** Both lanes into {@code out[at]} and the next. */
    public static void block(long key, long hi, long lo, long[] out, int at) {
        long c0 = lo;
        long c1 = hi;
        long k = key;
        for (int round = 0; round < ROUNDS; round++) {
            long high = umulh(MULTIPLIER, c0);
            long low = MULTIPLIER * c0;
            c0 = high ^ k ^ c1;
            c1 = low;
            k += WEYL;
        }
        out[at] = c0;
        out[at + 1] = c1;
    }

    /**
     * Both lanes of many blocks. Blocks do not wait for one another, so a processor works at several at a time, as it
     * cannot where each is followed by a branch on its lanes.
     *
     * @param hi,lo counters of the first {@code n} blocks
     */
    public static void blocks(long key, long[] hi, long[] lo, int n, long[] x0, long[] x1) {
        for (int i = 0; i < n; i++) {
            long c0 = lo[i];
            long c1 = hi[i];
            long k = key;
            for (int round = 0; round < ROUNDS; round++) {
                long high = umulh(MULTIPLIER, c0);
                long low = MULTIPLIER * c0;
                c0 = high ^ k ^ c1;
                c1 = low;
                k += WEYL;
            }
            x0[i] = c0;
            x1[i] = c1;
        }
    }

    /** As {@link #blocks(long, long[], long[], int, long[], long[])}, each block with a key of its own. */
    public static void blocks(long[] key, long[] hi, long[] lo, int n, long[] x0, long[] x1) {
        for (int i = 0; i < n; i++) {
            long c0 = lo[i];
            long c1 = hi[i];
            long k = key[i];
            for (int round = 0; round < ROUNDS; round++) {
                long high = umulh(MULTIPLIER, c0);
                long low = MULTIPLIER * c0;
                c0 = high ^ k ^ c1;
                c1 = low;
                k += WEYL;
            }
            x0[i] = c0;
            x1[i] = c1;
        }
    }

    /** High word of the unsigned product; {@code Math.unsignedMultiplyHigh} came only with Java 18. */
    public static long umulh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }
}
