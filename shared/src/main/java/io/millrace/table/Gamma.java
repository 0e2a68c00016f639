package io.millrace.table;

/**
 * Gamma law by the regularised incomplete gamma function: series below shape + 1, continued fraction above.
 *
 * @param shape above 0
 * @param scale above 0, in the unit of the values; the mean is shape times scale
 */
public record Gamma(double shape, double scale) implements Distribution {
    private static final int STEPS_MAX = 100_000;
    private static final double HALF_LOG_TWO_PI = 0.9189385332046728;

    /** Stirling's series has all digits from here on; smaller arguments are shifted up. */
    private static final double STIRLING_MIN = 16;

    private static final double TINY = 1e-300;

    public Gamma {
        if (!(shape > 0 && shape < 1e6 && scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "shape in 0..1e6 and scale above 0, both excluded, was " + shape + " and " + scale);
        }
    }

    @Override
    public double cdf(double x) {
        double y = x / scale;
        if (y <= 0) {
            return 0;
        }
        return y < shape + 1 ? lowerSeries(y) : 1 - upperFraction(y);
    }

    @Override
    public double survival(double x) {
        double y = x / scale;
        if (y <= 0) {
            return 1;
        }
        return y < shape + 1 ? 1 - lowerSeries(y) : upperFraction(y);
    }

    @Override
    public double density(double x) {
        return x <= 0 ? 0 : front(x / scale) / x;
    }

    @Override
    public double quantile(double p) {
        Distribution.requireOpenUnit(p);
        double high = shape * scale;
        while (cdf(high) < p) {
            high *= 2;
        }
        double low = high;
        while (low > Double.MIN_NORMAL && cdf(low) > p) {
            low /= 2;
        }
        return Inversion.LOWER.solve(this, p, low, high);
    }

    @Override
    public double upperQuantile(double t) {
        Distribution.requireOpenUnit(t);
        double high = shape * scale;
        while (survival(high) > t) {
            high *= 2;
        }
        double low = high;
        while (low > Double.MIN_NORMAL && survival(low) < t) {
            low /= 2;
        }
        return Inversion.UPPER.solve(this, t, low, high);
    }

    /** y^shape e^-y / Gamma(shape). */
    private double front(double y) {
        return StrictMath.exp(shape * StrictMath.log(y) - y - logGamma(shape));
    }

    private double lowerSeries(double y) {
        double term = 1 / shape;
        double sum = term;
        for (int step = 1; step < STEPS_MAX && term > sum * 0x1p-60; step++) {
            term *= y / (shape + step);
            sum += term;
        }
        return front(y) * sum;
    }

    /** Continued fraction by the method of Lentz. */
    private double upperFraction(double y) {
        double b = y + 1 - shape;
        double c = 1 / TINY;
        double d = 1 / b;
        double fraction = d;
        for (int step = 1; step < STEPS_MAX; step++) {
            double a = -step * (step - shape);
            b += 2;
            d = 1 / awayFromZero(a * d + b);
            c = awayFromZero(b + a / c);
            double factor = d * c;
            fraction *= factor;
            if (Math.abs(factor - 1) < 0x1p-52) {
                break;
            }
        }
        return front(y) * fraction;
    }

    private static double awayFromZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    static double logGamma(double x) {
        double shifted = x;
        double product = 1;
        while (shifted < STIRLING_MIN) {
            product *= shifted;
            shifted += 1;
        }
        double inverse = 1 / shifted;
        double square = inverse * inverse;
        double series = inverse
                * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
        return (shifted - 0.5) * StrictMath.log(shifted) - shifted + HALF_LOG_TWO_PI + series - StrictMath.log(product);
    }
}
