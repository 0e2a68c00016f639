package io.millrace.flows;

import io.millrace.contract.ArrivalKey;
import io.millrace.contract.AuthResult;
import io.millrace.contract.Channel;
import io.millrace.contract.ClearingKind;
import io.millrace.contract.EventType;
import io.millrace.contract.FinalState;
import io.millrace.contract.FlowFamily;
import io.millrace.contract.FlowType;
import io.millrace.contract.ReasonCode;
import io.millrace.contract.RefundKind;
import io.millrace.contract.StepUpResult;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.random.KeyedBijection;
import io.millrace.random.UnitInterval;
import io.millrace.slab.Columns;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionedSlab;
import java.util.List;

/**
 * Makes one flow of every arrival: its order, challenge, answer, clearing or void, refund, and the time of each.
 *
 * <p>In: arrivals with entities and session, a party's rows in total order. Out: one anchor, one outcome and 1..6 events
 * per arrival; nothing is dropped, nothing merged. Key: the bucket. State: {@link PendingDeclines}.
 *
 * <p>Draws: about 13 per row in 8 blocks, by the table of docs/laws/flows.md; the ledger of the bucket must equal what
 * the rows imply, checked per slab.
 *
 * <p>Invariant: a row is a function of its arrival, the slot of its session, policies and keys; it is checked before it
 * leaves. One maker per subtask: it reuses its buffers and is not thread-safe.
 *
 * @implNote flow_shape_policy_6B, amount_model_6B, timing_policy_6B; docs/laws/flows.md
 */
public final class FlowMaker {
    /** Longest word of the grammar. */
    public static final int EVENTS_PER_FLOW_MAX = FlowShapePolicy.word(7).size();

    private static final int CLEARED = 1;
    private static final int REFUNDED = 2;
    private static final int VOIDED = 3;
    private static final int EXPIRED = 4;
    private static final int DECLINED = 5;
    private static final int AFTER_PASSED_CHALLENGE = 5;
    private static final int FAILED_CHALLENGE = 11;
    private static final int ABANDONED_CHALLENGE = 12;

    private static final byte PURCHASE = (byte) FlowFamily.PURCHASE.code();
    private static final byte TRANSFER = (byte) FlowFamily.TRANSFER.code();
    private static final byte EQUAL = (byte) ClearingKind.EQUAL.code();

    private final OrderLaw orders;
    private final LifeCycleLaw lifeCycle;
    private final AmountLaw amounts;
    private final TimingLaw timing;
    private final Lanes draws;
    private final KeyedBijection flowIds;
    private final KeyedBijection orderIds;
    private final long horizonEndMicros;
    private final FlowCheck check;

    private final byte[] familyOfChannel = new byte[Channel.values().length + 1];
    /** [template][event_seq] code of {@link EventType}. */
    private final byte[][] words = new byte[FlowShapePolicy.TEMPLATES + 1][];
    /** [family][template] code of {@link FlowType}. */
    private final byte[][] flowTypes = new byte[FlowFamily.values().length + 1][FlowShapePolicy.TEMPLATES + 1];

    private final FlowRow flow = new FlowRow();
    private final long[] lanes = new long[2];
    private DrawLedger ledger;

    private FlowMaker(
            FlowShapePolicy policy,
            AmountLaw amounts,
            TimingLaw timing,
            FlowSwitches switches,
            Lanes draws,
            KeyedBijection flowIds,
            KeyedBijection orderIds,
            long horizonEndMicros) {
        this.orders = new OrderLaw(policy.orders(), switches);
        this.lifeCycle = new LifeCycleLaw(policy, switches);
        this.amounts = amounts;
        this.timing = timing;
        this.draws = draws;
        this.flowIds = flowIds;
        this.orderIds = orderIds;
        this.horizonEndMicros = horizonEndMicros;
        for (Channel channel : Channel.values()) {
            familyOfChannel[channel.code()] = (byte) FlowFamily.of(channel).code();
        }
        policy.templates().forEach((template, word) -> words[template] = codes(word));
        policy.flowTypes()
                .forEach((family, names) ->
                        names.forEach((template, name) -> flowTypes[family.code()][template] = (byte) name.code()));
        this.check = new FlowCheck(words, orders, amounts, horizonEndMicros);
    }

