package io.millrace.table;

import io.millrace.random.UnitInterval;

/**
 * How active a party is, relative to others: {@code (base + share * ln(1 + holdings)) * exp(sigma * z)}, z standard
 * normal from one word. Evaluated once per party when an entity index is built, with StrictMath, so every JVM ranks
 * alike.
 */
public final class ActivityWeight {
    private final double base;
    private final double holdingsLog1p;
    private final double sigmaLog;

    /**
     * @param base weight without holdings
     * @param holdingsLog1p added per unit of ln(1 + holdings)
     * @param sigmaLog spread of the noise, 0 for none
     */
    public ActivityWeight(double base, double holdingsLog1p, double sigmaLog) {
        if (!(base >= 0 && holdingsLog1p >= 0 && sigmaLog >= 0)) {
            throw new IllegalArgumentException("base, holdings share and sigma must not be negative, were " + base
                    + ", " + holdingsLog1p + ", " + sigmaLog);
        }
        this.base = base;
        this.holdingsLog1p = holdingsLog1p;
        this.sigmaLog = sigmaLog;
    }

    /**
     * @param holdings things the party holds
     * @param x the party's random word
     * @return not negative
     */
    public double of(int holdings, long x) {
        return (base + holdingsLog1p * StrictMath.log1p(holdings))
                * StrictMath.exp(sigmaLog * StandardNormal.z(UnitInterval.unit(x)));
    }
}
