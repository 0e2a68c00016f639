package io.millrace.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ErrorCode;
import io.millrace.base.RunException;
import io.millrace.contract.AuthResult;
import io.millrace.contract.Channel;
import io.millrace.contract.ClearingKind;
import io.millrace.contract.EventType;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.random.Decision;
import io.millrace.slab.Columns;
import io.millrace.slab.EventSlab;
import io.millrace.slab.SessionedSlab;
import org.junit.jupiter.api.Test;

/** A good flow, one cell of it spoilt, and the code that must come of it. */
class FlowCheckTest {
    private static final FlowWorld WORLD = FlowWorld.of(1);
    private static final long START = 1_770_000_000_000_000L;
    private static final long HORIZON_END = START + 400L * 86_400_000_000L;
    private static final int REFUND = 3;

    private SessionedSlab arrivals = FlowWorld.slab(1);
    private FlowRun run;
    private int slot = PendingDeclines.NONE;

    /** Approved, cleared and refunded. */
    private void refunded(Channel channel) {
        make(channel, SteeredLanes.approving());
    }

    private void declined() {
        make(Channel.POS, SteeredLanes.declining());
    }

    private void make(Channel channel, Lanes lanes) {
        arrivals = FlowWorld.slab(1);
        WORLD.add(arrivals, START, channel, WORLD.merchant(PriceClass.APPAREL, 0), 1);
        run = new FlowRun(WORLD.maker(lanes, WORLD.amounts, HORIZON_END), 1).make(arrivals);
    }

    private FlowCheck check() {
        byte[][] words = new byte[FlowShapePolicy.TEMPLATES + 1][];
        WORLD.shape.templates().forEach((template, word) -> {
            words[template] = new byte[word.size()];
            for (int seq = 0; seq < word.size(); seq++) {
                words[template][seq] = (byte) word.get(seq).code();
            }
        });
        return new FlowCheck(
                words, new OrderLaw(WORLD.shape.orders(), FlowSwitches.ALL_ON), WORLD.amounts, HORIZON_END);
    }

    private void checkFlow() {
        check().flow(arrivals, 0, run.pending, slot, run.flows, 0, run.outcomes, 0, run.events, 0);
    }

    private void assertCode(ErrorCode code) {
        assertThatThrownBy(this::checkFlow).isInstanceOfSatisfying(RunException.class, failure -> {
            assertThat(failure.problems()).hasSize(1);
            assertThat(failure.problems().get(0).code()).isEqualTo(code);
            assertThat(failure).hasMessageContaining("flow_id=" + run.flows.flowId[0]);
            assertThat(failure).hasMessageContaining("event_seq=0");
        });
    }

    @Test
    void goodFlowsPass() {
        for (Channel channel : Channel.values()) {
            refunded(channel);
            checkFlow();
        }
        declined();
        checkFlow();
        make(Channel.ECOM, SteeredLanes.approving().put(Decision.AFTER_APPROVAL, .985, .5));
        assertThat(run.events.eventType[2]).isEqualTo((byte) EventType.REVERSAL.code());
        checkFlow();
    }

    @Test
    void anEventThatIsNotInTheTemplate() {
        refunded(Channel.POS);
        run.events.eventType[2] = (byte) EventType.REVERSAL.code();
        assertCode(ErrorCode.S2_TEMPLATE);
        refunded(Channel.POS);
        run.events.eventSeq[1] = 2;
        assertCode(ErrorCode.S2_TEMPLATE);
        refunded(Channel.POS);
        run.outcomes.censoredEvents[0] = 1;
        assertCode(ErrorCode.S2_TEMPLATE);
        refunded(Channel.POS);
        run.outcomes.template[0] = 13;
        assertCode(ErrorCode.S2_TEMPLATE);
    }

    @Test
    void timesThatDoNotGrowOrPassTheHorizon() {
        refunded(Channel.POS);
        run.events.tsMicros[1] = run.events.tsMicros[0] + 999;
        assertCode(ErrorCode.S2_TIME_ORDER);
        run.events.tsMicros[1] = run.events.tsMicros[0] + 1_000;
        checkFlow();
        run.events.tsMicros[0]--;
        assertCode(ErrorCode.S2_TIME_ORDER);
        refunded(Channel.POS);
        run.events.tsMicros[REFUND] = HORIZON_END;
        assertCode(ErrorCode.S2_TIME_ORDER);
    }