    /**
     * @param flowIds bijection of kind {@code flow_id}
     * @param orderIds bijection of kind {@code order_id}
     * @param horizonEndMicros scenario end plus settlement tail, excluded; later events are not emitted
     */
    public static FlowMaker of(
            FlowShapePolicy policy,
            AmountLaw amounts,
            TimingLaw timing,
            FlowSwitches switches,
            Draws draws,
            KeyedBijection flowIds,
            KeyedBijection orderIds,
            long horizonEndMicros) {
        return ofLanes(policy, amounts, timing, switches, draws::block, flowIds, orderIds, horizonEndMicros);
    }

    static FlowMaker ofLanes(
            FlowShapePolicy policy,
            AmountLaw amounts,
            TimingLaw timing,
            FlowSwitches switches,
            Lanes lanes,
            KeyedBijection flowIds,
            KeyedBijection orderIds,
            long horizonEndMicros) {
        return new FlowMaker(policy, amounts, timing, switches, lanes, flowIds, orderIds, horizonEndMicros);
    }

    /**
     * Appends the flow of every arrival, in order.
     *
     * @param arrivals of one bucket; a party's rows in total order, across calls too
     * @param pending of that bucket; takes up new declines and the draw counts
     * @param flows room for one row per arrival
     * @param outcomes room for one row per arrival
     * @param events room for {@link #EVENTS_PER_FLOW_MAX} rows per arrival
     * @throws io.millrace.base.RunException S2_* when a row breaks a law of its own; S1_ARRIVAL_FIELD_RANGE
     */
    public void make(
            SessionedSlab arrivals, PendingDeclines pending, FlowSlab flows, OutcomeSlab outcomes, EventSlab events) {
        ledger = pending.ledger();
        check.startSlab(ledger);
        int firstFlow = flows.size;
        int firstOutcome = outcomes.size;
        int firstEvent = events.size;
        for (int row = 0; row < arrivals.size; row++) {
            makeFlow(arrivals, row, pending, flows, outcomes, events);
        }
        check.endSlab(arrivals, ledger, flows, firstFlow, outcomes, firstOutcome, events, firstEvent);
    }

    /** The flow made last, as the laws have left it; for who tells of it. */
    FlowRow latest() {
        return flow;
    }

    OrderLaw orders() {
        return orders;
    }

    LifeCycleLaw lifeCycle() {
        return lifeCycle;
    }

    private void makeFlow(
            SessionedSlab arrivals,
            int row,
            PendingDeclines pending,
            FlowSlab flows,
            OutcomeSlab outcomes,
            EventSlab events) {
        readArrival(arrivals, row);
        continueOrOpenOrder(arrivals, row, pending);
        challenge();
        answer(arrivals.accountId[row]);
        if (flow.approved) {
            afterApproval();
        }
        schedule();
        int flowRow = writeAnchor(arrivals, row, flows);
        int firstEvent = writeEvents(events);
        int outcomeRow = writeOutcome(outcomes);
        check.flow(arrivals, row, pending, flow.slot, flows, flowRow, outcomes, outcomeRow, events, firstEvent);
        remember(arrivals.sessionId[row], pending);
    }

    private void readArrival(SessionedSlab arrivals, int row) {
        long arrivalKey =
                ArrivalKey.of(arrivals.merchantId[row], arrivals.merchantOrdinal[row], arrivals.arrivalSeq[row]);
        flow.flowId = flowIds.id(arrivalKey);
        flow.orderId = orderIds.id(arrivalKey);
        flow.channel = arrivals.channel[row];
        flow.family = familyOfChannel[flow.channel];
        flow.merchant = arrivals.merchantOrdinal[row];
        flow.merchantId = arrivals.merchantId[row];
        flow.instrumentId = arrivals.instrumentId[row];
        flow.segment = arrivals.partySegment[row];
        flow.tsMicros = arrivals.tsMicros[row];
        flow.saleCountry = arrivals.legalCountry[row];
        flow.crossBorder = arrivals.partyCountry[row] != flow.saleCountry;
        flow.sca = lifeCycle.isSca(arrivals.partyCountry[row]) && lifeCycle.isSca(flow.saleCountry);
        flow.priceClass = amounts.priceClass(flow.merchant);
    }

