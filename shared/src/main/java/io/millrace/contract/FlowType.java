package io.millrace.contract;

/** Kind of flow as its outcome tells; never on the anchor. Append only: codes are on disk. */
public enum FlowType implements Coded {
    CARD_AUTH_CLEAR,
    CARD_AUTH_STEPUP_CLEAR,
    CARD_AUTH_REVERSED,
    CARD_AUTH_EXPIRED,
    CARD_AUTH_DECLINE,
    CARD_STEPUP_DECLINE,
    ATM_WITHDRAWAL,
    ATM_REVERSED,
    ATM_DECLINE,
    BANK_TRANSFER,
    BANK_TRANSFER_RECALLED,
    BANK_TRANSFER_DECLINE;

    private static final FlowType[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..12 */
    public static FlowType ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("FlowType has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
