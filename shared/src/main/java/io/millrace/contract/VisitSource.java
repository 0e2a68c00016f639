package io.millrace.contract;

/** Who a visit is: a regular, a traveller through the zone, or nobody in particular. Append only: codes are on disk. */
public enum VisitSource implements Coded {
    LOYAL,
    TRIP,
    FRESH;

    private static final VisitSource[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..3 */
    public static VisitSource ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("VisitSource has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
