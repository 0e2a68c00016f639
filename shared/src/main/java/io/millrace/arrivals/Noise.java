package io.millrace.arrivals;

import io.millrace.table.LogNormal;
import io.millrace.table.StandardNormal;

/** Tables of random factors by the upper twelve bits of a word: mid-quantiles of a normal, log-normals of mean 1. */
final class Noise {
    static final int CELLS = 4096;
    static final int SHIFT = 52;

    private Noise() {}

    /** Standard normal. */
    static double[] normal() {
        StandardNormal normal = new StandardNormal();
        double[] table = new double[CELLS];
        for (int i = 0; i < CELLS; i++) {
            table[i] = normal.quantile((i + 0.5) / CELLS);
        }
        return table;
    }

    /** Log-normal over its own mean: the mean of the table is 1, not merely that of the law. */
    static double[] logNormal(double sigma) {
        LogNormal law = new LogNormal(1, sigma);
        double[] table = new double[CELLS];
        double sum = 0;
        for (int i = 0; i < CELLS; i++) {
            table[i] = law.quantile((i + 0.5) / CELLS);
            sum += table[i];
        }
        double mean = sum / CELLS;
        for (int i = 0; i < CELLS; i++) {
            table[i] /= mean;
        }
        return table;
    }

    /** Spread of ln of a log-normal with mean 1 and variance 1 / kappa. */
    static double hourSigma(double kappa) {
        return StrictMath.sqrt(StrictMath.log(1 + 1 / kappa));
    }
}
