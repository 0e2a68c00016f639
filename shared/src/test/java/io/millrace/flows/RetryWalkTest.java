package io.millrace.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.Channel;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.policy.FlowShapePolicy.ReasonClass;
import io.millrace.random.Decision;
import io.millrace.slab.Columns;
import io.millrace.slab.SessionedSlab;
import org.junit.jupiter.api.Test;

class RetryWalkTest {
    private static final FlowWorld WORLD = FlowWorld.of(2);
    private static final long SECOND = 1_000_000;
    private static final long START = 1_770_000_000_000_000L;
    private static final long SESSION = 77;

    private final int shop = WORLD.merchant(PriceClass.RETAIL, 0);
    private final int otherShop = WORLD.merchant(PriceClass.RETAIL, 1);
    private long seq;

    @Test
    void anArrivalInsideTheWindowGoesOnWithTheDeclinedOrder() {
        for (Channel channel : Channel.values()) {
            long minGap = WORLD.shape.orders().of(channel).minGapMicros();
            long window = WORLD.shape.orders().of(channel).windowMicros();
            assertSecondAttempt(channel, minGap - 1, 0);
            assertSecondAttempt(channel, minGap, 1);
            assertSecondAttempt(channel, 120 * SECOND, 1);
            assertSecondAttempt(channel, window, 1);
            assertSecondAttempt(channel, window + 1, 0);
            assertSecondAttempt(channel, -1, 0);
        }
    }

    private void assertSecondAttempt(Channel channel, long gapMicros, int attempt) {
        FlowRun run = declining();
        arrive(run, channel, shop, START);
        long response = run.outcomes.authResponseMicros[0];
        arrive(run, channel, shop, response + gapMicros);
        assertThat(run.flows.attemptIndex[1])
                .as("%s, gap %d us", channel, gapMicros)
                .isEqualTo(attempt);
        assertThat(run.flows.retryCandidate[1]).isEqualTo(attempt == 1);
        assertThat(run.flows.orderId[1] == run.flows.orderId[0]).isEqualTo(attempt == 1);
        if (attempt == 1) {
            assertThat(run.flows.amountMinor[1]).isEqualTo(run.flows.amountMinor[0]);
        }
    }

    @Test
    void anotherMerchantOrChannelOrSessionIsNoRetry() {
        FlowRun run = declining();
        arrive(run, Channel.POS, shop, START);
        long next = run.outcomes.authResponseMicros[0] + 10 * SECOND;
        SessionedSlab elsewhere = arrival(Channel.ECOM, shop, next);
        elsewhere.sessionId[0] = SESSION + 1;
        run.make(elsewhere);
        SessionedSlab stranger = arrival(Channel.POS, shop, next);
        stranger.sessionId[0] = SESSION + 2;
        run.make(stranger);
        assertThat(run.flows.retryCandidate[1]).isFalse();
        assertThat(run.flows.retryCandidate[2]).isFalse();
        arrive(run, Channel.ECOM, shop, next);
        assertThat(run.flows.retryCandidate[3]).isFalse();
    }

    @Test
    void aSaleInAnotherCurrencyIsAnotherOrder() {
        FlowRun run = declining();
        arrive(run, Channel.ECOM, shop, START);
        long next = run.outcomes.authResponseMicros[0] + 10 * SECOND;
        SessionedSlab abroad = arrival(Channel.ECOM, shop, next);
        short home = abroad.legalCountry[0];
        abroad.legalCountry[0] = (short) Iso.pack(home == Iso.pack("GB") ? "FR" : "GB");
        run.make(abroad);
        assertThat(run.flows.retryCandidate[1]).isFalse();
        assertThat(run.flows.currency[1]).isNotEqualTo(run.flows.currency[0]);
        assertThat(run.flows.orderId[1]).isNotEqualTo(run.flows.orderId[0]);
    }

    @Test
    void aNewerDeclineElsewhereTakesTheSlotAndAnApprovalElsewhereDoesNot() {
        FlowRun declined = declining();
        arrive(declined, Channel.POS, shop, START);
        long next = declined.outcomes.authResponseMicros[0] + 10 * SECOND;
        arrive(declined, Channel.POS, otherShop, next);
        arrive(declined, Channel.POS, shop, next + 60 * SECOND);
        assertThat(declined.flows.attemptIndex[2]).isZero();

        FlowRun approved = declining();
        arrive(approved, Channel.POS, shop, START);
        FlowRun between = new FlowRun(WORLD.maker(SteeredLanes.approving(), WORLD.amounts, FlowWorld.NO_HORIZON), 1);
        between.pending = approved.pending;
        arrive(between, Channel.POS, otherShop, next);
        arrive(approved, Channel.POS, shop, next + 60 * SECOND);
        assertThat(approved.flows.attemptIndex[1]).isEqualTo(1);
    }

    @Test
    void anApprovalAtTheSameTillEndsTheOrder() {
        FlowRun run = declining();
        arrive(run, Channel.POS, shop, START);
        long next = run.outcomes.authResponseMicros[0] + 10 * SECOND;
        FlowRun approving = new FlowRun(WORLD.maker(SteeredLanes.approving(), WORLD.amounts, FlowWorld.NO_HORIZON), 1);
        approving.pending = run.pending;
        arrive(approving, Channel.POS, shop, next);
        assertThat(approving.flows.attemptIndex[0]).isEqualTo(1);
        assertThat(run.pending.size()).isZero();
        arrive(run, Channel.POS, shop, next + 10 * SECOND);
        assertThat(run.flows.retryCandidate[1]).isFalse();
    }

