package io.millrace.contract;

/** Why a session closed. Append only: codes are on disk. */
public enum CloseReason implements Coded {
    GAP_BREAK,
    DRAW_BREAK,
    CAP_ARRIVALS,
    CAP_SPAN,
    UTC_DAY,
    CHANNEL,
    END_OF_INPUT;

    private static final CloseReason[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..7 */
    public static CloseReason ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("CloseReason has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
