package io.millrace.flows;

import io.millrace.random.Decision;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Uniforms written down by hand; a draw that nobody has written down fails the test. */
final class FixedLanes implements Lanes {
    private static final BigDecimal TWO_64 = new BigDecimal(BigInteger.ONE.shiftLeft(64));

    private final Map<String, double[]> uniforms = new HashMap<>();
    private final Set<String> unused = new LinkedHashSet<>();

    FixedLanes put(Decision decision, long hi, long lo, double lane0, double lane1) {
        uniforms.put(key(decision, hi, lo), new double[] {lane0, lane1});
        unused.add(key(decision, hi, lo));
        return this;
    }

    /** Lane 1 is never looked at. */
    FixedLanes put(Decision decision, long hi, long lo, double lane0) {
        return put(decision, hi, lo, lane0, 0.123456789);
    }

    @Override
    public void block(Decision decision, long hi, long lo, long[] lanes) {
        double[] written = uniforms.get(key(decision, hi, lo));
        if (written == null) {
            throw new AssertionError("unplanned draw of " + decision + " at " + hi + ", " + lo);
        }
        unused.remove(key(decision, hi, lo));
        lanes[0] = word(written[0]);
        lanes[1] = word(written[1]);
    }

    /** Draws that were written down and not made. */
    Set<String> unused() {
        return unused;
    }

    /** The word whose unit is nearest to u. */
    static long word(double u) {
        return new BigDecimal(u).multiply(TWO_64).toBigInteger().longValue();
    }

    private static String key(Decision decision, long hi, long lo) {
        return decision + " " + hi + " " + lo;
    }
}
