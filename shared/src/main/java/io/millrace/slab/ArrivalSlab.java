package io.millrace.slab;

import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.CountrySource;

/** Rows of {@code arrival_events_5B}: arrivals in any order, of any merchant. */
public final class ArrivalSlab extends Slab {
    /** Microseconds since the epoch, UTC. */
    public final long[] tsMicros;

    /** Unsigned. */
    public final long[] merchantId;

    public final long[] arrivalSeq;

    public final int[] merchantOrdinal;

    public final int[] zoneOrdinal;

    public final int[] bucketIndex;

    public final int[] bucketCount;

    public final int[] zoneBucketCount;

    /** -1 when absent. */
    public final int[] visitSlot;

    /** Code of {@link ChannelUpstream}; 0 when absent. */
    public final byte[] channelUpstream;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] legalCountry;

    /** Code of {@link CountrySource}. */
    public final byte[] countrySource;

    public final boolean[] isVirtual;

    /** Unsigned; 0 when absent. */
    public final long[] siteId;

    /** Unsigned; 0 when absent. */
    public final long[] edgeId;

    /** Position in zone_dim_5B. */
    public final short[] tzidPrimary;

    /** Position in zone_dim_5B; -1 when absent. */
    public final short[] tzidSettlement;

    /** Position in zone_dim_5B; -1 when absent. */
    public final short[] tzidOperational;

    public ArrivalSlab(int rowsMax) {
        super(SlabKind.ARRIVAL, rowsMax);
        tsMicros = columns.micros("ts_utc");
        merchantId = columns.u64("merchant_id");
        arrivalSeq = columns.i64("arrival_seq");
        merchantOrdinal = columns.i32("merchant_ordinal");
        zoneOrdinal = columns.i32("zone_ordinal");
        bucketIndex = columns.i32("bucket_index");
        bucketCount = columns.i32("bucket_count");
        zoneBucketCount = columns.i32("zone_bucket_count");
        visitSlot = columns.i32OrAbsent("visit_slot");
        channelUpstream = columns.codeOrAbsent("channel_upstream", ChannelUpstream.values());
        legalCountry = columns.country("legal_country_iso");
        countrySource = columns.code("country_source", CountrySource.values());
        isVirtual = columns.bool("is_virtual");
        siteId = columns.u64OrAbsent("site_id");
        edgeId = columns.u64OrAbsent("edge_id");
        tzidPrimary = columns.zone("tzid_primary");
        tzidSettlement = columns.zoneOrAbsent("tzid_settlement");
        tzidOperational = columns.zoneOrAbsent("tzid_operational");
    }
}
