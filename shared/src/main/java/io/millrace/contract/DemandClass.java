package io.millrace.contract;

import java.util.Locale;

/** Demand class of a merchant. Append only: codes are on disk. */
public enum DemandClass implements Coded {
    CONSUMER_DAYTIME,
    EVENING_WEEKEND,
    FUEL_CONVENIENCE,
    OFFICE_HOURS,
    BILLS_UTILITIES,
    ONLINE_24H,
    ONLINE_BURSTY,
    TRAVEL_HOSPITALITY,
    ALWAYS_ON_LOCAL,
    LOW_VOLUME_TAIL,
    UNKNOWN;

    private static final DemandClass[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a code outside 1..11 */
    public static DemandClass ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("DemandClass has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
