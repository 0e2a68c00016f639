package io.millrace.entities;

import java.util.List;

/**
 * How the latent level of a party moves its means: by a power of the level's factor, so that the mean over all parties
 * stays what it was. World design section 3.2.
 *
 * @param factors by level
 * @param shares of parties per level, summing to 1
 */
public record LevelLaw(List<Double> factors, List<Double> shares) {
    public LevelLaw {
        factors = List.copyOf(factors);
        shares = List.copyOf(shares);
        if (factors.size() != shares.size() || factors.isEmpty()) {
            throw new IllegalArgumentException(
                    "each level has a factor and a share, were " + factors + " and " + shares);
        }
    }

    public int levels() {
        return factors.size();
    }

    /** Mean of parties of a level. */
    double mean(double meanOfAll, double exponent, int level) {
        double norm = 0;
        for (int i = 0; i < factors.size(); i++) {
            norm += shares.get(i) * StrictMath.pow(factors.get(i), exponent);
        }
        return meanOfAll * StrictMath.pow(factors.get(level), exponent) / norm;
    }
}
