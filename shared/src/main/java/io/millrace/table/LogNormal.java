package io.millrace.table;

/**
 * A law whose logarithm is normal.
 *
 * @param median above 0, in the unit of the values
 * @param sigmaLog above 0, standard deviation of the natural logarithm
 */
public record LogNormal(double median, double sigmaLog) implements Distribution {
    public LogNormal {
        if (!(median > 0 && median < Double.POSITIVE_INFINITY && sigmaLog > 0 && sigmaLog < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("median and sigma must be above 0, was " + median + " and " + sigmaLog);
        }
    }

    @Override
    public double cdf(double x) {
        return x <= 0 ? 0 : StandardNormal.probabilityBelow(z(x));
    }

    @Override
    public double survival(double x) {
        return x <= 0 ? 1 : StandardNormal.probabilityBelow(-z(x));
    }

    @Override
    public double density(double x) {
        return x <= 0 ? 0 : StandardNormal.densityAt(z(x)) / (sigmaLog * x);
    }

    @Override
    public double quantile(double p) {
        return StrictMath.exp(mu() + sigmaLog * StandardNormal.z(p));
    }

    @Override
    public double upperQuantile(double t) {
        return StrictMath.exp(mu() - sigmaLog * StandardNormal.z(t));
    }

    private double mu() {
        return StrictMath.log(median);
    }

    private double z(double x) {
        return (StrictMath.log(x) - mu()) / sigmaLog;
    }
}
