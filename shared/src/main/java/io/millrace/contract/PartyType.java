package io.millrace.contract;

/** Party types. Append only: codes are on disk. */
public enum PartyType implements Coded {
    RETAIL,
    BUSINESS,
    OTHER;

    private static final PartyType[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..3 */
    public static PartyType ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("PartyType has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
