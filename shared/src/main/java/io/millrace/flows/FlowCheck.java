package io.millrace.flows;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.AuthResult;
import io.millrace.contract.Channel;
import io.millrace.contract.ClearingKind;
import io.millrace.contract.EventType;
import io.millrace.contract.FlowFamily;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.slab.Columns;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionedSlab;

/**
 * Invariants of every flow, read from the rows as they leave, and of every slab. A violation ends the run: it means that
 * a law or a policy is wrong, and rows behind it would be wrong too.
 *
 * @implNote docs/laws/flows.md
 */
final class FlowCheck {
    /** Least distance of two events of a flow, microseconds. */
    static final long STEP_MICROS_MIN = 1_000;

    private static final byte CASH = (byte) FlowFamily.CASH.code();
    private static final byte PURCHASE = (byte) FlowFamily.PURCHASE.code();
    private static final byte DECLINED = (byte) AuthResult.DECLINED.code();
    private static final byte RESPONSE = (byte) EventType.AUTH_RESPONSE.code();
    private static final byte CLEARING = (byte) EventType.CLEARING.code();
    private static final byte REFUND = (byte) EventType.REFUND.code();
    private static final byte REVERSAL = (byte) EventType.REVERSAL.code();
    private static final byte BANK_RAIL = (byte) Channel.BANK_RAIL.code();

    private final byte[][] words;
    private final OrderLaw orders;
    private final AmountLaw amounts;
    private final long horizonEndMicros;
    private final DrawBudget budget;
    private final Rows rows = new Rows();

    /** @param words codes of event types by template and event_seq */
    FlowCheck(byte[][] words, OrderLaw orders, AmountLaw amounts, long horizonEndMicros) {
        this.words = words;
        this.orders = orders;
        this.amounts = amounts;
        this.horizonEndMicros = horizonEndMicros;
        this.budget = new DrawBudget(words);
    }

    void startSlab(DrawLedger ledger) {
        budget.start(ledger);
    }

    /** S2_PARITY and S2_DRAWS of the rows that one slab of arrivals gave. */
    void endSlab(
            SessionedSlab arrivals,
            DrawLedger ledger,
            FlowSlab flows,
            int firstFlow,
            OutcomeSlab outcomes,
            int firstOutcome,
            EventSlab events,
            int firstEvent) {
        long counted = 0;
        long planned = 0;
        for (int row = firstOutcome; row < outcomes.size; row++) {
            counted += outcomes.eventCount[row];
            planned += words[outcomes.template[row]].length - outcomes.censoredEvents[row];
        }
        int anchors = flows.size - firstFlow;
        int ends = outcomes.size - firstOutcome;
        int emitted = events.size - firstEvent;
        if (anchors != arrivals.size || ends != arrivals.size || counted != emitted || planned != emitted) {
            throw failure(
                    ErrorCode.S2_PARITY,
                    "key bucket " + arrivals.bucket,
                    "arrivals, anchors and outcomes must be equal, and events what the outcomes count and plan",
                    arrivals.size + ", " + anchors + ", " + ends + "; " + emitted + ", " + counted + ", " + planned);
        }
        budget.expect(flows, firstFlow, outcomes, firstOutcome);
        Decision wrong = budget.difference(ledger);
        if (wrong != null) {
            throw failure(
                    ErrorCode.S2_DRAWS,
                    "key bucket " + arrivals.bucket + " decision " + wrong,
                    "must be evaluated " + budget.expected(wrong) + " times for " + arrivals.size + " arrivals",
                    Long.toString(budget.counted(wrong, ledger)));
        }
    }

    /** All rules of one flow; the slot is still as the flow found it. */
    void flow(
            SessionedSlab arrivals,
            int arrival,
            PendingDeclines pending,
            int slot,
            FlowSlab flows,
            int anchor,
            OutcomeSlab outcomes,
            int outcome,
            EventSlab events,
            int firstEvent) {
        rows.arrivals = arrivals;
        rows.arrival = arrival;
        rows.flows = flows;
        rows.anchor = anchor;
        rows.outcomes = outcomes;
        rows.outcome = outcome;
        rows.events = events;
        rows.firstEvent = firstEvent;
        template();
        times();
        entities();
        attempt(pending, slot);
        currency();
        amounts();
        clearing();
        decline();
    }

    private void template() {
        int template = rows.outcomes.template[rows.outcome];
        int count = rows.count();
        boolean fits = template >= 1
                && template < words.length
                && count >= 1
                && count <= words[template].length
                && count == rows.events.size - rows.firstEvent
                && count + rows.outcomes.censoredEvents[rows.outcome] == words[template].length;
        for (int seq = 0; fits && seq < count; seq++) {
            fits = rows.events.eventType[rows.firstEvent + seq] == words[template][seq]
                    && rows.events.eventSeq[rows.firstEvent + seq] == seq;
        }
        if (!fits) {
            throw rows.failure(ErrorCode.S2_TEMPLATE, "events must be a prefix of their template, numbered 0, 1, 2");
        }
    }

