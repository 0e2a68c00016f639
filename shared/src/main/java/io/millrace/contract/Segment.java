package io.millrace.contract;

/** Party segments, in the order of the party taxonomy. Append only: codes are on disk. */
public enum Segment implements Coded {
    AFFLUENT,
    EARLY_CAREER,
    FAMILY,
    MASS_MARKET,
    MATURE,
    VALUE,
    RETIRED,
    STUDENT,
    CORPORATE,
    ECOM_NATIVE,
    LOCAL_SERVICE,
    MID_MARKET,
    MICRO,
    SME,
    SOLE_TRADER,
    NONPROFIT,
    PUBLIC_SECTOR;

    private static final Segment[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..17 */
    public static Segment ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("Segment has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
