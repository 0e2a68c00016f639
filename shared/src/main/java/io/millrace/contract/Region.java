package io.millrace.contract;

/** Regions of countries in own worlds; foreign worlds may have others. Append only: codes are on disk. */
public enum Region implements Coded {
    AFRICA,
    AMER,
    APAC,
    EMEA,
    LATAM;

    private static final Region[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..5 */
    public static Region ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("Region has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
