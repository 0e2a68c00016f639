package io.millrace.table;

/**
 * A law cut to a range, the rest scaled up: {@code T(u) = Q(F(min) + u * (F(max) - F(min)))}. No atom at the bounds.
 *
 * @param min below {@code max}, in the unit of the values
 */
public record Truncated(Distribution law, double min, double max) implements Distribution {
    public Truncated {
        if (!(min < max)) {
            throw new IllegalArgumentException("min must be below max, was " + min + " and " + max);
        }
        if (!(mass(law, min, max) > 0)) {
            throw new IllegalArgumentException("the law has no mass between " + min + " and " + max);
        }
    }

    /** Share of the untruncated law inside the range. */
    public double mass() {
        return mass(law, min, max);
    }

    @Override
    public double cdf(double x) {
        if (x <= min) {
            return 0;
        }
        return x >= max ? 1 : mass(law, min, x) / mass();
    }

    @Override
    public double survival(double x) {
        if (x <= min) {
            return 1;
        }
        return x >= max ? 0 : mass(law, x, max) / mass();
    }

    @Override
    public double density(double x) {
        return x < min || x > max ? 0 : law.density(x) / mass();
    }

    @Override
    public double quantile(double p) {
        Distribution.requireOpenUnit(p);
        return at(law.cdf(min) + p * mass(), law.survival(max) + (1 - p) * mass());
    }

    @Override
    public double upperQuantile(double t) {
        Distribution.requireOpenUnit(t);
        return at(law.cdf(min) + (1 - t) * mass(), law.survival(max) + t * mass());
    }

    /** Takes the smaller of the two probabilities, which has more digits; held to the range against rounding only. */
    private double at(double below, double above) {
        double value = below <= above ? law.quantile(below) : law.upperQuantile(above);
        return Math.min(max, Math.max(min, value));
    }

    private static double mass(Distribution law, double from, double to) {
        double below = law.cdf(from);
        return below < 0.5 ? law.cdf(to) - below : law.survival(from) - law.survival(to);
    }
}
