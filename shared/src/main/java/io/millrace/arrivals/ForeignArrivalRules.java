package io.millrace.arrivals;

import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.CountrySource;
import io.millrace.contract.Iso;
import io.millrace.contract.RejectReason;
import java.io.Serial;
import java.io.Serializable;
import java.util.Locale;

/**
 * Judges one foreign row: accepted with its zones, channel and country resolved, or rejected with the first reason that
 * applies, in the order of the statements of {@link #apply}. Keys that repeat are no matter of a single row and are found
 * later. Pure; one instance may serve many threads.
 */
public final class ForeignArrivalRules implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** First arrival_seq that an arrival key cannot hold; contracts 1.4. */
    private static final long SEQ_END = 1L << 40;

    private static final ArrivalColumn[] COLUMNS = ArrivalColumn.values();

    private final ArrivalAxes axes;
    private final Horizon horizon;
    private final ZoneVocabulary zones;
    private final OutletCatalogue catalogue;

    /** @param axes the axes of the tree, which a row may repeat but not contradict */
    public ForeignArrivalRules(ArrivalAxes axes, Horizon horizon, ZoneVocabulary zones, OutletCatalogue catalogue) {
        this.axes = axes;
        this.horizon = horizon;
        this.zones = zones;
        this.catalogue = catalogue;
    }

    /**
     * @param raw the row as delivered
     * @param out fresh, with its place in the source; receives the verdict and, if accepted, all columns
     */
    public void apply(RawArrival raw, ForeignArrival out) {
        identify(raw, out);
        boolean accepted = requiredArePresent(raw, out)
                && axesAgree(raw, out)
                && timeIsInItsBucket(raw, out)
                && seqIsInRange(raw, out)
                && zonesAreKnown(raw, out)
                && channelIsKnown(raw, out)
                && siteOrEdge(raw, out)
                && countryIsKnown(raw, out);
        if (accepted) {
            out.reason = 0;
        }
    }

    /** Counts the horizon that a row implies; a row without a readable time or bucket has no say. */
    public static void vote(RawArrival raw, Survey votes) {
        if (raw.isNull(ArrivalColumn.TS_UTC) || raw.isNull(ArrivalColumn.BUCKET_INDEX)) {
            return;
        }
        long micros = micros(raw);
        if (micros != UtcText.UNPARSABLE) {
            long bucket = raw.number(ArrivalColumn.BUCKET_INDEX);
            votes.addStart(Math.floorDiv(micros, Horizon.MICROS_PER_HOUR) - bucket, bucket);
        }
    }

    /** A reject can be found again in its source by its key, if it has one. */
    private static void identify(RawArrival raw, ForeignArrival out) {
        out.merchantId = idIsReadable(raw, ArrivalColumn.MERCHANT_ID) ? id(raw, ArrivalColumn.MERCHANT_ID) : 0;
        out.arrivalSeq = raw.isNumber(ArrivalColumn.ARRIVAL_SEQ) ? raw.number(ArrivalColumn.ARRIVAL_SEQ) : -1;
    }

    private static boolean requiredArePresent(RawArrival raw, ForeignArrival out) {
        for (ArrivalColumn column : COLUMNS) {
            if (column.isRequired() && raw.isNull(column)) {
                return reject(out, RejectReason.NULL_REQUIRED, column, raw);
            }
        }
        // Text that is no number holds no id.
        return idIsReadable(raw, ArrivalColumn.MERCHANT_ID)
                || reject(out, RejectReason.NULL_REQUIRED, ArrivalColumn.MERCHANT_ID, raw);
    }

    /** A null says nothing, like a column that is left out. */
    private boolean axesAgree(RawArrival raw, ForeignArrival out) {
        return agrees(raw, ArrivalColumn.MANIFEST_FINGERPRINT, axes.manifestFingerprint(), out)
                && agrees(raw, ArrivalColumn.PARAMETER_HASH, axes.parameterHash(), out)
                && agrees(raw, ArrivalColumn.SCENARIO_ID, axes.scenarioId(), out)
                && (raw.isNull(ArrivalColumn.SEED)
                        || (idIsReadable(raw, ArrivalColumn.SEED) && id(raw, ArrivalColumn.SEED) == axes.seed())
                        || reject(out, RejectReason.AXIS_MISMATCH, ArrivalColumn.SEED, raw));
    }

    private static boolean agrees(RawArrival raw, ArrivalColumn column, String axis, ForeignArrival out) {
        return raw.isNull(column)
                || axis.equals(raw.text(column))
                || reject(out, RejectReason.AXIS_MISMATCH, column, raw);
    }

    private boolean timeIsInItsBucket(RawArrival raw, ForeignArrival out) {
        long micros = micros(raw);
        if (micros == UtcText.UNPARSABLE) {
            return reject(out, RejectReason.TS_UNPARSABLE, ArrivalColumn.TS_UTC, raw);
        }
        long bucket = raw.number(ArrivalColumn.BUCKET_INDEX);
        if (Math.floorDiv(micros, Horizon.MICROS_PER_HOUR) - bucket != horizon.startHour()) {
            return reject(out, RejectReason.TS_OUTSIDE_BUCKET, ArrivalColumn.TS_UTC, raw);
        }
        if (bucket < 0 || bucket >= horizon.hours()) {
            return reject(out, RejectReason.BUCKET_OUT_OF_HORIZON, ArrivalColumn.BUCKET_INDEX, raw);
        }
        out.tsMicros = micros;
        out.bucketIndex = (int) bucket;
        return true;
    }

    private static boolean seqIsInRange(RawArrival raw, ForeignArrival out) {
        return (out.arrivalSeq >= 1 && out.arrivalSeq < SEQ_END)
                || reject(out, RejectReason.SEQ_OUT_OF_RANGE, ArrivalColumn.ARRIVAL_SEQ, raw);
    }

    private boolean zonesAreKnown(RawArrival raw, ForeignArrival out) {
        out.zone = zone(raw, ArrivalColumn.ZONE_REPRESENTATION);
        out.tzidPrimary = zone(raw, ArrivalColumn.TZID_PRIMARY);
        out.tzidSettlement = zone(raw, ArrivalColumn.TZID_SETTLEMENT);
        out.tzidOperational = zone(raw, ArrivalColumn.TZID_OPERATIONAL);
        return isKnown(raw, ArrivalColumn.ZONE_REPRESENTATION, out.zone, out)
                && isKnown(raw, ArrivalColumn.TZID_PRIMARY, out.tzidPrimary, out)
                && isKnown(raw, ArrivalColumn.TZID_SETTLEMENT, out.tzidSettlement, out)
                && isKnown(raw, ArrivalColumn.TZID_OPERATIONAL, out.tzidOperational, out);
    }

    private short zone(RawArrival raw, ArrivalColumn column) {
        return raw.isNull(column) ? ZoneVocabulary.ABSENT : zones.code(raw.text(column));
    }

    private static boolean isKnown(RawArrival raw, ArrivalColumn column, short zone, ForeignArrival out) {
        return zone != ZoneVocabulary.ABSENT
                || raw.isNull(column)
                || reject(out, RejectReason.TZID_UNKNOWN, column, raw);
    }

    private static boolean channelIsKnown(RawArrival raw, ForeignArrival out) {
        if (raw.isNull(ArrivalColumn.CHANNEL_GROUP)) {
            out.channel = 0;
            return true;
        }
        String token = raw.text(ArrivalColumn.CHANNEL_GROUP).toUpperCase(Locale.ROOT);
        for (ChannelUpstream candidate : ChannelUpstream.values()) {
            if (candidate.token().equals(token)) {
                out.channel = (byte) candidate.code();
                return true;
            }
        }
        return reject(out, RejectReason.CHANNEL_UNKNOWN, ArrivalColumn.CHANNEL_GROUP, raw);
    }

    /** A place is a site or a demand zone, never both: virtual rows have an edge, all others a site. */
    private static boolean siteOrEdge(RawArrival raw, ForeignArrival out) {
        if (!idIsReadable(raw, ArrivalColumn.SITE_ID)) {
            return reject(out, RejectReason.SITE_EDGE_CONFLICT, ArrivalColumn.SITE_ID, raw);
        }
        if (!idIsReadable(raw, ArrivalColumn.EDGE_ID)) {
            return reject(out, RejectReason.SITE_EDGE_CONFLICT, ArrivalColumn.EDGE_ID, raw);
        }
        out.siteId = id(raw, ArrivalColumn.SITE_ID);
        out.edgeId = id(raw, ArrivalColumn.EDGE_ID);
        out.isVirtual = raw.number(ArrivalColumn.IS_VIRTUAL) == 1;
        if ((out.siteId == 0) == (out.edgeId == 0)) {
            return reject(out, RejectReason.SITE_EDGE_CONFLICT, ArrivalColumn.EDGE_ID, raw);
        }
        return out.isVirtual == (out.siteId == 0)
                || reject(out, RejectReason.SITE_EDGE_CONFLICT, ArrivalColumn.IS_VIRTUAL, raw);
    }

    private boolean countryIsKnown(RawArrival raw, ForeignArrival out) {
        String row = raw.text(ArrivalColumn.LEGAL_COUNTRY_ISO);
        if (row != null) {
            return isCountry(row)
                    ? country(out, Iso.pack(row), CountrySource.ROW)
                    : reject(out, RejectReason.COUNTRY_UNRESOLVED, ArrivalColumn.LEGAL_COUNTRY_ISO, raw);
        }
        OutletCatalogue.Site site = out.siteId == 0 ? null : catalogue.site(out.siteId);
        if (site != null) {
            return country(out, site.country(), CountrySource.SITE);
        }
        short home = catalogue.homeCountry(out.merchantId);
        if (home != Iso.ABSENT) {
            return country(out, home, CountrySource.MERCHANT);
        }
        short ofZone = zones.country(out.tzidPrimary);
        return ofZone == Iso.ABSENT
                ? reject(out, RejectReason.COUNTRY_UNRESOLVED, ArrivalColumn.TZID_PRIMARY, raw)
                : country(out, ofZone, CountrySource.TZID);
    }

    private static boolean isCountry(String text) {
        return text.length() == 2 && isUpper(text.charAt(0)) && isUpper(text.charAt(1));
    }

    private static boolean isUpper(char letter) {
        return letter >= 'A' && letter <= 'Z';
    }

    private static boolean country(ForeignArrival out, int country, CountrySource source) {
        out.country = (short) country;
        out.countrySource = (byte) source.code();
        return true;
    }

    private static long micros(RawArrival raw) {
        return raw.isNumber(ArrivalColumn.TS_UTC)
                ? raw.number(ArrivalColumn.TS_UTC)
                : UtcText.micros(raw.text(ArrivalColumn.TS_UTC));
    }

    /** Null is readable: it is no id. */
    private static boolean idIsReadable(RawArrival raw, ArrivalColumn column) {
        return raw.isNull(column) || raw.isNumber(column) || DecimalId.isReadable(raw.text(column));
    }

    /** 0 when null. */
    private static long id(RawArrival raw, ArrivalColumn column) {
        if (raw.isNull(column)) {
            return 0;
        }
        return raw.isNumber(column) ? raw.number(column) : Long.parseUnsignedLong(raw.text(column));
    }

    private static boolean reject(ForeignArrival out, RejectReason reason, ArrivalColumn column, RawArrival raw) {
        out.reason = (byte) reason.code();
        out.rejectColumn = column.id();
        out.rejectText = raw.describe(column);
        return false;
    }
}