    private void times() {
        long[] ts = rows.events.tsMicros;
        boolean fits = ts[rows.firstEvent] == rows.arrivals.tsMicros[rows.arrival];
        for (int event = rows.firstEvent + 1; event < rows.events.size; event++) {
            fits &= ts[event] >= ts[event - 1] + STEP_MICROS_MIN;
        }
        fits &= ts[rows.events.size - 1] < horizonEndMicros;
        if (!fits) {
            throw rows.failure(
                    ErrorCode.S2_TIME_ORDER,
                    "events must start at the arrival, grow by at least 1000 us and end before " + horizonEndMicros);
        }
    }

    private void entities() {
        SessionedSlab arrivals = rows.arrivals;
        FlowSlab flows = rows.flows;
        int from = rows.arrival;
        int to = rows.anchor;
        boolean fits = flows.merchantId[to] == arrivals.merchantId[from]
                && flows.arrivalSeq[to] == arrivals.arrivalSeq[from]
                && flows.tsMicros[to] == arrivals.tsMicros[from]
                && flows.sessionId[to] == arrivals.sessionId[from]
                && flows.channel[to] == arrivals.channel[from]
                && flows.partyId[to] == arrivals.partyId[from]
                && flows.accountId[to] == arrivals.accountId[from]
                && flows.instrumentId[to] == arrivals.instrumentId[from]
                && flows.deviceId[to] == arrivals.deviceId[from]
                && flows.ipId[to] == arrivals.ipId[from]
                && (flows.instrumentId[to] != Columns.ABSENT || flows.channel[to] == BANK_RAIL)
                && rows.outcomes.flowId[rows.outcome] == flows.flowId[to];
        for (int event = rows.firstEvent; event < rows.events.size; event++) {
            fits &= rows.events.flowId[event] == flows.flowId[to]
                    && rows.events.merchantId[event] == flows.merchantId[to]
                    && rows.events.instrumentId[event] == flows.instrumentId[to]
                    && rows.events.channel[event] == flows.channel[to];
        }
        if (!fits) {
            throw rows.failure(
                    ErrorCode.S2_ENTITY, "ids must be the arrival's, and an instrument absent only on BANK_RAIL");
        }
    }

    private void attempt(PendingDeclines pending, int slot) {
        FlowSlab flows = rows.flows;
        int to = rows.anchor;
        int attempt = flows.attemptIndex[to];
        boolean fits = attempt >= 0 && attempt < orders.attemptsMax(flows.channel[to]);
        if (fits && attempt > 0) {
            fits = slot != PendingDeclines.NONE
                    && pending.attemptIndex[slot] + 1 == attempt
                    && pending.orderId[slot] == flows.orderId[to]
                    && pending.amountMinor[slot] == flows.amountMinor[to]
                    && pending.currency[slot] == flows.currency[to]
                    && pending.merchantId[slot] == flows.merchantId[to]
                    && pending.channel[slot] == flows.channel[to];
        }
        if (!fits) {
            throw rows.failure(
                    ErrorCode.S2_ATTEMPT,
                    "attempt_index must be below " + orders.attemptsMax(flows.channel[to])
                            + ", and above 0 go on with the session's latest decline");
        }
    }

    private void currency() {
        short currency = amounts.currency(rows.arrivals.legalCountry[rows.arrival]);
        boolean fits = rows.flows.currency[rows.anchor] == currency;
        for (int event = rows.firstEvent; event < rows.events.size; event++) {
            fits &= rows.events.currency[event] == currency;
        }
        if (!fits) {
            throw rows.failure(ErrorCode.S2_CURRENCY, "currency must be that of the country of sale");
        }
    }

    private void amounts() {
        short currency = rows.flows.currency[rows.anchor];
        long grid = amounts.gridMinor(currency);
        boolean signsFit = rows.authorised() % grid == 0;
        boolean rangeFits = inRange(rows.authorised());
        for (int event = rows.firstEvent; event < rows.events.size; event++) {
            long amount = rows.events.amountMinor[event];
            byte type = rows.events.eventType[event];
            boolean isNegative = type == REFUND || type == REVERSAL;
            signsFit &= (isNegative ? amount < 0 : amount > 0) && amount % grid == 0;
            rangeFits &= inRange(Math.abs(amount));
        }
        if (!signsFit) {
            throw rows.failure(
                    ErrorCode.S2_AMOUNT_SIGN,
                    "REFUND and REVERSAL must be negative, all others positive, each a multiple of " + grid);
        }
        if (!rangeFits) {
            throw rows.failure(
                    ErrorCode.S2_AMOUNT_RANGE,
                    "amounts must lie in 1.." + amounts.capMinor(currency) + ", cash in multiples of "
                            + amounts.noteMinor(currency));
        }
    }