    @Test
    void idsThatAreNotTheArrivals() {
        refunded(Channel.POS);
        run.flows.deviceId[0]++;
        assertCode(ErrorCode.S2_ENTITY);
        refunded(Channel.POS);
        run.events.merchantId[2]++;
        assertCode(ErrorCode.S2_ENTITY);
        refunded(Channel.POS);
        arrivals.instrumentId[0] = Columns.ABSENT;
        run.flows.instrumentId[0] = Columns.ABSENT;
        java.util.Arrays.fill(run.events.instrumentId, Columns.ABSENT);
        assertCode(ErrorCode.S2_ENTITY);
        refunded(Channel.BANK_RAIL);
        arrivals.instrumentId[0] = Columns.ABSENT;
        run.flows.instrumentId[0] = Columns.ABSENT;
        java.util.Arrays.fill(run.events.instrumentId, Columns.ABSENT);
        checkFlow();
    }

    @Test
    void amountsOfTheWrongSignOrOffTheGrid() {
        refunded(Channel.POS);
        run.events.amountMinor[REFUND] = 1;
        assertCode(ErrorCode.S2_AMOUNT_SIGN);
        refunded(Channel.POS);
        arrivals.legalCountry[0] = (short) Iso.pack("CH");
        run.flows.currency[0] = (short) Iso.pack("CHF");
        java.util.Arrays.fill(run.events.currency, (short) Iso.pack("CHF"));
        long offGrid = run.flows.amountMinor[0] / 5 * 5 + 1;
        setAmounts(offGrid);
        assertCode(ErrorCode.S2_AMOUNT_SIGN);
        setAmounts(offGrid - 1);
        checkFlow();
    }

    @Test
    void amountsBeyondTheCapAndCashThatIsNoNote() {
        refunded(Channel.POS);
        setAmounts(WORLD.amounts.capMinor(run.flows.currency[0]) + 1);
        assertCode(ErrorCode.S2_AMOUNT_RANGE);
        setAmounts(WORLD.amounts.capMinor(run.flows.currency[0]));
        checkFlow();
        refunded(Channel.ATM);
        setAmounts(1_500);
        assertCode(ErrorCode.S2_AMOUNT_RANGE);
        setAmounts(2_000);
        checkFlow();
    }

    private void setAmounts(long amount) {
        run.flows.amountMinor[0] = amount;
        for (int event = 0; event < run.events.size; event++) {
            run.events.amountMinor[event] = event == REFUND ? -amount : amount;
        }
        run.outcomes.clearingAmountMinor[0] = amount;
        run.outcomes.refundAmountMinor[0] = run.events.size > REFUND ? -amount : Columns.NO_AMOUNT;
    }

    @Test
    void clearingsOutsideTheBoundsOfTheirKind() {
        refunded(Channel.POS);
        setAmounts(10_000);
        assertClearing(ClearingKind.EQUAL, 10_001, false);
        assertClearing(ClearingKind.TIP, 9_998, false);
        assertClearing(ClearingKind.TIP, 10_500, true);
        assertClearing(ClearingKind.TIP, 12_500, true);
        assertClearing(ClearingKind.TIP, 12_502, false);
        assertClearing(ClearingKind.INCIDENTAL, 9_500, true);
        assertClearing(ClearingKind.INCIDENTAL, 12_002, false);
        assertClearing(ClearingKind.SHORT, 2_998, false);
        assertClearing(ClearingKind.SHORT, 9_500, true);
        assertClearing(ClearingKind.PREAUTH, 10_000, true);
        assertClearing(ClearingKind.PREAUTH, 10_001, false);
        assertClearing(ClearingKind.EQUAL, 10_000, true);
        run.outcomes.clearingAmountMinor[0]--;
        assertCode(ErrorCode.S2_CLEARING);
    }

    private void assertClearing(ClearingKind kind, long amount, boolean passes) {
        run.outcomes.clearingKind[0] = (byte) kind.code();
        run.outcomes.clearingAmountMinor[0] = amount;
        run.events.amountMinor[2] = amount;
        run.events.amountMinor[REFUND] = -1;
        run.outcomes.refundAmountMinor[0] = -1;
        if (passes) {
            checkFlow();
        } else {
            assertCode(ErrorCode.S2_CLEARING);
        }
    }

