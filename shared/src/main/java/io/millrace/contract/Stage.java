package io.millrace.contract;

/** Stages that draw: S1 attach and sessionise, S2 flows. Append only: codes are on disk. */
public enum Stage implements Coded {
    S1,
    S2;

    private static final Stage[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..2 */
    public static Stage ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("Stage has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
