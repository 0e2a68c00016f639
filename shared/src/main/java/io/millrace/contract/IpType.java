package io.millrace.contract;

/** Types of IP addresses in own worlds, as in the IP taxonomy; foreign worlds may have others. Append only: codes are on disk. */
public enum IpType implements Coded {
    RESIDENTIAL,
    MOBILE,
    PUBLIC_WIFI,
    HOTEL_TRAVEL,
    EDUCATION,
    CORPORATE,
    DATACENTRE,
    VPN_PROXY;

    private static final IpType[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..8 */
    public static IpType ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("IpType has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