    @Test
    void anOrderEndsWithItsLastAttempt() {
        for (Channel channel : Channel.values()) {
            int attemptsMax = WORLD.shape.orders().of(channel).attemptsMax();
            FlowRun run = declining();
            long next = START;
            for (int attempt = 0; attempt <= attemptsMax; attempt++) {
                arrive(run, channel, shop, next);
                assertThat(run.flows.attemptIndex[attempt])
                        .as("%s, arrival %d", channel, attempt)
                        .isEqualTo(attempt % attemptsMax);
                assertThat(run.pending.size()).isEqualTo(attempt == attemptsMax - 1 ? 0 : 1);
                next = run.outcomes.authResponseMicros[attempt] + 10 * SECOND;
            }
            assertThat(run.flows.orderId[attemptsMax]).isNotEqualTo(run.flows.orderId[0]);
            assertThat(run.pending.ledger().evaluations(Decision.RETRY)).isEqualTo(attemptsMax - 1L);
            assertThat(run.pending.ledger().evaluations(Decision.AMOUNT)).isEqualTo(2);
        }
    }

    @Test
    void retriesSwitchedOffDrawNothingAndRememberNothing() {
        FlowMaker maker = FlowMaker.ofLanes(
                WORLD.shape,
                WORLD.amounts,
                WORLD.timing,
                new FlowSwitches(false, true, true, true),
                SteeredLanes.declining(),
                FlowWorld.flowIds(),
                FlowWorld.orderIds(),
                FlowWorld.NO_HORIZON);
        FlowRun run = new FlowRun(maker, 2);
        arrive(run, Channel.POS, shop, START);
        arrive(run, Channel.POS, shop, run.outcomes.authResponseMicros[0] + 10 * SECOND);
        assertThat(run.flows.attemptIndex[1]).isZero();
        assertThat(run.pending.ledger().evaluations(Decision.RETRY)).isZero();
        assertThat(run.pending.size()).isZero();
    }

    @Test
    void theChanceIsFullForTwoMinutesAndFallsStraightToTheFloor() {
        OrderLaw law = new OrderLaw(WORLD.shape.orders(), FlowSwitches.ALL_ON);
        PendingDeclines pending = new PendingDeclines();
        int slot = pending.put(SESSION, START);
        pending.channel[slot] = (byte) Channel.POS.code();
        pending.responseMicros[slot] = START;
        pending.instrumentId[slot] = 5;
        pending.reasonClass[slot] = (byte) ReasonClass.FUNDS.code();
        assertThat(law.pRetry(pending, slot, 5, START + SECOND)).isEqualTo(.80);
        assertThat(law.pRetry(pending, slot, 6, START + 120 * SECOND)).isEqualTo(.92);
        assertThat(law.pRetry(pending, slot, 5, START + 210 * SECOND)).isEqualTo(.80 * .7, within(1e-15));
        assertThat(law.pRetry(pending, slot, 5, START + 300 * SECOND)).isEqualTo(.80 * .4, within(1e-15));
        assertThat(law.declineFloor(pending, slot, 5)).isEqualTo(.65);
        assertThat(law.declineFloor(pending, slot, 6)).isEqualTo(.12);
        pending.instrumentId[slot] = Columns.ABSENT;
        assertThat(law.declineFloor(pending, slot, Columns.ABSENT))
                .as("absent is the same")
                .isEqualTo(.65);
    }

    @Test
    void everyReasonHasItsClass() {
        OrderLaw law = new OrderLaw(WORLD.shape.orders(), FlowSwitches.ALL_ON);
        assertThat(ReasonClass.ofCode(law.reasonClass(ReasonCode.AM14.code()))).isEqualTo(ReasonClass.FUNDS);
        assertThat(ReasonClass.ofCode(law.reasonClass(ReasonCode.MS03.code()))).isEqualTo(ReasonClass.ISSUER);
        assertThat(ReasonClass.ofCode(law.reasonClass(ReasonCode.AB05.code()))).isEqualTo(ReasonClass.TECHNICAL);
        assertThat(ReasonClass.ofCode(law.reasonClass(ReasonCode.S2.code()))).isEqualTo(ReasonClass.FIXABLE);
        assertThat(ReasonClass.ofCode(law.reasonClass(ReasonCode.RR04.code()))).isEqualTo(ReasonClass.HARD);
    }

    private static FlowRun declining() {
        return new FlowRun(WORLD.maker(SteeredLanes.declining(), WORLD.amounts, FlowWorld.NO_HORIZON), 8);
    }

    private void arrive(FlowRun run, Channel channel, int merchant, long tsMicros) {
        run.make(arrival(channel, merchant, tsMicros));
    }

    private SessionedSlab arrival(Channel channel, int merchant, long tsMicros) {
        SessionedSlab slab = FlowWorld.slab(1);
        WORLD.add(slab, tsMicros, channel, merchant, ++seq);
        slab.sessionId[0] = SESSION;
        return slab;
    }
}
