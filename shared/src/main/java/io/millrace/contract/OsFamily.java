package io.millrace.contract;

/** Operating systems of devices in own worlds; foreign worlds may have others. Append only: codes are on disk. */
public enum OsFamily implements Coded {
    ANDROID,
    IOS,
    WINDOWS,
    MACOS,
    LINUX,
    EMBEDDED;

    private static final OsFamily[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..6 */
    public static OsFamily ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("OsFamily has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
