package io.millrace.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.Channel;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.contract.StepUpResult;
import io.millrace.policy.FlowShapePolicy.ReasonClass;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.random.UnitInterval;
import io.millrace.slab.SessionedSlab;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The chances that a judge reads are those the doer weighs its coins against, whatever the flow. */
class FlowChancesTest {
    /** Ireland stands for a country outside the SCA region. */
    private static final FlowWorld WORLD = FlowWorld.of(20, Map.of("/sca_countries/14", "US"));

    private static final Draws DRAWS = FlowWorld.draws();
    private static final long START = 1_770_000_000_000_000L;
    private static final long MINUTE_MICROS = 60_000_000;
    private static final int FLOWS = 12_000;
    private static final int PER_SESSION = 3;

    private final FlowRun run = new FlowRun(WORLD.maker(), 1);
    private final FlowChances chances = chances(FlowSwitches.ALL_ON);
    private final Set<Coin> tossed = EnumSet.noneOf(Coin.class);

    private enum Coin {
        RETRIED,
        CHALLENGED,
        DECLINED,
        DECLINED_AGAIN,
        DECLINED_AFTER_CHALLENGE,
        VOIDED,
        EXPIRED,
        REFUNDED
    }

    @Test
    void everyCoinFallsAsItsChanceSays() {
        for (Channel channel : Channel.values()) {
            for (int n = 0; n < FLOWS; n++) {
                make(channel, n);
                compare(run.maker.latest());
            }
        }
        assertThat(tossed).containsExactlyInAnyOrder(Coin.values());
    }

    /** At the arrival neither challenge nor answer is known: both chances are sums over what may come. */
    @Test
    void chancesAtTheArrivalAreThoseOfTheWholeStory() {
        for (Channel channel : List.of(Channel.ECOM, Channel.BANK_RAIL)) {
            double declines = 0;
            double refunds = 0;
            double variance = 0;
            int declined = 0;
            int refunded = 0;
            for (int n = 0; n < FLOWS; n++) {
                make(channel, n);
                FlowRow flow = run.maker.latest();
                declines += chances.declinedAtArrival();
                refunds += chances.refundedAtArrival();
                variance += chances.declinedAtArrival() * (1 - chances.declinedAtArrival());
                declined += flow.approved ? 0 : 1;
                refunded += flow.template == 2 || flow.template == 7 ? 1 : 0;
            }
            assertThat((double) declined).as("%s", channel).isCloseTo(declines, within(4 * Math.sqrt(variance)));
            assertThat((double) refunded)
                    .as("%s", channel)
                    .isCloseTo(refunds, within(channel == Channel.ECOM ? 4 * Math.sqrt(refunds) : 0));
        }
    }

    @Test
    void whatIsSwitchedOffHasNoChance() {
        FlowChances off = chances(new FlowSwitches(false, false, false, false));
        for (int n = 0; n < PER_SESSION; n++) {
            make(Channel.ECOM, n);
            off.turnTo(run.flows, 0, ReasonCode.C51.code(), true, MINUTE_MICROS);
            assertThat(off.retried()).isZero();
            assertThat(off.challenged()).isZero();
            assertThat(off.voided()).isZero();
            assertThat(off.refunded()).isZero();
            assertThat(off.expired()).isEqualTo(chances.expired());
        }
    }

    @Test
    void resultsAndReasonsHaveTheWeightsOfThePolicy() {
        make(Channel.ECOM, 0);
        assertThat(chances.passed()).isCloseTo(.86, within(1e-12));
        assertThat(chances.failed()).isCloseTo(.05, within(1e-12));
        assertThat(chances.abandoned()).isCloseTo(.09, within(1e-12));
        assertThat(chances.reason(ReasonCode.C51.code())).isCloseTo(.44, within(1e-12));
        assertThat(chances.reason(ReasonCode.C96.code())).isCloseTo(.028, within(1e-12));
        assertThat(chances.reason(ReasonCode.C55.code())).isZero();
        assertThat(chances.reason(ReasonCode.AM04.code())).isZero();
    }

