package io.millrace.table;

/**
 * A continuous law by its exact functions: what tables are cut from and what rules about policies are checked against.
 * StrictMath only, so every JVM gives the same bits. Slow (about a microsecond): for starts, checks and tests.
 */
public sealed interface Distribution permits StandardNormal, LogNormal, Exponential, Gamma, Mixture, Truncated {
    /** P(X &lt;= x), 0..1; precise in the lower tail. */
    double cdf(double x);

    /** P(X &gt; x), 0..1; precise in the upper tail, where {@code 1 - cdf} is not. */
    double survival(double x);

    /** Derivative of {@link #cdf}. */
    double density(double x);

    /**
     * The value that is not passed with probability {@code p}.
     *
     * @param p strictly between 0 and 1
     */
    double quantile(double p);

    /**
     * The value that is passed with probability {@code t}: {@code quantile(1 - t)} without the rounding of 1 - t.
     *
     * @param t strictly between 0 and 1
     */
    double upperQuantile(double t);

    /** @throws IllegalArgumentException outside (0, 1), or NaN */
    static void requireOpenUnit(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("a probability strictly between 0 and 1, was " + probability);
        }
    }
}
