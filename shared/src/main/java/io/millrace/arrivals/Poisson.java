package io.millrace.arrivals;

import io.millrace.table.TableHash;

/** Exact Poisson counts by inversion; the start probability comes from two tables and a short series. */
final class Poisson {
    private static final int WHOLE = 64;
    private static final int PARTS = 4096;
    private static final int STEPS_MAX = 200;
    private static final double[] E_WHOLE = new double[WHOLE];
    private static final double[] E_PART = new double[PARTS];

    static {
        for (int i = 0; i < WHOLE; i++) {
            E_WHOLE[i] = StrictMath.exp(-i);
        }
        for (int j = 0; j < PARTS; j++) {
            E_PART[j] = StrictMath.exp(-(double) j / PARTS);
        }
    }

    private Poisson() {}

    static void hash(TableHash hash) {
        hash.add(E_WHOLE);
        hash.add(E_PART);
    }

    /** @param mean 0..63 */
    static int count(double mean, long x) {
        double u = (x >>> 11) * 0x1p-53;
        double p = exp(mean);
        double below = p;
        int k = 0;
        while (u >= below && k < STEPS_MAX) {
            k++;
            p = p * mean / k;
            below += p;
        }
        return k;
    }

    /** e to the minus mean. */
    static double exp(double mean) {
        int whole = (int) mean;
        double rest = (mean - whole) * PARTS;
        int part = (int) rest;
        double r = (rest - part) / PARTS;
        return E_WHOLE[whole] * E_PART[part] * (1 - r * (1 - r * (0.5 - r / 6)));
    }
}
