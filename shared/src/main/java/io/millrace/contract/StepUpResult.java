package io.millrace.contract;

/** End of a challenge. Append only: codes are on disk. */
public enum StepUpResult implements Coded {
    NONE,
    PASSED,
    FAILED,
    ABANDONED;

    private static final StepUpResult[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..4 */
    public static StepUpResult ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("StepUpResult has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
