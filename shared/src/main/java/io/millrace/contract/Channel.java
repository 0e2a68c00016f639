package io.millrace.contract;

/** Channels of arrivals and flows. Append only: codes are on disk. */
public enum Channel implements Coded {
    ECOM,
    POS,
    ATM,
    BANK_RAIL,
    HYBRID;

    private static final Channel[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..5 */
    public static Channel ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("Channel has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
