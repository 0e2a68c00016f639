package io.millrace.contract;

/** IP groups of the prior pack. Append only: codes are on disk. */
public enum IpGroup implements Coded {
    RESIDENTIAL,
    MOBILE_CARRIER,
    PUBLIC_SHARED,
    CORPORATE_NAT,
    HOSTING_DATACENTRE,
    ANONYMIZER_PROXY;

    private static final IpGroup[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..6 */
    public static IpGroup ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("IpGroup has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