    @Test
    void refundsBeyondTheClearingAndReversalsThatLeaveARest() {
        refunded(Channel.POS);
        run.events.amountMinor[REFUND] = -run.outcomes.clearingAmountMinor[0] - 1;
        run.outcomes.refundAmountMinor[0] = run.events.amountMinor[REFUND];
        assertCode(ErrorCode.S2_REFUND);
        make(Channel.ECOM, SteeredLanes.approving().put(Decision.AFTER_APPROVAL, .985, .5));
        run.events.amountMinor[2]++;
        assertCode(ErrorCode.S2_REFUND);
    }

    @Test
    void declinesWithoutReasonAndReasonsWithoutDecline() {
        declined();
        run.events.reasonCode[1] = 0;
        assertCode(ErrorCode.S2_DECLINE_FINAL);
        refunded(Channel.POS);
        run.events.reasonCode[1] = (byte) ReasonCode.C51.code();
        assertCode(ErrorCode.S2_DECLINE_FINAL);
        refunded(Channel.POS);
        run.events.authResult[1] = (byte) AuthResult.DECLINED.code();
        run.events.reasonCode[1] = (byte) ReasonCode.C51.code();
        assertCode(ErrorCode.S2_DECLINE_FINAL);
        declined();
        run.outcomes.reasonCode[0] = 0;
        assertCode(ErrorCode.S2_DECLINE_FINAL);
    }

    @Test
    void attemptsWithoutTheirDecline() {
        declined();
        slot = run.pending.find(arrivals.sessionId[0]);
        run.flows.attemptIndex[0] = 1;
        checkFlow();
        run.flows.orderId[0]++;
        assertCode(ErrorCode.S2_ATTEMPT);
        run.flows.orderId[0]--;
        run.pending.amountMinor[slot]++;
        assertCode(ErrorCode.S2_ATTEMPT);
        run.pending.amountMinor[slot]--;
        run.flows.attemptIndex[0] = 2;
        assertCode(ErrorCode.S2_ATTEMPT);
        run.flows.attemptIndex[0] = 4;
        assertCode(ErrorCode.S2_ATTEMPT);
        run.flows.attemptIndex[0] = 1;
        slot = PendingDeclines.NONE;
        assertCode(ErrorCode.S2_ATTEMPT);
    }

    @Test
    void aCurrencyOfAnotherCountry() {
        refunded(Channel.POS);
        run.flows.currency[0] = (short) Iso.pack("GBP");
        assertCode(ErrorCode.S2_CURRENCY);
        refunded(Channel.POS);
        run.events.currency[2] = (short) Iso.pack("GBP");
        assertCode(ErrorCode.S2_CURRENCY);
    }

    @Test
    void rowsThatDoNotAddUp() {
        refunded(Channel.POS);
        FlowCheck check = check();
        check.startSlab(new PendingDeclines().ledger());
        check.endSlab(arrivals, run.pending.ledger(), run.flows, 0, run.outcomes, 0, run.events, 0);
        run.events.size--;
        assertSlab(check, ErrorCode.S2_PARITY, "arrivals, anchors and outcomes must be equal");
        run.events.size++;
        run.outcomes.eventCount[0]++;
        assertSlab(check, ErrorCode.S2_PARITY, "arrivals, anchors and outcomes must be equal");
        EventSlab none = new EventSlab(1);
        assertThatThrownBy(() -> check.endSlab(arrivals, run.pending.ledger(), run.flows, 1, run.outcomes, 1, none, 0))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("S2_PARITY");
    }

    @Test
    void drawsMadeTwiceOrNotAtAll() {
        refunded(Channel.POS);
        FlowCheck twice = check();
        twice.startSlab(new PendingDeclines().ledger());
        run.pending.ledger().count(Decision.STEP_UP);
        assertSlab(twice, ErrorCode.S2_DRAWS, "decision STEP_UP: must be evaluated 1 times for 1 arrivals, was 2");
        refunded(Channel.POS);
        FlowCheck skipped = check();
        skipped.startSlab(new PendingDeclines().ledger());
        run.pending.ledger().count(Decision.EVENT_OFFSET, -1);
        assertSlab(skipped, ErrorCode.S2_DRAWS, "decision EVENT_OFFSET: must be evaluated 3 times");
    }

    private void assertSlab(FlowCheck check, ErrorCode code, String text) {
        assertThatThrownBy(() ->
                        check.endSlab(arrivals, run.pending.ledger(), run.flows, 0, run.outcomes, 0, run.events, 0))
                .isInstanceOfSatisfying(
                        RunException.class,
                        failure -> assertThat(failure.problems().get(0).code()).isEqualTo(code))
                .hasMessageContaining(text);
    }
}
