package io.millrace.flows;

import io.millrace.contract.StepUpResult;
import io.millrace.policy.FlowShapePolicy;

/** The plan of the flow at hand; filled decision by decision, reused for every row. */
final class FlowRow {
    /** Code of {@link io.millrace.contract.Channel}. */
    int channel;

    /** Code of {@link io.millrace.contract.FlowFamily}. */
    int family;

    int merchant;
    long merchantId;
    long instrumentId;
    int segment;
    long tsMicros;
    /** {@link io.millrace.contract.Iso} code. */
    int saleCountry;

    boolean crossBorder;
    boolean sca;
    /** Code of {@link io.millrace.contract.PriceClass}. */
    int priceClass;

    long flowId;
    long orderId;
    int attemptIndex;
    /** Slot of the session's latest decline, or {@link PendingDeclines#NONE}. */
    int slot;

    boolean retryCandidate;
    double declineFloor;
    final Money money = new Money();

    boolean challengeCandidate;
    StepUpResult challenge;
    boolean approved;
    /** Code of {@link io.millrace.contract.ReasonCode}; 0 when approved. */
    int reasonCode;
    /** Unsigned; -1 when there is none. */
    int approvalCode;

    /** 1..12. */
    int template;

    final ClearedAmount cleared = new ClearedAmount();
    /** Negative; 0 when no refund is planned. */
    long refundMinor;

    /** Planned times by event_seq, microseconds. */
    final long[] eventMicros = new long[FlowShapePolicy.word(7).size()];

    int plannedEvents;
    /** Events before the horizon. */
    int emittedEvents;
    /** Position of AUTH_RESPONSE in the word. */
    int responseSeq;
}
