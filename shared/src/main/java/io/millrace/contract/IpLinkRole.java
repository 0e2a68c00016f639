package io.millrace.contract;

/** What an IP is to a device, party or merchant. Append only: codes are on disk. */
public enum IpLinkRole implements Coded {
    TYPICAL_DEVICE_IP,
    RECENT_LOGIN_IP,
    SHARED_PUBLIC_WIFI,
    MERCHANT_ENDPOINT;

    private static final IpLinkRole[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..4 */
    public static IpLinkRole ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("IpLinkRole has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
