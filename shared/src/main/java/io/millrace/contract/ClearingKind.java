package io.millrace.contract;

/** Why the cleared amount is what it is. Append only: codes are on disk. */
public enum ClearingKind implements Coded {
    EQUAL,
    TIP,
    INCIDENTAL,
    SHORT,
    PREAUTH;

    private static final ClearingKind[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..5 */
    public static ClearingKind ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("ClearingKind has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