    /** A retry goes on with the order of its session's latest decline; every other flow opens its own. */
    private void continueOrOpenOrder(SessionedSlab arrivals, int row, PendingDeclines pending) {
        flow.slot = pending.find(arrivals.sessionId[row]);
        flow.retryCandidate = orders.isCandidate(
                pending, flow.slot, flow.merchantId, flow.channel, amounts.currency(flow.saleCountry), flow.tsMicros);
        if (flow.retryCandidate && isRetry(pending)) {
            flow.orderId = pending.orderId[flow.slot];
            flow.attemptIndex = pending.attemptIndex[flow.slot] + 1;
            flow.money.amountMinor = pending.amountMinor[flow.slot];
            flow.money.baseMinor = pending.baseMinor[flow.slot];
            flow.money.q = pending.q[flow.slot];
            flow.money.currency = pending.currency[flow.slot];
            flow.declineFloor = orders.declineFloor(pending, flow.slot, flow.instrumentId);
            return;
        }
        flow.attemptIndex = 0;
        flow.declineFloor = 0;
        draw(Decision.AMOUNT, flow.flowId, 0);
        amounts.authorise(
                lanes[0],
                lanes[1],
                flow.channel,
                flow.merchant,
                flow.segment,
                flow.crossBorder,
                flow.saleCountry,
                flow.money);
    }

    private boolean isRetry(PendingDeclines pending) {
        draw(Decision.RETRY, flow.flowId, 0);
        return UnitInterval.unit(lanes[0]) < orders.pRetry(pending, flow.slot, flow.instrumentId, flow.tsMicros);
    }

    private void challenge() {
        flow.challenge = StepUpResult.NONE;
        flow.challengeCandidate = lifeCycle.isChallengeable(flow.channel);
        if (flow.challengeCandidate) {
            draw(Decision.STEP_UP, flow.flowId, 0);
            double p = lifeCycle.pChallenge(flow.channel, flow.sca, flow.money.q, flow.crossBorder, flow.attemptIndex);
            if (UnitInterval.unit(lanes[0]) < p) {
                flow.challenge = lifeCycle.challengeResult(flow.channel, lanes[1]);
            }
        }
    }

    /** Failed and abandoned challenges answer themselves; otherwise the issuer decides. */
    private void answer(long accountId) {
        flow.approved = false;
        flow.approvalCode = -1;
        switch (flow.challenge) {
            case FAILED -> decline(FAILED_CHALLENGE, ReasonCode.S1.code());
            case ABANDONED -> decline(ABANDONED_CHALLENGE, ReasonCode.S2.code());
            case NONE, PASSED -> issuerAnswer(accountId);
        }
    }

    private void issuerAnswer(long accountId) {
        draw(Decision.ACCOUNT_STRAIN, accountId, 0);
        double strain = lifeCycle.strain(lanes[0]);
        draw(Decision.DECLINE, flow.flowId, 0);
        boolean challenged = flow.challenge == StepUpResult.PASSED;
        double p =
                lifeCycle.pDecline(flow.channel, flow.money.q, flow.crossBorder, strain, challenged, flow.declineFloor);
        if (UnitInterval.unit(lanes[0]) < p) {
            decline(afterChallenge(DECLINED), lifeCycle.reason(flow.channel, lanes[1]));
            return;
        }
        flow.approved = true;
        flow.reasonCode = 0;
        if (flow.family != TRANSFER) {
            flow.approvalCode = LifeCycleLaw.approvalCode(lanes[1]);
        }
    }

    private void decline(int template, int reasonCode) {
        flow.template = template;
        flow.reasonCode = reasonCode;
    }

