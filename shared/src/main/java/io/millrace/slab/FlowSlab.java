package io.millrace.slab;

import io.millrace.contract.Channel;
import io.millrace.contract.FlowFamily;
import io.millrace.contract.PriceClass;

/** Rows of {@code s2_flow_anchor_baseline_6B}: what is known of a flow at its arrival. */
public final class FlowSlab extends Slab {
    public final long[] flowId;

    /** Unsigned. */
    public final long[] merchantId;

    public final long[] arrivalSeq;

    /** Microseconds since the epoch, UTC. */
    public final long[] tsMicros;

    public final long[] sessionId;

    public final int[] sessionSeq;

    /** {@link Columns#ABSENT} when absent. */
    public final long[] gapPreviousMicros;

    public final long[] orderId;

    public final int[] attemptIndex;

    /** Code of {@link Channel}. */
    public final byte[] channel;

    /** Code of {@link FlowFamily}. */
    public final byte[] flowFamily;

    public final long[] partyId;

    public final long[] accountId;

    /** {@link Columns#ABSENT} when absent. */
    public final long[] instrumentId;

    public final long[] deviceId;

    public final long[] ipId;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] saleCountry;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] partyCountry;

    public final boolean[] crossBorder;

    /** Code of {@link PriceClass}. */
    public final byte[] priceClass;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] currency;

    public final long[] amountMinor;

    /** The arrival could have been a retry; in flight only, counted for the ledger. */
    public final boolean[] retryCandidate;

    /** The flow could have been challenged; in flight only, counted for the ledger. */
    public final boolean[] challengeCandidate;

    public FlowSlab(int rowsMax) {
        super(SlabKind.FLOW, rowsMax);
        flowId = columns.i64("flow_id");
        merchantId = columns.u64("merchant_id");
        arrivalSeq = columns.i64("arrival_seq");
        tsMicros = columns.micros("ts_utc");
        sessionId = columns.i64("session_id");
        sessionSeq = columns.i32("session_seq");
        gapPreviousMicros = columns.i64OrAbsent("gap_previous_us");
        orderId = columns.i64("order_id");
        attemptIndex = columns.i32("attempt_index");
        channel = columns.code("channel", Channel.values());
        flowFamily = columns.code("flow_family", FlowFamily.values());
        partyId = columns.i64("party_id");
        accountId = columns.i64("account_id");
        instrumentId = columns.i64OrAbsent("instrument_id");
        deviceId = columns.i64("device_id");
        ipId = columns.i64("ip_id");
        saleCountry = columns.country("sale_country_iso");
        partyCountry = columns.country("party_country_iso");
        crossBorder = columns.bool("cross_border");
        priceClass = columns.code("price_class", PriceClass.values());
        currency = columns.currency("currency");
        amountMinor = columns.i64("amount_minor");
        retryCandidate = columns.inFlight().bool("retry_candidate");
        challengeCandidate = columns.inFlight().bool("challenge_candidate");
    }
}
