package io.millrace.table;

/**
 * Waiting time without memory.
 *
 * @param mean above 0, in the unit of the values
 */
public record Exponential(double mean) implements Distribution {
    public Exponential {
        if (!(mean > 0 && mean < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("mean must be above 0, was " + mean);
        }
    }

    @Override
    public double cdf(double x) {
        return x <= 0 ? 0 : -StrictMath.expm1(-x / mean);
    }

    @Override
    public double survival(double x) {
        return x <= 0 ? 1 : StrictMath.exp(-x / mean);
    }

    @Override
    public double density(double x) {
        return x < 0 ? 0 : StrictMath.exp(-x / mean) / mean;
    }

    @Override
    public double quantile(double p) {
        Distribution.requireOpenUnit(p);
        return -StrictMath.log1p(-p) * mean;
    }

    @Override
    public double upperQuantile(double t) {
        Distribution.requireOpenUnit(t);
        return -StrictMath.log(t) * mean;
    }
}
