package io.millrace.contract;

/** Channel as delivered by the arrivals. Append only: codes are on disk. */
public enum ChannelUpstream implements Coded {
    CARD_PRESENT,
    CARD_NOT_PRESENT,
    MIXED,
    ECOM,
    POS,
    ATM,
    BANK_RAIL;

    private static final ChannelUpstream[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..7 */
    public static ChannelUpstream ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("ChannelUpstream has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
