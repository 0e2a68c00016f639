package io.millrace.arrivals;

import io.millrace.contract.ForeignColumn;
import io.millrace.contract.ForeignColumn.Kind;
import io.millrace.contract.ForeignColumn.Need;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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

    private final String id = name().toLowerCase(Locale.ROOT);
    private final Kind kind;
    private final Need need;

    ArrivalColumn(Kind kind, Need need) {
        this.kind = kind;
        this.need = need;
    }

    /** Name in the file. */
    public String id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    boolean isRequired() {
        return need == Need.REQUIRED;
    }

    /** All of them, in the order of the constants. */
    public static List<ForeignColumn> columns() {
        return Arrays.stream(values())
                .map(column -> new ForeignColumn(column.id, column.kind, column.need))
                .toList();
    }
}
