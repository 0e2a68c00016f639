package io.millrace.contract;

/** Why an arrival opened or continued a session; attach-and-sessions 11. Append only: codes are on disk. */
public enum BoundaryRule implements Coded {
    FIRST,
    GAP_CONTINUE,
    DRAW_CONTINUE,
    GAP_BREAK,
    DRAW_BREAK,
    CAP_ARRIVALS,
    CAP_SPAN,
    UTC_DAY,
    CHANNEL;

    private static final BoundaryRule[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..9 */
    public static BoundaryRule ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("BoundaryRule has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
