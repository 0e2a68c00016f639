package io.millrace.contract;

/** Whole or part. Append only: codes are on disk. */
public enum RefundKind implements Coded {
    FULL,
    PART;

    private static final RefundKind[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..2 */
    public static RefundKind ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("RefundKind has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
