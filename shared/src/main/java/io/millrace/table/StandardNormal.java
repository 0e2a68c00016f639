package io.millrace.table;

/**
 * The normal law with mean 0 and variance 1. Quantiles by Wichura's algorithm AS241 (PPND16, Applied Statistics 37,
 * 1988; relative error about 1e-16); probabilities by series and continued fraction, relative error below 1e-13.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // coefficients as published
public record StandardNormal() implements Distribution {
    private static final double CENTRE = 0.425;
    private static final double CENTRE_SQUARED = 0.180625;
    private static final double FAR_TAIL = 5;
    private static final double INVERSE_ROOT_TWO_PI = 0.3989422804014327;

    /** Below, the series keeps all digits of the tail; from here on the continued fraction is short. */
    private static final double SERIES_MAX = 2;

    // AS241: numerators and denominators in ascending powers; centre, tail, far tail.
    private static final double[] A = {
        3.3871328727963666080e0,
        1.3314166789178437745e+2,
        1.9715909503065514427e+3,
        1.3731693765509461125e+4,
        4.5921953931549871457e+4,
        6.7265770927008700853e+4,
        3.3430575583588128105e+4,
        2.5090809287301226727e+3
    };
    private static final double[] B = {
        1.0,
        4.2313330701600911252e+1,
        6.8718700749205790830e+2,
        5.3941960214247511077e+3,
        2.1213794301586595867e+4,
        3.9307895800092710610e+4,
        2.8729085735721942674e+4,
        5.2264952788528545610e+3
    };
    private static final double[] C = {
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4
    };
    private static final double[] D = {
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9
    };
    private static final double[] E = {
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7
    };
    private static final double[] F = {
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15
    };

    @Override
    public double cdf(double x) {
        return probabilityBelow(x);
    }

    @Override
    public double survival(double x) {
        return probabilityBelow(-x);
    }

    @Override
    public double density(double x) {
        return densityAt(x);
    }

    @Override
    public double quantile(double p) {
        return z(p);
    }

    @Override
    public double upperQuantile(double t) {
        return -z(t) + 0.0;
    }

    /** @param p strictly between 0 and 1 */
    static double z(double p) {
        Distribution.requireOpenUnit(p);
        double q = p - 0.5;
        if (Math.abs(q) <= CENTRE) {
            double r = CENTRE_SQUARED - q * q;
            return q * horner(A, r) / horner(B, r);
        }
        double r = StrictMath.sqrt(-StrictMath.log(q < 0 ? p : 1 - p));
        double tail;
        if (r <= FAR_TAIL) {
            r -= 1.6;
            tail = horner(C, r) / horner(D, r);
        } else {
            r -= FAR_TAIL;
            tail = horner(E, r) / horner(F, r);
        }
        return q < 0 ? -tail : tail;
    }

    static double probabilityBelow(double z) {
        double distance = Math.abs(z);
        double beyond = distance < SERIES_MAX ? 0.5 - fromCentre(distance) : beyond(distance);
        return z <= 0 ? beyond : 1 - beyond;
    }

    static double densityAt(double z) {
        return INVERSE_ROOT_TWO_PI * StrictMath.exp(-0.5 * z * z);
    }

    /** P(0 &lt; X &lt; z): density times z + z^3/3 + z^5/15 + …; every term is positive, nothing cancels. */
    private static double fromCentre(double z) {
        double square = z * z;
        double term = z;
        double sum = z;
        for (int odd = 3; term > sum * 0x1p-60; odd += 2) {
            term *= square / odd;
            sum += term;
        }
        return densityAt(z) * sum;
    }

    /** P(X &gt; z): density over z + 1/(z + 2/(z + 3/(z + …))), from the inside out; shorter the farther out. */
    private static double beyond(double z) {
        double fraction = z;
        for (int step = 10 + (int) (240 / (z * z)); step > 0; step--) {
            fraction = z + step / fraction;
        }
        return densityAt(z) / fraction;
    }

    private static double horner(double[] ascending, double r) {
        double sum = ascending[ascending.length - 1];
        for (int power = ascending.length - 2; power >= 0; power--) {
            sum = sum * r + ascending[power];
        }
        return sum;
    }
}
