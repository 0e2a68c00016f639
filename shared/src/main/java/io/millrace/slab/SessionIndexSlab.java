package io.millrace.slab;

import io.millrace.contract.Channel;
import io.millrace.contract.CloseReason;

/** Rows of {@code s1_session_index_6B}: closed sessions. */
public final class SessionIndexSlab extends Slab {
    public final long[] sessionId;

    public final long[] partyId;

    /** Microseconds since the epoch, UTC. */
    public final long[] startMicros;

    /** Microseconds since the epoch, UTC. */
    public final long[] endMicros;

    public final int[] arrivalCount;

    public final long[] maxGapMicros;

    public final long[] primaryAccountId;

    public final long[] primaryDeviceId;

    public final long[] primaryIpId;

    /** Unsigned. */
    public final long[] primaryMerchantId;

    /** {@link Columns#ABSENT} when absent. */
    public final long[] primaryInstrumentId;

    /** Code of {@link Channel}. */
    public final byte[] primaryChannel;

    public final int[] distinctAccountCount;

    public final int[] distinctInstrumentCount;

    public final int[] distinctDeviceCount;

    public final int[] distinctIpCount;

    public final int[] distinctMerchantCount;

    /** Unsigned. */
    public final long[] firstMerchantId;

    public final long[] firstArrivalSeq;

    /** Code of {@link CloseReason}. */
    public final byte[] closeReason;

    public SessionIndexSlab(int rowsMax) {
        super(SlabKind.SESSION_INDEX, rowsMax);
        sessionId = columns.i64("session_id");
        partyId = columns.i64("party_id");
        startMicros = columns.micros("session_start_utc");
        endMicros = columns.micros("session_end_utc");
        arrivalCount = columns.i32("arrival_count");
        maxGapMicros = columns.i64("max_gap_us");
        primaryAccountId = columns.i64("primary_account_id");
        primaryDeviceId = columns.i64("primary_device_id");
        primaryIpId = columns.i64("primary_ip_id");
        primaryMerchantId = columns.u64("primary_merchant_id");
        primaryInstrumentId = columns.i64OrAbsent("primary_instrument_id");
        primaryChannel = columns.code("primary_channel", Channel.values());
        distinctAccountCount = columns.i32("distinct_account_count");
        distinctInstrumentCount = columns.i32("distinct_instrument_count");
        distinctDeviceCount = columns.i32("distinct_device_count");
        distinctIpCount = columns.i32("distinct_ip_count");
        distinctMerchantCount = columns.i32("distinct_merchant_count");
        firstMerchantId = columns.u64("first_merchant_id");
        firstArrivalSeq = columns.i64("first_arrival_seq");
        closeReason = columns.code("close_reason", CloseReason.values());
    }
}
