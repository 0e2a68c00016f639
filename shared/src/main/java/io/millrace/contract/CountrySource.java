package io.millrace.contract;

/** Where the country of an arrival came from. Append only: codes are on disk. */
public enum CountrySource implements Coded {
    ROW,
    SITE,
    MERCHANT,
    TZID;

    private static final CountrySource[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..4 */
    public static CountrySource ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("CountrySource has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
