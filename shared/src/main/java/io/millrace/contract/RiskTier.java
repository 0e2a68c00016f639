package io.millrace.contract;

/** Static risk posture of an entity; generator truth. Append only: codes are on disk. */
public enum RiskTier implements Coded {
    LOW,
    STANDARD,
    ELEVATED,
    HIGH;

    private static final RiskTier[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..4 */
    public static RiskTier ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("RiskTier has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