    private boolean inRange(long amount) {
        short currency = rows.flows.currency[rows.anchor];
        return amount >= 1
                && amount <= amounts.capMinor(currency)
                && (rows.flows.flowFamily[rows.anchor] != CASH || amount % amounts.noteMinor(currency) == 0);
    }

    /** What is cleared, refunded and reversed, against what was authorised. */
    private void clearing() {
        long authorised = rows.authorised();
        long cleared = 0;
        for (int event = rows.firstEvent; event < rows.events.size; event++) {
            long amount = rows.events.amountMinor[event];
            byte type = rows.events.eventType[event];
            if (type == CLEARING) {
                cleared = amount;
                if (!(amount == rows.outcomes.clearingAmountMinor[rows.outcome] && isCleared(amount))) {
                    throw rows.failure(
                            ErrorCode.S2_CLEARING,
                            "the cleared amount must lie inside the bounds of its clearing_kind");
                }
            } else if (type == REFUND) {
                if (!(-amount >= 1 && -amount <= cleared && amount == rows.outcomes.refundAmountMinor[rows.outcome])) {
                    throw rows.failure(
                            ErrorCode.S2_REFUND, "a refund must lie between one minor unit and the cleared amount");
                }
            } else if (type == REVERSAL) {
                if (amount != -authorised) {
                    throw rows.failure(ErrorCode.S2_REFUND, "a reversal must undo the authorised amount");
                }
            }
        }
    }

    private boolean isCleared(long amount) {
        long authorised = rows.authorised();
        int code = rows.outcomes.clearingKind[rows.outcome];
        if (code == 0) {
            return false;
        }
        return switch (ClearingKind.ofCode(code)) {
            case EQUAL -> amount == authorised;
            case PREAUTH -> amount <= authorised;
            case TIP, INCIDENTAL, SHORT -> {
                // The share is rounded to the grid, and differs by a grid step at least.
                long grid = amounts.gridMinor(rows.flows.currency[rows.anchor]);
                yield rows.flows.flowFamily[rows.anchor] == PURCHASE
                        && amount >= authorised * (1 + amounts.clearingShareMin(code)) - grid
                        && amount <= authorised * (1 + amounts.clearingShareMax(code)) + grid;
            }
        };
    }

    private void decline() {
        boolean fits = true;
        boolean answered = false;
        for (int event = rows.firstEvent; event < rows.events.size; event++) {
            boolean isDecline = rows.events.authResult[event] == DECLINED;
            boolean isAnswer = rows.events.eventType[event] == RESPONSE;
            answered |= isAnswer;
            fits &= isDecline == (rows.events.reasonCode[event] != 0)
                    && isAnswer == (rows.events.authResult[event] != 0)
                    && (!isDecline || event == rows.events.size - 1);
        }
        byte last = rows.events.reasonCode[rows.events.size - 1];
        fits &= rows.outcomes.reasonCode[rows.outcome] == last || (answered && last == 0);
        fits &= (rows.outcomes.authResult[rows.outcome] == DECLINED) == (rows.outcomes.reasonCode[rows.outcome] != 0);
        if (!fits) {
            throw rows.failure(
                    ErrorCode.S2_DECLINE_FINAL,
                    "a decline must be the last event, and have a reason_code exactly then");
        }
    }

    private static RunException failure(ErrorCode code, String where, String expected, String found) {
        return new RunException(Problem.of(
                code, where, expected, found, "a law or a policy of flows is wrong; keep the run for analysis"));
    }

    /** The rows of one flow; its events are the last of their slab. Reused for every flow. */
    private static final class Rows {
        private SessionedSlab arrivals;
        private int arrival;
        private FlowSlab flows;
        private int anchor;
        private OutcomeSlab outcomes;
        private int outcome;
        private EventSlab events;
        private int firstEvent;

        int count() {
            return outcomes.eventCount[outcome];
        }

        long authorised() {
            return flows.amountMinor[anchor];
        }

        /** Texts are made only here: the checks run on every flow. */
        RunException failure(ErrorCode code, String rule) {
            return FlowCheck.failure(code, describe(), rule, "this flow");
        }

        private String describe() {
            StringBuilder text = new StringBuilder(arrivals.describe(arrival))
                    .append("; ")
                    .append(flows.describe(anchor))
                    .append("; ")
                    .append(outcomes.describe(outcome));
            for (int event = firstEvent; event < events.size; event++) {
                text.append("; ").append(events.describe(event));
            }
            return text.toString();
        }
    }
}
