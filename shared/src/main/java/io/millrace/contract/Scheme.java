package io.millrace.contract;

/** Schemes of instruments in own worlds; foreign worlds may have others. Append only: codes are on disk. */
public enum Scheme implements Coded {
    VISA,
    MASTERCARD,
    AMEX,
    DISCOVER,
    ACH,
    SEPA_CREDIT,
    FPS,
    SWIFT,
    APPLE_PAY,
    GOOGLE_PAY;

    private static final Scheme[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..10 */
    public static Scheme ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("Scheme has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
