package io.millrace.realism;

import io.millrace.random.Philox2x64;
import io.millrace.slab.KeyBucket;

/** Random values of the test world, each by its name and ids; they share no key with any decision of the product. */
final class Noise {
    private final long key;

    private Noise(long key) {
        this.key = key;
    }

    static Noise of(String name, long seed) {
        return new Noise(KeyBucket.mix64(KeyBucket.mix64(seed) + name.hashCode()));
    }

    long bits(long hi, long lo) {
        return Philox2x64.x0(key, hi, lo);
    }

    /** Strictly inside (0, 1). */
    double unit(long hi, long lo) {
        return ((bits(hi, lo) >>> 11) + .5) * 0x1p-53;
    }

    int below(int limit, long hi, long lo) {
        return (int) Philox2x64.umulh(bits(hi, lo), limit);
    }

    /** Box and Muller, both lanes of one block. */
    double normal(long hi, long lo) {
        double u = unit(hi, lo);
        double v = ((Philox2x64.x1(key, hi, lo) >>> 11) + .5) * 0x1p-53;
        return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * StrictMath.PI * v);
    }

    /** Log-normal with mean 1. */
    double factor(double sigma, long hi, long lo) {
        return StrictMath.exp(sigma * normal(hi, lo) - sigma * sigma / 2);
    }

    /** Inversion in chunks of at most 16, so that exp(-mean) never gets small. */
    int poisson(double mean, long hi, long lo) {
        int chunks = Math.max(1, (int) Math.ceil(mean / 16));
        int count = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            count += poissonOfOneChunk(mean / chunks, unit(hi, lo * 64 + chunk));
        }
        return count;
    }

    private static int poissonOfOneChunk(double mean, double u) {
        double p = StrictMath.exp(-mean);
        double cumulative = p;
        int count = 0;
        while (u >= cumulative && count < 200) {
            count++;
            p *= mean / count;
            cumulative += p;
        }
        return count;
    }
}