    /** Makes flow n of a channel and turns to it; three follow one another in a session, a minute apart. */
    private void make(Channel channel, int n) {
        SessionedSlab arrival = FlowWorld.slab(1);
        int session = n / PER_SESSION;
        PriceClass priceClass = PriceClass.values()[session % PriceClass.values().length];
        long ts = START + session * 1_000L * MINUTE_MICROS + (n % PER_SESSION) * MINUTE_MICROS;
        WORLD.add(arrival, ts, channel, WORLD.merchant(priceClass, session % WORLD.merchantsPerClass), n + 1L);
        arrival.sessionId[0] = session + 1L;
        arrival.accountId[0] = session + 1L;
        arrival.instrumentId[0] = session % 2 == 0 ? 7 : n;
        arrival.legalCountry[0] = (short) Iso.pack(session % 5 == 0 ? "IE" : "FR");
        arrival.partyCountry[0] = (short) Iso.pack(session % 7 == 0 ? "DE" : "FR");
        int slot = run.pending.find(arrival.sessionId[0]);
        int reason = 0;
        boolean same = false;
        long gap = 0;
        if (slot != PendingDeclines.NONE) {
            reason = anyCode(run.pending.reasonClass[slot]);
            same = run.pending.instrumentId[slot] == arrival.instrumentId[0];
            gap = ts - run.pending.responseMicros[slot];
        }
        run.clearRows().make(arrival);
        if (run.flows.retryCandidate[0]) {
            chances.turnTo(run.flows, 0, reason, same, gap);
        } else {
            chances.turnTo(run.flows, 0);
        }
    }

    private void compare(FlowRow flow) {
        assertThat(chances.quantile()).isEqualTo(flow.money.q);
        assertThat(chances.isSca()).isEqualTo(flow.sca);
        if (flow.retryCandidate) {
            toss(Coin.RETRIED, Decision.RETRY, chances.retried(), flow.attemptIndex > 0);
        }
        boolean challenged = flow.challenge != StepUpResult.NONE;
        toss(Coin.CHALLENGED, Decision.STEP_UP, chances.challenged(), challenged);
        if (challenged && flow.challenge != StepUpResult.PASSED) {
            return;
        }
        Coin answer = challenged
                ? Coin.DECLINED_AFTER_CHALLENGE
                : flow.attemptIndex > 0 ? Coin.DECLINED_AGAIN : Coin.DECLINED;
        toss(answer, Decision.DECLINE, chances.declined(challenged), !flow.approved);
        if (!flow.approved) {
            return;
        }
        int end = flow.template % 5;
        double u = UnitInterval.unit(DRAWS.x0(Decision.AFTER_APPROVAL, flow.flowId, 0));
        note(Coin.EXPIRED, u >= 1 - chances.expired(), end == 4);
        note(Coin.VOIDED, u < 1 - chances.expired() && u >= 1 - chances.expired() - chances.voided(), end == 3);
        if (end == 1 || end == 2) {
            double lane1 = UnitInterval.unit(DRAWS.x1(Decision.AFTER_APPROVAL, flow.flowId, 0));
            note(Coin.REFUNDED, lane1 < chances.refunded(), end == 2);
        }
    }

    private void toss(Coin coin, Decision decision, double chance, boolean happened) {
        double u = UnitInterval.unit(DRAWS.x0(decision, run.flows.flowId[0], 0));
        note(coin, u < chance, happened);
    }

    private void note(Coin coin, boolean expected, boolean happened) {
        assertThat(happened).as(() -> coin + " of " + run.flows.describe(0)).isEqualTo(expected);
        if (happened) {
            tossed.add(coin);
        }
    }

    private static int anyCode(byte reasonClass) {
        return WORLD.shape
                .orders()
                .byReasonClass()
                .get(ReasonClass.ofCode(reasonClass))
                .codes()
                .get(0)
                .code();
    }

    private static FlowChances chances(FlowSwitches switches) {
        return new FlowChances(WORLD.shape, WORLD.model, switches, DRAWS, FlowWorld.flowIds(), FlowWorld.orderIds());
    }
}
