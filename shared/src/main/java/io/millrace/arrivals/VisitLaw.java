package io.millrace.arrivals;

import io.millrace.policy.ArrivalsPolicy;
import io.millrace.random.Philox2x64;
import io.millrace.table.LogNormal;
import io.millrace.table.Truncated;

/** Sizes of visits and times inside them. World design sections 5.2 and 5.3. */
final class VisitLaw {
    private static final double MICROS = 1e6;

    private VisitLaw() {}

    /** Cuts of 63-bit words; the size is one more than the cuts a word has reached. P(n) ~ goesOn^(n-1), n = 1..max. */
    static long[] sizeCuts(double goesOn, int max) {
        long[] cuts = new long[max - 1];
        double[] upTo = upTo(goesOn, max);
        for (int n = 1; n < max; n++) {
            cuts[n - 1] = (long) (upTo[n - 1] / upTo[max - 1] * 0x1p63);
        }
        return cuts;
    }

    static double meanSize(double goesOn, int max) {
        double mean = 0;
        double power = 1;
        for (int n = 1; n <= max; n++) {
            mean += n * power;
            power *= goesOn;
        }
        return mean / upTo(goesOn, max)[max - 1];
    }

    private static double[] upTo(double goesOn, int max) {
        double[] sums = new double[max];
        double power = 1;
        double sum = 0;
        for (int n = 0; n < max; n++) {
            sum += power;
            power *= goesOn;
            sums[n] = sum;
        }
        return sums;
    }

    static int size(long[] cuts, long x) {
        long word = x >>> 1;
        int n = 1;
        while (n <= cuts.length && word >= cuts[n - 1]) {
            n++;
        }
        return n;
    }

    /** Quantile knots in microseconds; both ends are the bounds. */
    static long[] gapKnots(ArrivalsPolicy.Gap gap, int maxSeconds) {
        Truncated law = new Truncated(new LogNormal(gap.medianSeconds(), gap.sigmaLog()), gap.minSeconds(), maxSeconds);
        long[] knots = new long[Noise.CELLS + 1];
        knots[0] = micros(gap.minSeconds());
        knots[Noise.CELLS] = micros(maxSeconds);
        for (int i = 1; i < Noise.CELLS; i++) {
            knots[i] = micros(law.quantile((double) i / Noise.CELLS));
        }
        return knots;
    }

    private static long micros(double seconds) {
        return (long) StrictMath.rint(seconds * MICROS);
    }

    static long gap(long[] knots, long x) {
        int i = (int) (x >>> Noise.SHIFT);
        return knots[i] + Philox2x64.umulh(x << (Long.SIZE - Noise.SHIFT), knots[i + 1] - knots[i]);
    }

    /** Bound of 63-bit words below which a second uniform tilts the first. */
    static long tiltCut(double tilt) {
        return (long) (Math.abs(tilt) * 0x1p63);
    }
}
