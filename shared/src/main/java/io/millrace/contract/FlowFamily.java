package io.millrace.contract;

/** What moves: a purchase, cash, a transfer. Append only: codes are on disk. */
public enum FlowFamily implements Coded {
    PURCHASE,
    CASH,
    TRANSFER;

    private static final FlowFamily[] VALUES = values();

    /** Family of the flows of a channel. */
    public static FlowFamily of(Channel channel) {
        return switch (channel) {
            case ECOM, POS, HYBRID -> PURCHASE;
            case ATM -> CASH;
            case BANK_RAIL -> TRANSFER;
        };
    }

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..3 */
    public static FlowFamily ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("FlowFamily has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