    private int afterChallenge(int template) {
        return flow.challenge == StepUpResult.PASSED ? template + AFTER_PASSED_CHALLENGE : template;
    }

    private void afterApproval() {
        draw(Decision.AFTER_APPROVAL, flow.flowId, 0);
        int after = lifeCycle.after(flow.channel, flow.priceClass, lanes[0]);
        if (after == LifeCycleLaw.CLEAR) {
            boolean refunded =
                    UnitInterval.unit(lanes[1]) < lifeCycle.pRefund(flow.channel, flow.priceClass, flow.money.q);
            flow.template = afterChallenge(refunded ? REFUNDED : CLEARED);
            clear();
            flow.refundMinor = refunded ? refund() : 0;
        } else {
            flow.template = afterChallenge(after == LifeCycleLaw.VOID ? VOIDED : EXPIRED);
        }
    }

    private void clear() {
        if (flow.family == PURCHASE) {
            draw(Decision.CLEARING_DIFFERENCE, flow.flowId, 0);
            amounts.clear(lanes[0], lanes[1], flow.channel, flow.merchant, flow.saleCountry, flow.money, flow.cleared);
        } else {
            flow.cleared.amountMinor = flow.money.amountMinor;
            flow.cleared.kind = EQUAL;
        }
    }

    private long refund() {
        draw(Decision.REFUND_AMOUNT, flow.flowId, 0);
        return amounts.refund(lanes[0], lanes[1], flow.money, flow.cleared.amountMinor);
    }

    /** Every event counts from the one just before it, so order holds by construction; the plan is cut at the horizon. */
    private void schedule() {
        byte[] word = words[flow.template];
        flow.plannedEvents = word.length;
        flow.emittedEvents = 1;
        flow.eventMicros[0] = flow.tsMicros;
        for (int seq = 1; seq < word.length; seq++) {
            int type = word[seq];
            draw(Decision.EVENT_OFFSET, flow.flowId, slot(type));
            flow.eventMicros[seq] = flow.eventMicros[seq - 1]
                    + timing.offsetMicros(
                            type, flow.channel, flow.priceClass, flow.reasonCode, flow.crossBorder, lanes[0]);
            if (type == EventType.AUTH_RESPONSE.code()) {
                flow.responseSeq = seq;
            }
            if (flow.eventMicros[seq] < horizonEndMicros) {
                flow.emittedEvents++;
            }
        }
    }

    /** Counter of an event's offset; a clearing and the void that replaces it share theirs. */
    static int slot(int type) {
        return switch (EventType.ofCode(type)) {
            case AUTH_REQUEST -> 0;
            case STEP_UP_CHALLENGE -> 1;
            case STEP_UP_COMPLETE -> 2;
            case AUTH_RESPONSE -> 3;
            case CLEARING, REVERSAL -> 4;
            case REFUND -> 5;
        };
    }

    private int writeAnchor(SessionedSlab arrivals, int row, FlowSlab flows) {
        int to = flows.addRow();
        flows.flowId[to] = flow.flowId;
        flows.merchantId[to] = flow.merchantId;
        flows.arrivalSeq[to] = arrivals.arrivalSeq[row];
        flows.tsMicros[to] = flow.tsMicros;
        flows.sessionId[to] = arrivals.sessionId[row];
        flows.sessionSeq[to] = arrivals.sessionSeq[row];
        flows.gapPreviousMicros[to] = arrivals.gapPreviousMicros[row];
        flows.orderId[to] = flow.orderId;
        flows.attemptIndex[to] = flow.attemptIndex;
        flows.channel[to] = (byte) flow.channel;
        flows.flowFamily[to] = (byte) flow.family;
        flows.partyId[to] = arrivals.partyId[row];
        flows.accountId[to] = arrivals.accountId[row];
        flows.instrumentId[to] = flow.instrumentId;
        flows.deviceId[to] = arrivals.deviceId[row];
        flows.ipId[to] = arrivals.ipId[row];
        flows.saleCountry[to] = (short) flow.saleCountry;
        flows.partyCountry[to] = arrivals.partyCountry[row];
        flows.crossBorder[to] = flow.crossBorder;
        flows.priceClass[to] = (byte) flow.priceClass;
        flows.currency[to] = flow.money.currency;
        flows.amountMinor[to] = flow.money.amountMinor;
        flows.retryCandidate[to] = flow.retryCandidate;
        flows.challengeCandidate[to] = flow.challengeCandidate;
        return to;
    }

