package io.millrace.contract;

/** Class of an account for weights and requiredness. Append only: codes are on disk. */
public enum LedgerClass implements Coded {
    DEPOSIT,
    CREDIT_REVOLVING,
    CREDIT_INSTALLMENT,
    SETTLEMENT;

    private static final LedgerClass[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..4 */
    public static LedgerClass ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("LedgerClass has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
