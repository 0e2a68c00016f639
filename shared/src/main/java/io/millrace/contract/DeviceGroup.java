package io.millrace.contract;

/** Device types as the attachment policy orders them. Append only: codes are on disk. */
public enum DeviceGroup implements Coded {
    MOBILE_PHONE,
    LAPTOP,
    DESKTOP,
    TABLET,
    WEARABLE,
    IOT_DEVICE,
    SERVER,
    POS_TERMINAL,
    ATM,
    KIOSK;

    private static final DeviceGroup[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..10 */
    public static DeviceGroup ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("DeviceGroup has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
