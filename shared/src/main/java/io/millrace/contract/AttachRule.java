package io.millrace.contract;

/** Rule of each pick of attach. Append only: codes are on disk. */
public enum AttachRule implements Coded {
    HOME,
    HOME_WIDENED,
    ABROAD,
    VISITOR,
    SUBSTITUTE_1,
    SUBSTITUTE_2,
    SUBSTITUTE_3,
    HOME_FORCED,
    HABIT,
    VISIT,
    SWITCH,
    SINGLE,
    NONE,
    WEIGHTED,
    TERMINAL,
    TERMINAL_SINGLE,
    NO_TERMINAL,
    NO_TERMINAL_SINGLE,
    ENDPOINT,
    ENDPOINT_SINGLE,
    NO_ENDPOINT;

    private static final AttachRule[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..21 */
    public static AttachRule ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("AttachRule has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
