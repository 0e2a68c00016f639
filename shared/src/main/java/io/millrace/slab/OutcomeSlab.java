package io.millrace.slab;

import io.millrace.contract.AuthResult;
import io.millrace.contract.ClearingKind;
import io.millrace.contract.FinalState;
import io.millrace.contract.FlowFamily;
import io.millrace.contract.FlowType;
import io.millrace.contract.ReasonCode;
import io.millrace.contract.RefundKind;
import io.millrace.contract.StepUpResult;

/** Rows of {@code s2_flow_outcome_baseline_6B}: how each flow ended, as of the horizon. */
public final class OutcomeSlab extends Slab {
    public final long[] flowId;

    /** Microseconds since the epoch, UTC. */
    public final long[] tsMicros;

    /** Code of {@link FlowType}; 0 when absent. */
    public final byte[] flowType;

    /** Code of {@link FinalState}. */
    public final byte[] finalState;

    /** Code of {@link AuthResult}; 0 when absent. */
    public final byte[] authResult;

    /** Code of {@link ReasonCode}; 0 when absent. */
    public final byte[] reasonCode;

    /** Code of {@link StepUpResult}. */
    public final byte[] stepUpResult;

    /** Microseconds since the epoch, UTC; {@link Columns#ABSENT} when absent. */
    public final long[] authResponseMicros;

    /** Microseconds since the epoch, UTC; {@link Columns#ABSENT} when absent. */
    public final long[] clearingMicros;

    /** Minor units of the currency of the flow; {@link Columns#NO_AMOUNT} when absent. */
    public final long[] clearingAmountMinor;

    /** Code of {@link ClearingKind}; 0 when absent. */
    public final byte[] clearingKind;

    /** Microseconds since the epoch, UTC; {@link Columns#ABSENT} when absent. */
    public final long[] reversalMicros;

    /** Microseconds since the epoch, UTC; {@link Columns#ABSENT} when absent. */
    public final long[] refundMicros;

    /** Minor units of the currency of the flow; {@link Columns#NO_AMOUNT} when absent. */
    public final long[] refundAmountMinor;

    /** Code of {@link RefundKind}; 0 when absent. */
    public final byte[] refundKind;

    public final int[] eventCount;

    public final boolean[] openAtHorizon;

    public final int[] censoredEvents;

    public final int[] template;

    /** Code of {@link FlowFamily}; in flight only, counted for the ledger. */
    public final byte[] flowFamily;

    public OutcomeSlab(int rowsMax) {
        super(SlabKind.OUTCOME, rowsMax);
        flowId = columns.i64("flow_id");
        tsMicros = columns.micros("ts_utc");
        flowType = columns.codeOrAbsent("flow_type", FlowType.values());
        finalState = columns.code("final_state", FinalState.values());
        authResult = columns.codeOrAbsent("auth_result", AuthResult.values());
        reasonCode = columns.codeOrAbsent("reason_code", ReasonCode.values());
        stepUpResult = columns.code("step_up_result", StepUpResult.values());
        authResponseMicros = columns.microsOrAbsent("auth_response_ts");
        clearingMicros = columns.microsOrAbsent("clearing_ts");
        clearingAmountMinor = columns.amountOrAbsent("clearing_amount_minor");
        clearingKind = columns.codeOrAbsent("clearing_kind", ClearingKind.values());
        reversalMicros = columns.microsOrAbsent("reversal_ts");
        refundMicros = columns.microsOrAbsent("refund_ts");
        refundAmountMinor = columns.amountOrAbsent("refund_amount_minor");
        refundKind = columns.codeOrAbsent("refund_kind", RefundKind.values());
        eventCount = columns.i32("event_count");
        openAtHorizon = columns.bool("open_at_horizon");
        censoredEvents = columns.i32("censored_events");
        template = columns.i32("template");
        flowFamily = columns.inFlight().code("flow_family", FlowFamily.values());
    }
}
