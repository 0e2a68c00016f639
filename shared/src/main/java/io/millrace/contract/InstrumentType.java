package io.millrace.contract;

/** Types of instruments in own worlds, as in the instrument taxonomy; foreign worlds may have others. Append only: codes are on disk. */
public enum InstrumentType implements Coded {
    RETAIL_DEBIT_CARD_PHYSICAL,
    RETAIL_DEBIT_CARD_VIRTUAL,
    RETAIL_CREDIT_CARD_PHYSICAL,
    RETAIL_CREDIT_CARD_VIRTUAL,
    RETAIL_PREPAID_CARD_PHYSICAL,
    RETAIL_PREPAID_CARD_VIRTUAL,
    BUSINESS_DEBIT_CARD_PHYSICAL,
    BUSINESS_CREDIT_CARD_PHYSICAL,
    PARTY_BANK_ACCOUNT_DOMESTIC,
    PARTY_BANK_ACCOUNT_INTERNATIONAL,
    MERCHANT_PAYOUT_BANK_ACCOUNT,
    WALLET_DEVICE_TOKEN,
    WALLET_NETWORK_TOKEN,
    NETWORK_TOKEN_HANDLE;

    private static final InstrumentType[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..14 */
    public static InstrumentType ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("InstrumentType has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
