package io.millrace.arrivals;

import java.util.Comparator;

/**
 * One foreign arrival after the rules: accepted, with everything resolved but the ordinals, or rejected with its reason.
 * Zones are codes of the {@link ZoneVocabulary} in use, until the dimensions are known. Filled once, then only read.
 */
public final class ForeignArrival {
    /** Total order of arrivals; exact repeats of one key and time by their place in the source. */
    public static final Comparator<ForeignArrival> TOTAL_ORDER = (left, right) -> {
        int order = Long.compare(left.tsMicros, right.tsMicros);
        order = order != 0 ? order : Long.compareUnsigned(left.merchantId, right.merchantId);
        order = order != 0 ? order : Long.compare(left.arrivalSeq, right.arrivalSeq);
        order = order != 0 ? order : Integer.compare(left.sourceFile, right.sourceFile);
        return order != 0 ? order : Long.compare(left.sourceRow, right.sourceRow);
    };

    /** Position of the file in the sorted list of source files. */
    public int sourceFile;

    /** 0-based row of the file. */
    public long sourceRow;

    /** Code of {@link io.millrace.contract.RejectReason}; 0 when accepted. */
    public byte reason;

    /** Column at fault; null when accepted or when the whole row is at fault. */
    public String rejectColumn;

    /** Its value as delivered; null when it is null or the row is accepted. */
    public String rejectText;

    /** Unsigned; 0 in a rejected row without one. */
    public long merchantId;

    /** -1 in a rejected row without one. */
    public long arrivalSeq;

    /** Microseconds since the epoch, UTC. */
    public long tsMicros;

    public int bucketIndex;

    /** Code of {@link io.millrace.contract.ChannelUpstream}; 0 when absent. */
    public byte channel;

    /** {@link io.millrace.contract.Iso} code. */
    public short country;

    /** Code of {@link io.millrace.contract.CountrySource}. */
    public byte countrySource;

    public boolean isVirtual;

    /** Unsigned; 0 when absent. */
    public long siteId;

    /** Unsigned; 0 when absent. */
    public long edgeId;

    /** Demand zone: code of the zone the arrival is counted in. */
    public short zone;

    public short tzidPrimary;

    /** -1 when absent. */
    public short tzidSettlement;

    /** -1 when absent. */
    public short tzidOperational;

    public boolean isRejected() {
        return reason != 0;
    }

    /** Whole hours since 1970. */
    public long hour() {
        return Math.floorDiv(tsMicros, Horizon.MICROS_PER_HOUR);
    }
}
