package io.millrace.contract;

/** Kind of an instrument for weights and requiredness. Append only: codes are on disk. */
public enum InstrumentKind implements Coded {
    CARD_PHYSICAL,
    CARD_VIRTUAL,
    BANK_HANDLE,
    WALLET_TOKEN;

    private static final InstrumentKind[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..4 */
    public static InstrumentKind ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("InstrumentKind has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
