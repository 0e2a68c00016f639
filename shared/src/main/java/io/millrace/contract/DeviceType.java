package io.millrace.contract;

/** Types of devices in own worlds, as in the device taxonomy; foreign worlds may have others. Append only: codes are on disk. */
public enum DeviceType implements Coded {
    MOBILE_PHONE,
    TABLET,
    WEARABLE,
    LAPTOP,
    DESKTOP,
    IOT_DEVICE,
    SERVER,
    POS_TERMINAL,
    ATM,
    KIOSK;

    private static final DeviceType[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..10 */
    public static DeviceType ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("DeviceType has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
