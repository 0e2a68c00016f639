package io.millrace.contract;

/** Events of a flow. Append only: codes are on disk. */
public enum EventType implements Coded {
    AUTH_REQUEST,
    AUTH_RESPONSE,
    STEP_UP_CHALLENGE,
    STEP_UP_COMPLETE,
    CLEARING,
    REFUND,
    REVERSAL;

    private static final EventType[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..7 */
    public static EventType ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("EventType has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
