package io.millrace.table;

import io.millrace.random.UnitInterval;

/**
 * How active a party is, relative to others: {@code (base + share * ln(1 + holdings)) * exp(sigma * z)}, z standard
 * normal from one word. Evaluated once per party when an entity index is built, with StrictMath, so every JVM ranks
 * alike.
 */
public final class ActivityWeight {
    private static final double SPLIT_CENTRE = 0.425;
    private static final double CENTRE = 0.180625;
    private static final double SPLIT_TAIL = 5.0;
    private static final double TAIL = 1.6;

    /** AS 241 (Wichura 1988), PPND16, from the constant term upwards. */
    private static final double[] CENTRE_OVER = {
        3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
        45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227
    };

    private static final double[] CENTRE_UNDER = {
        1.0,
        42.31333070160091,
        687.1870074920579,
        5394.196021424751,
        21213.794301586597,
        39307.89580009271,
        28729.085735721943,
        5226.495278852854
    };

    private static final double[] NEAR_OVER = {
        1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
        1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414
    };

    private static final double[] NEAR_UNDER = {
        1.0,
        2.053191626637759,
        1.6763848301838038,
        0.6897673349851,
        0.14810397642748008,
        0.015198666563616457,
        0.0005475938084995345,
        1.0507500716444169E-9
    };

    private static final double[] FAR_OVER = {
        6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
        0.026532189526576124, 0.0012426609473880784, 2.7115555687434876E-5, 2.0103343992922881E-7
    };

    private static final double[] FAR_UNDER = {
        1.0,
        0.599832206555888,
        0.1369298809227358,
        0.014875361290850615,
        0.0007868691311456133,
        1.8463183175100548E-5,
        1.421511758316446E-7,
        2.0442631033899397E-15
    };

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
                * StrictMath.exp(sigmaLog * normal(UnitInterval.unit(x)));
    }

    /** Standard normal quantile of 0 &lt; p &lt; 1. */
    static double normal(double p) {
        double q = p - 0.5;
        if (StrictMath.abs(q) <= SPLIT_CENTRE) {
            double r = CENTRE - q * q;
            return q * horner(CENTRE_OVER, r) / horner(CENTRE_UNDER, r);
        }
        double r = StrictMath.sqrt(-StrictMath.log(q < 0 ? p : 1.0 - p));
        double z = r <= SPLIT_TAIL
                ? horner(NEAR_OVER, r - TAIL) / horner(NEAR_UNDER, r - TAIL)
                : horner(FAR_OVER, r - SPLIT_TAIL) / horner(FAR_UNDER, r - SPLIT_TAIL);
        return q < 0 ? -z : z;
    }

    private static double horner(double[] coefficients, double r) {
        double value = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            value = value * r + coefficients[i];
        }
        return value;
    }
}
