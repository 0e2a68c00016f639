package io.millrace.policy;

import java.util.List;

/**
 * How a price ends: as drawn, just below a round number (.99 and so on), or on a multiple of the currency's unit. Order
 * is that of the weights in {@code amount_model_6B}.
 */
public enum Ending {
    RAW(0, 0),
    E99(99, 0),
    E95(95, 0),
    E90(90, 0),
    E50(50, 0),
    M1(0, 1),
    M5(0, 5),
    M10(0, 10),
    M50(0, 50),
    M100(0, 100);

    /** Endings of prices. */
    public static final List<Ending> OF_PURCHASES = List.of(RAW, E99, E95, E90, E50, M1, M5, M10);

    /** Endings of transfers. */
    public static final List<Ending> OF_TRANSFERS = List.of(RAW, M1, M5, M10, M50, M100);

    private final int hundredths;
    private final int multiple;

    Ending(int hundredths, int multiple) {
        this.hundredths = hundredths;
        this.multiple = multiple;
    }

    /** Of the unit, above the last whole unit; 0 for other endings. */
    public int hundredths() {
        return hundredths;
    }

    /** Of the unit; 0 for other endings. */
    public int multiple() {
        return multiple;
    }
}