    private int writeEvents(EventSlab events) {
        int first = events.size;
        byte[] word = words[flow.template];
        for (int seq = 0; seq < flow.emittedEvents; seq++) {
            int to = events.addRow();
            events.flowId[to] = flow.flowId;
            events.eventSeq[to] = seq;
            events.eventType[to] = word[seq];
            events.tsMicros[to] = flow.eventMicros[seq];
            events.currency[to] = flow.money.currency;
            events.merchantId[to] = flow.merchantId;
            events.instrumentId[to] = flow.instrumentId;
            events.channel[to] = (byte) flow.channel;
            writeFacts(EventType.ofCode(word[seq]), events, to);
        }
        return first;
    }

    /** What the event itself tells: its amount, and a result or an answer. */
    private void writeFacts(EventType type, EventSlab events, int to) {
        events.amountMinor[to] = switch (type) {
            case AUTH_REQUEST, AUTH_RESPONSE, STEP_UP_CHALLENGE, STEP_UP_COMPLETE -> flow.money.amountMinor;
            case CLEARING -> flow.cleared.amountMinor;
            case REFUND -> flow.refundMinor;
            case REVERSAL -> -flow.money.amountMinor;
        };
        boolean isAnswer = type == EventType.AUTH_RESPONSE;
        events.stepUpResult[to] = type == EventType.STEP_UP_COMPLETE ? (byte) flow.challenge.code() : 0;
        events.authResult[to] = isAnswer ? authResult() : 0;
        events.reasonCode[to] = isAnswer ? (byte) flow.reasonCode : 0;
        events.approvalCode[to] = isAnswer ? flow.approvalCode : -1;
    }

    private byte authResult() {
        return (byte) (flow.approved ? AuthResult.APPROVED : AuthResult.DECLINED).code();
    }

    /** Values behind the horizon are absent or the last state seen; only template and censored_events know the plan. */
    private int writeOutcome(OutcomeSlab outcomes) {
        int to = outcomes.addRow();
        boolean answered = flow.emittedEvents > flow.responseSeq;
        boolean ended = flow.emittedEvents > flow.responseSeq + 1;
        int ending = (flow.template - 1) % AFTER_PASSED_CHALLENGE + 1;
        boolean isCleared = flow.approved && ended && ending <= REFUNDED;
        boolean isReversed = flow.approved && ended && ending == VOIDED;
        boolean isRefunded = isCleared && flow.emittedEvents > flow.responseSeq + 2;
        boolean isExpired = flow.approved && answered && ending == EXPIRED && validityIsOver();
        outcomes.flowId[to] = flow.flowId;
        outcomes.tsMicros[to] = flow.tsMicros;
        outcomes.authResult[to] = answered ? authResult() : 0;
        outcomes.reasonCode[to] = answered ? (byte) flow.reasonCode : 0;
        outcomes.stepUpResult[to] = (byte) stepUpSeen(answered).code();
        outcomes.authResponseMicros[to] = answered ? flow.eventMicros[flow.responseSeq] : Columns.ABSENT;
        int after = flow.responseSeq + 1;
        outcomes.clearingMicros[to] = isCleared ? flow.eventMicros[after] : Columns.ABSENT;
        outcomes.clearingAmountMinor[to] = isCleared ? flow.cleared.amountMinor : Columns.NO_AMOUNT;
        outcomes.clearingKind[to] = isCleared ? flow.cleared.kind : 0;
        outcomes.reversalMicros[to] = isReversed ? flow.eventMicros[after] : Columns.ABSENT;
        outcomes.refundMicros[to] = isRefunded ? flow.eventMicros[after + 1] : Columns.ABSENT;
        outcomes.refundAmountMinor[to] = isRefunded ? flow.refundMinor : Columns.NO_AMOUNT;
        outcomes.refundKind[to] = isRefunded ? refundKind() : 0;
        FinalState state = FinalState.APPROVED_OPEN;
        if (!answered) {
            state = FinalState.AUTH_PENDING;
        } else if (!flow.approved) {
            state = FinalState.DECLINED;
        } else if (isRefunded) {
            state = FinalState.REFUNDED;
        } else if (isCleared) {
            state = FinalState.CLEARED;
        } else if (isReversed) {
            state = FinalState.REVERSED;
        } else if (isExpired) {
            state = FinalState.EXPIRED;
        }
        boolean isNamed = state != FinalState.AUTH_PENDING && state != FinalState.APPROVED_OPEN;
        outcomes.finalState[to] = (byte) state.code();
        outcomes.flowType[to] = isNamed ? flowTypes[flow.family][flow.template] : 0;
        outcomes.eventCount[to] = flow.emittedEvents;
        outcomes.openAtHorizon[to] = flow.emittedEvents < flow.plannedEvents || !isNamed;
        outcomes.censoredEvents[to] = flow.plannedEvents - flow.emittedEvents;
        outcomes.template[to] = flow.template;
        outcomes.flowFamily[to] = (byte) flow.family;
        return to;
    }

