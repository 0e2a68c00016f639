package io.millrace.contract;

/** Price classes of amount_model_6B, and the two families without a list. Append only: codes are on disk. */
public enum PriceClass implements Coded {
    DIGITAL,
    ELECTRONICS,
    APPAREL,
    GROCERY,
    FUEL,
    DINING,
    TRANSIT,
    TRAVEL,
    LODGING,
    UTILITIES,
    SERVICES,
    RETAIL,
    GENERAL;

    private static final PriceClass[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..13 */
    public static PriceClass ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("PriceClass has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
