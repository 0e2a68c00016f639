package io.millrace.arrivals;

import io.millrace.contract.ForeignColumn;
import io.millrace.contract.ForeignColumn.Kind;
import io.millrace.contract.ForeignColumn.Need;

/** The columns that we read of a foreign arrival_events table; contracts 5.1. */
public enum ArrivalColumn {
    MANIFEST_FINGERPRINT(Kind.TEXT, Need.OPTIONAL),
    PARAMETER_HASH(Kind.TEXT, Need.OPTIONAL),
    SEED(Kind.ID, Need.OPTIONAL),
    SCENARIO_ID(Kind.TEXT, Need.OPTIONAL),
    MERCHANT_ID(Kind.ID, Need.REQUIRED),
    ZONE_REPRESENTATION(Kind.TEXT, Need.REQUIRED),
    CHANNEL_GROUP(Kind.TEXT, Need.OPTIONAL),
    BUCKET_INDEX(Kind.INTEGER, Need.REQUIRED),
    ARRIVAL_SEQ(Kind.INTEGER, Need.REQUIRED),
    TS_UTC(Kind.TIME, Need.REQUIRED),
    TZID_PRIMARY(Kind.TEXT, Need.REQUIRED),
    TZID_SETTLEMENT(Kind.TEXT, Need.OPTIONAL),
    TZID_OPERATIONAL(Kind.TEXT, Need.OPTIONAL),
    SITE_ID(Kind.ID, Need.OPTIONAL),
    EDGE_ID(Kind.ID, Need.OPTIONAL),
    IS_VIRTUAL(Kind.BOOL, Need.REQUIRED),
    LEGAL_COUNTRY_ISO(Kind.TEXT, Need.OPTIONAL);

    private final ForeignColumn column;

    ArrivalColumn(Kind kind, Need need) {
        this.column = new ForeignColumn(name().toLowerCase(java.util.Locale.ROOT), kind, need);
    }

    public ForeignColumn column() {
        return column;
    }
}
