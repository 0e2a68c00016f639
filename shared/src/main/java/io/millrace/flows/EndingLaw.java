package io.millrace.flows;

import io.millrace.policy.Ending;
import java.util.Arrays;

/** Puts an ending on a price: .99 and its like, or a round multiple of the currency's unit. */
final class EndingLaw {
    private static final int HUNDRED = 100;
    private static final int[] HUNDREDTHS =
            Arrays.stream(Ending.values()).mapToInt(Ending::hundredths).toArray();
    private static final int[] MULTIPLE =
            Arrays.stream(Ending.values()).mapToInt(Ending::multiple).toArray();

    private EndingLaw() {}

    /**
     * @param ending ordinal of {@link Ending}
     * @param minor a positive multiple of {@code grid}
     * @param unit what endings are parts or multiples of, minor units; a multiple of {@code grid}
     * @return a positive multiple of {@code grid}
     */
    static long apply(int ending, long minor, long unit, long grid) {
        if (HUNDREDTHS[ending] > 0) {
            // Below one unit the price becomes the bare ending: .40 turns into .99.
            return minor / unit * unit + HUNDREDTHS[ending] * unit / (HUNDRED * grid) * grid;
        }
        if (MULTIPLE[ending] > 0) {
            long step = unit * MULTIPLE[ending];
            return Math.max(step, Rounding.nearestMultiple(minor, step));
        }
        return minor;
    }
}
