package io.millrace.slab;

import io.millrace.contract.AuthResult;
import io.millrace.contract.Channel;
import io.millrace.contract.EventType;
import io.millrace.contract.ReasonCode;
import io.millrace.contract.StepUpResult;

/** Rows of {@code s2_event_stream_baseline_6B}: the events of whole flows, by {@code event_seq} inside a flow. */
public final class EventSlab extends Slab {
    public final long[] flowId;

    public final int[] eventSeq;

    /** Code of {@link EventType}. */
    public final byte[] eventType;

    /** Microseconds since the epoch, UTC. */
    public final long[] tsMicros;

    public final long[] amountMinor;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] currency;

    /** Unsigned. */
    public final long[] merchantId;

    /** {@link Columns#ABSENT} when absent. */
    public final long[] instrumentId;

    /** Code of {@link Channel}. */
    public final byte[] channel;

    /** Code of {@link StepUpResult}; 0 when absent. */
    public final byte[] stepUpResult;

    /** Code of {@link AuthResult}; 0 when absent. */
    public final byte[] authResult;

    /** Code of {@link ReasonCode}; 0 when absent. */
    public final byte[] reasonCode;

    /** Unsigned; -1 when absent. */
    public final int[] approvalCode;

    public EventSlab(int rowsMax) {
        super(SlabKind.EVENT, rowsMax);
        flowId = columns.i64("flow_id");
        eventSeq = columns.i32("event_seq");
        eventType = columns.code("event_type", EventType.values());
        tsMicros = columns.micros("ts_utc");
        amountMinor = columns.i64("amount_minor");
        currency = columns.currency("currency");
        merchantId = columns.u64("merchant_id");
        instrumentId = columns.i64OrAbsent("instrument_id");
        channel = columns.code("channel", Channel.values());
        stepUpResult = columns.codeOrAbsent("step_up_result", StepUpResult.values());
        authResult = columns.codeOrAbsent("auth_result", AuthResult.values());
        reasonCode = columns.codeOrAbsent("reason_code", ReasonCode.values());
        approvalCode = columns.u32OrAbsent("approval_code");
    }
}
