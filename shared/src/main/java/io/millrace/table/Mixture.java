package io.millrace.table;

import java.util.List;

/**
 * One of several laws, by weight. Quantiles by a bracketed search on the mixed function, to 1e-13.
 *
 * @param components weights above 0 with sum 1
 */
public record Mixture(List<Component> components) implements Distribution {
    private static final double SUM_TOLERANCE = 1e-12;

    public Mixture {
        components = List.copyOf(components);
        double sum = components.stream().mapToDouble(Component::weight).sum();
        if (!(Math.abs(sum - 1) < SUM_TOLERANCE)) {
            throw new IllegalArgumentException("weights of a mixture must sum to 1, was " + sum);
        }
    }

    /** @param weight above 0, at most 1 */
    public record Component(double weight, Distribution law) {
        public Component {
            if (!(weight > 0 && weight <= 1)) {
                throw new IllegalArgumentException("a weight above 0 and at most 1, was " + weight);
            }
        }
    }

    @Override
    public double cdf(double x) {
        double sum = 0;
        for (Component component : components) {
            sum += component.weight * component.law.cdf(x);
        }
        return sum;
    }

    @Override
    public double survival(double x) {
        double sum = 0;
        for (Component component : components) {
            sum += component.weight * component.law.survival(x);
        }
        return sum;
    }

    @Override
    public double density(double x) {
        double sum = 0;
        for (Component component : components) {
            sum += component.weight * component.law.density(x);
        }
        return sum;
    }

    @Override
    public double quantile(double p) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Component component : components) {
            double own = component.law.quantile(p);
            low = Math.min(low, own);
            high = Math.max(high, own);
        }
        return low == high ? low : Inversion.LOWER.solve(this, p, low, high);
    }

    @Override
    public double upperQuantile(double t) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Component component : components) {
            double own = component.law.upperQuantile(t);
            low = Math.min(low, own);
            high = Math.max(high, own);
        }
        return low == high ? low : Inversion.UPPER.solve(this, t, low, high);
    }
}
