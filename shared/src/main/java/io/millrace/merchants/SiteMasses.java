package io.millrace.merchants;

import io.millrace.policy.MerchantsPolicy;
import io.millrace.table.TableHash;
import java.io.Serial;
import java.io.Serializable;

/** Weights of the sites of a branch as integers: (i + 1) ^ -exponent in 2^-32, and their running sums. */
final class SiteMasses implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The last of 4 096 sites still has a mass above 0 at the greatest exponent, 2. */
    private static final double UNIT = 0x1p32;

    private final long[] mass;
    private final long[] sum;

    private SiteMasses(long[] mass, long[] sum) {
        this.mass = mass;
        this.sum = sum;
    }

    static SiteMasses of(MerchantsPolicy.Sites law) {
        long[] mass = new long[law.perCountryMax()];
        long[] sum = new long[mass.length + 1];
        for (int i = 0; i < mass.length; i++) {
            mass[i] = (long) StrictMath.rint(UNIT * StrictMath.pow(i + 1, -law.weightExponent()));
            sum[i + 1] = sum[i] + mass[i];
        }
        return new SiteMasses(mass, sum);
    }

    void hash(TableHash hash) {
        hash.add(mass);
    }

    long mass(int site) {
        return mass[site];
    }

    /** Of the first {@code sites} sites. */
    long sum(int sites) {
        return sum[sites];
    }
}
