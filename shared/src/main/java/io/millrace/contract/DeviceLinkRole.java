package io.millrace.contract;

/** What a device is to a party, account, instrument or merchant. Append only: codes are on disk. */
public enum DeviceLinkRole implements Coded {
    PRIMARY_OWNER,
    SECONDARY_USER,
    ASSOCIATED_ACCOUNT_ACCESS,
    ASSOCIATED_INSTRUMENT_ACCESS,
    MERCHANT_TERMINAL;

    private static final DeviceLinkRole[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..5 */
    public static DeviceLinkRole ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("DeviceLinkRole has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
