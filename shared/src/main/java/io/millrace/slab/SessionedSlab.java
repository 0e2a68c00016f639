package io.millrace.slab;

import io.millrace.contract.AttachRule;
import io.millrace.contract.BoundaryRule;
import io.millrace.contract.Channel;
import io.millrace.contract.ChannelSource;
import io.millrace.contract.Segment;
import io.millrace.contract.VisitSource;

/** Rows of {@code s1_arrival_entities_6B}: attached arrivals with their place in a session. */
public final class SessionedSlab extends Slab {
    /** Microseconds since the epoch, UTC. */
    public final long[] tsMicros;

    /** Unsigned. */
    public final long[] merchantId;

    public final long[] arrivalSeq;

    public final int[] bucketIndex;

    /** Unsigned; 0 when absent. */
    public final long[] siteId;

    /** Unsigned; 0 when absent. */
    public final long[] edgeId;

    public final boolean[] isVirtual;

    /** Position in zone_dim_5B. */
    public final short[] tzidPrimary;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] legalCountry;

    /** Code of {@link Channel}. */
    public final byte[] channel;

    /** Code of {@link ChannelSource}. */
    public final byte[] channelSource;

    public final long[] partyId;

    public final long[] accountId;

    /** {@link Columns#ABSENT} when absent. */
    public final long[] instrumentId;

    public final long[] deviceId;

    public final long[] ipId;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] partyCountry;

    public final boolean[] deviceIsTerminal;

    public final long[] sessionId;

    public final int[] sessionSeq;

    /** {@link Columns#ABSENT} when absent. */
    public final long[] gapPreviousMicros;

    public final long[] sessionElapsedMicros;

    /** Code of {@link BoundaryRule}. */
    public final byte[] boundaryRule;

    /** Code of {@link VisitSource}. */
    public final byte[] visitSource;

    public final int[] visitSlot;

    /** Code of {@link AttachRule}. */
    public final byte[] partyRule;

    /** Code of {@link AttachRule}. */
    public final byte[] accountRule;

    /** Code of {@link AttachRule}. */
    public final byte[] instrumentRule;

    /** Code of {@link AttachRule}. */
    public final byte[] deviceRule;

    /** Code of {@link AttachRule}. */
    public final byte[] ipRule;

    /** In flight only. */
    public final int[] merchantOrdinal;

    /** Code of {@link Segment}; in flight only. */
    public final byte[] partySegment;

    public SessionedSlab(int rowsMax) {
        super(SlabKind.SESSIONED, rowsMax);
        tsMicros = columns.micros("ts_utc");
        merchantId = columns.u64("merchant_id");
        arrivalSeq = columns.i64("arrival_seq");
        bucketIndex = columns.i32("bucket_index");
        siteId = columns.u64OrAbsent("site_id");
        edgeId = columns.u64OrAbsent("edge_id");
        isVirtual = columns.bool("is_virtual");
        tzidPrimary = columns.zone("tzid_primary");
        legalCountry = columns.country("legal_country_iso");
        channel = columns.code("channel", Channel.values());
        channelSource = columns.code("channel_source", ChannelSource.values());
        partyId = columns.i64("party_id");
        accountId = columns.i64("account_id");
        instrumentId = columns.i64OrAbsent("instrument_id");
        deviceId = columns.i64("device_id");
        ipId = columns.i64("ip_id");
        partyCountry = columns.country("party_country_iso");
        deviceIsTerminal = columns.bool("device_is_terminal");
        sessionId = columns.i64("session_id");
        sessionSeq = columns.i32("session_seq");
        gapPreviousMicros = columns.i64OrAbsent("gap_previous_us");
        sessionElapsedMicros = columns.i64("session_elapsed_us");
        boundaryRule = columns.code("boundary_rule", BoundaryRule.values());
        visitSource = columns.code("visit_source", VisitSource.values());
        visitSlot = columns.i32("visit_slot");
        partyRule = columns.code("party_rule", AttachRule.values());
        accountRule = columns.code("account_rule", AttachRule.values());
        instrumentRule = columns.code("instrument_rule", AttachRule.values());
        deviceRule = columns.code("device_rule", AttachRule.values());
        ipRule = columns.code("ip_rule", AttachRule.values());
        merchantOrdinal = columns.inFlight().i32("merchant_ordinal");
        partySegment = columns.inFlight().code("party_segment", Segment.values());
    }
}
