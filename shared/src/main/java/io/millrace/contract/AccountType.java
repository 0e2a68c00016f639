package io.millrace.contract;

/** Types of accounts in own worlds, as in the account taxonomy; foreign worlds may have others. Append only: codes are on disk. */
public enum AccountType implements Coded {
    RETAIL_CURRENT_BASIC,
    RETAIL_CURRENT_PREMIUM,
    RETAIL_SAVINGS_INSTANT,
    RETAIL_SAVINGS_FIXED,
    RETAIL_CREDIT_CARD_STANDARD,
    RETAIL_CREDIT_CARD_PREMIUM,
    RETAIL_PERSONAL_LOAN_UNSECURED,
    BUSINESS_CURRENT,
    BUSINESS_SAVINGS,
    BUSINESS_CREDIT_CARD,
    BUSINESS_TERM_LOAN,
    OTHER_CURRENT_BASIC,
    OTHER_SAVINGS,
    MERCHANT_SETTLEMENT_ACCOUNT,
    MERCHANT_RESERVE_ACCOUNT;

    private static final AccountType[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..15 */
    public static AccountType ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("AccountType has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
