package io.millrace.contract;

/** How the channel of an arrival was found. Append only: codes are on disk. */
public enum ChannelSource implements Coded {
    ROW,
    MAPPED,
    DRAWN;

    private static final ChannelSource[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..3 */
    public static ChannelSource ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("ChannelSource has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
