package io.millrace.contract;

/** Networks that IP addresses belong to in own worlds; foreign worlds may have others. Append only: codes are on disk. */
public enum AsnClass implements Coded {
    CONSUMER_ISP,
    MNO,
    ENTERPRISE,
    PUBLIC_SECTOR,
    HOSTING_PROVIDER,
    CDN_EDGE;

    private static final AsnClass[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..6 */
    public static AsnClass ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("AsnClass has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
