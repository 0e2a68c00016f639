package io.millrace.contract;

/** State of a flow as of the horizon. Append only: codes are on disk. */
public enum FinalState implements Coded {
    AUTH_PENDING,
    DECLINED,
    APPROVED_OPEN,
    CLEARED,
    REFUNDED,
    REVERSED,
    EXPIRED;

    private static final FinalState[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..7 */
    public static FinalState ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("FinalState has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