    /** An authorisation nobody uses is open until its validity ends. */
    private boolean validityIsOver() {
        return flow.eventMicros[flow.responseSeq] + timing.validityMicros(flow.channel, flow.priceClass)
                < horizonEndMicros;
    }

    /** Passed and failed show at the completion, abandoned only at the answer. */
    private StepUpResult stepUpSeen(boolean answered) {
        return switch (flow.challenge) {
            case NONE -> StepUpResult.NONE;
            case PASSED, FAILED -> flow.emittedEvents > flow.responseSeq - 1 ? flow.challenge : StepUpResult.NONE;
            case ABANDONED -> answered ? flow.challenge : StepUpResult.NONE;
        };
    }

    private byte refundKind() {
        return (byte) (-flow.refundMinor == flow.cleared.amountMinor ? RefundKind.FULL : RefundKind.PART).code();
    }

    /** The session's latest decline takes its slot; an approval at the same merchant and channel frees it. */
    private void remember(long sessionId, PendingDeclines pending) {
        if (flow.approved) {
            if (flow.slot != PendingDeclines.NONE
                    && pending.merchantId[flow.slot] == flow.merchantId
                    && pending.channel[flow.slot] == flow.channel) {
                pending.remove(flow.slot);
            }
        } else if (orders.canBeRetried(flow.channel, flow.attemptIndex)) {
            long responseMicros = flow.eventMicros[flow.responseSeq];
            int slot = pending.put(sessionId, responseMicros + orders.windowMicros(flow.channel));
            pending.merchantId[slot] = flow.merchantId;
            pending.channel[slot] = (byte) flow.channel;
            pending.orderId[slot] = flow.orderId;
            pending.attemptIndex[slot] = flow.attemptIndex;
            pending.amountMinor[slot] = flow.money.amountMinor;
            pending.baseMinor[slot] = flow.money.baseMinor;
            pending.q[slot] = flow.money.q;
            pending.currency[slot] = flow.money.currency;
            pending.responseMicros[slot] = responseMicros;
            pending.reasonClass[slot] = orders.reasonClass(flow.reasonCode);
            pending.instrumentId[slot] = flow.instrumentId;
        } else if (flow.slot != PendingDeclines.NONE) {
            // The latest decline counts, even one that ends its order.
            pending.remove(flow.slot);
        }
    }

    private void draw(Decision decision, long hi, long lo) {
        ledger.count(decision);
        draws.block(decision, hi, lo, lanes);
    }

    private static byte[] codes(List<EventType> word) {
        byte[] codes = new byte[word.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) word.get(i).code();
        }
        return codes;
    }
}
