package io.millrace.contract;

/** Why prepare kept a foreign row back. Append only: codes are on disk. */
public enum RejectReason implements Coded {
    NULL_REQUIRED,
    TS_UNPARSABLE,
    TS_OUTSIDE_BUCKET,
    BUCKET_OUT_OF_HORIZON,
    SEQ_OUT_OF_RANGE,
    DUPLICATE_KEY,
    AXIS_MISMATCH,
    TZID_UNKNOWN,
    COUNTRY_UNRESOLVED,
    CHANNEL_UNKNOWN,
    SITE_EDGE_CONFLICT;

    private static final RejectReason[] VALUES = values();

    @Override
    public int code() {
        return ordinal() + 1;
    }

    @Override
    public String token() {
        return name();
    }

    /** @throws IllegalArgumentException for a code outside 1..11 */
    public static RejectReason ofCode(int code) {
        if (code < 1 || code > VALUES.length) {
            throw new IllegalArgumentException("RejectReason has codes 1.." + VALUES.length + ", was " + code);
        }
        return VALUES[code - 1];
    }
}
