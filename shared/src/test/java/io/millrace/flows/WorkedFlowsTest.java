package io.millrace.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.ArrivalKey;
import io.millrace.contract.AuthResult;
import io.millrace.contract.Channel;
import io.millrace.contract.ClearingKind;
import io.millrace.contract.EventType;
import io.millrace.contract.FinalState;
import io.millrace.contract.FlowType;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.contract.RefundKind;
import io.millrace.contract.Segment;
import io.millrace.contract.StepUpResult;
import io.millrace.policy.Ending;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.slab.Columns;
import io.millrace.slab.SessionedSlab;
import io.millrace.table.QuantileTable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The three worked flows of docs/laws/flows.md, with their uniforms written down. */
class WorkedFlowsTest {
    private static final double OFFSET_TOLERANCE = 50e-6;

    private static final FlowWorld WORLD = FlowWorld.of(1);
    private static final AmountLaw AMOUNTS = new AmountLaw(WORLD.model, WORLD.dimensions, new TwoShops());
    private static final int GROCER = WORLD.merchant(PriceClass.GROCERY, 0);
    private static final int TAILOR = WORLD.merchant(PriceClass.APPAREL, 0);

    private static final long GROCER_SEQ = 11;
    private static final long FIRST_SEQ = 21;
    private static final long SECOND_SEQ = 22;
    private static final long STRAINED_ACCOUNT = 71;
    private static final long OTHER_ACCOUNT = 72;

    /** A grocer of level .90, and a clothes shop of level 1.10 whose items are quantile .71, ending .99. */
    private static final class TwoShops implements MerchantTraits {
        @Override
        public int priceClass(int merchant) {
            return (merchant == GROCER ? PriceClass.GROCERY : PriceClass.APPAREL).code();
        }

        @Override
        public double level(int merchant) {
            return merchant == GROCER ? .90 : 1.10;
        }

        @Override
        public double itemQuantile(int merchant, int item) {
            return item == 2 ? .71 : .11;
        }

        @Override
        public int itemEnding(int merchant, int item) {
            return Ending.E99.ordinal();
        }

        @Override
        public int pumpPoint(int merchant) {
            return -1;
        }

        @Override
        public void countDraws(DrawLedger ledger) {
            throw new UnsupportedOperationException("no row asks for this");
        }

        @Override
        public SortedMap<String, QuantileTable> tables() {
            return new TreeMap<>();
        }
    }

    @Test
    void aPurchaseAtTheTillClearsNextNight() {
        long id = flowId(GROCER, GROCER_SEQ);
        SessionedSlab slab = FlowWorld.slab(1);
        WORLD.add(slab, micros("2026-02-13T10:04:27.318204"), Channel.POS, GROCER, GROCER_SEQ);
        slab.partySegment[0] = (byte) Segment.FAMILY.code();
        FixedLanes lanes = new FixedLanes()
                .put(Decision.AMOUNT, id, 0, .7312, .4400)
                .put(Decision.STEP_UP, id, 0, .50, .50)
                .put(Decision.ACCOUNT_STRAIN, slab.accountId[0], 0, .50)
                .put(Decision.DECLINE, id, 0, .412, .6180)
                .put(Decision.AFTER_APPROVAL, id, 0, .31, .88)
                .put(Decision.CLEARING_DIFFERENCE, id, 0, .50, .50)
                .put(Decision.EVENT_OFFSET, id, 3, .50)
                .put(Decision.EVENT_OFFSET, id, 4, .62);
        FlowRun run = new FlowRun(WORLD.maker(lanes, AMOUNTS, FlowWorld.NO_HORIZON), 1).make(slab);

        assertThat(lanes.unused()).isEmpty();
        assertThat(run.flows.flowId[0]).isEqualTo(id);
        assertThat(run.flows.amountMinor[0]).isEqualTo(1299);
        assertThat(Iso.currency(run.flows.currency[0])).isEqualTo("EUR");
        assertThat(run.flows.crossBorder[0]).isFalse();
        assertThat(run.outcomes.template[0]).isEqualTo(1);
        assertThat(run.outcomes.flowType[0]).isEqualTo((byte) FlowType.CARD_AUTH_CLEAR.code());
        assertThat(run.outcomes.clearingKind[0]).isEqualTo((byte) ClearingKind.EQUAL.code());
        assertThat(run.events.size).isEqualTo(3);
        assertEvent(run, 0, EventType.AUTH_REQUEST, "2026-02-13T10:04:27.318204", 1299);
        assertEvent(run, 1, EventType.AUTH_RESPONSE, "2026-02-13T10:04:28.127464", 1299);
        assertEvent(run, 2, EventType.CLEARING, "2026-02-14T01:59:28.016531", 1299);
        assertThat(run.events.authResult[1]).isEqualTo((byte) AuthResult.APPROVED.code());
        assertThat(approvalCode(run.events.approvalCode[1])).isEqualTo("M8XEOR");
        assertThat(run.events.approvalCode[2]).isEqualTo(-1);
        assertThat(run.pending.size()).isZero();
    }

    @Test
    void aDeclineAbroadIsRetriedWithAnotherCardChallengedClearedAndPartlyRefunded() {
        long first = flowId(TAILOR, FIRST_SEQ);
        long second = flowId(TAILOR, SECOND_SEQ);
        SessionedSlab slab = FlowWorld.slab(2);
        abroad(slab, "2026-02-14T18:20:11.250000", FIRST_SEQ, STRAINED_ACCOUNT, 81);
        abroad(slab, "2026-02-14T18:21:30.000000", SECOND_SEQ, OTHER_ACCOUNT, 82);
        FixedLanes lanes = new FixedLanes()
                .put(Decision.AMOUNT, first, 0, .10, .50)
                .put(Decision.STEP_UP, first, 0, .90, .50)
                .put(Decision.ACCOUNT_STRAIN, STRAINED_ACCOUNT, 0, .10)
                .put(Decision.DECLINE, first, 0, .20, .30)
                .put(Decision.EVENT_OFFSET, first, 3, .60)
                .put(Decision.RETRY, second, 0, .41)
                .put(Decision.STEP_UP, second, 0, .05, .30)
                .put(Decision.ACCOUNT_STRAIN, OTHER_ACCOUNT, 0, .90)
                .put(Decision.DECLINE, second, 0, .55, .8349)
                .put(Decision.AFTER_APPROVAL, second, 0, .20, .02)
                .put(Decision.CLEARING_DIFFERENCE, second, 0, .50, .50)
                .put(Decision.REFUND_AMOUNT, second, 0, .80, .55)
                .put(Decision.EVENT_OFFSET, second, 1, .40)
                .put(Decision.EVENT_OFFSET, second, 2, .70)
                .put(Decision.EVENT_OFFSET, second, 3, .30)
                .put(Decision.EVENT_OFFSET, second, 4, .35)
                .put(Decision.EVENT_OFFSET, second, 5, .58);
        FlowRun run = new FlowRun(WORLD.maker(lanes, AMOUNTS, FlowWorld.NO_HORIZON), 2).make(slab);

        assertThat(lanes.unused()).isEmpty();
        assertFirstAttempt(run);
        assertSecondAttempt(run);
        assertThat(run.pending.size())
                .as("an approval at the same shop frees the slot")
                .isZero();
    }

    private static void assertFirstAttempt(FlowRun run) {
        assertThat(run.flows.amountMinor[0]).isEqualTo(5999);
        assertThat(Iso.currency(run.flows.currency[0])).isEqualTo("GBP");
        assertThat(run.flows.crossBorder[0]).isTrue();
        assertThat(run.flows.attemptIndex[0]).isZero();
        assertThat(run.outcomes.template[0]).isEqualTo(5);
        assertThat(run.outcomes.finalState[0]).isEqualTo((byte) FinalState.DECLINED.code());
        assertEvent(run, 0, EventType.AUTH_REQUEST, "2026-02-14T18:20:11.250000", 5999);
        assertEvent(run, 1, EventType.AUTH_RESPONSE, "2026-02-14T18:20:12.767669", 5999);
        assertThat(run.events.reasonCode[1]).isEqualTo((byte) ReasonCode.C51.code());
        assertThat(run.events.approvalCode[1]).isEqualTo(-1);
    }

    private static void assertSecondAttempt(FlowRun run) {
        assertThat(run.flows.orderId[1]).isEqualTo(run.flows.orderId[0]);
        assertThat(run.flows.attemptIndex[1]).isEqualTo(1);
        assertThat(run.flows.retryCandidate[1]).isTrue();
        assertThat(run.flows.amountMinor[1]).isEqualTo(5999);
        assertThat(run.outcomes.template[1]).isEqualTo(7);
        assertThat(run.outcomes.flowType[1]).isEqualTo((byte) FlowType.CARD_AUTH_STEPUP_CLEAR.code());
        assertThat(run.outcomes.refundAmountMinor[1]).isEqualTo(-3239);
        assertThat(run.outcomes.refundKind[1]).isEqualTo((byte) RefundKind.PART.code());
        assertThat(run.events.size).isEqualTo(8);
        assertEvent(run, 2, EventType.AUTH_REQUEST, "2026-02-14T18:21:30.000000", 5999);
        assertEvent(run, 3, EventType.STEP_UP_CHALLENGE, "2026-02-14T18:21:31.160029", 5999);
        assertEvent(run, 4, EventType.STEP_UP_COMPLETE, "2026-02-14T18:22:14.990609", 5999);
        assertEvent(run, 5, EventType.AUTH_RESPONSE, "2026-02-14T18:22:16.051486", 5999);
        assertEvent(run, 6, EventType.CLEARING, "2026-02-15T22:20:39.172950", 5999);
        assertEvent(run, 7, EventType.REFUND, "2026-02-26T07:00:11.581574", -3239);
        assertThat(run.events.stepUpResult[4]).isEqualTo((byte) StepUpResult.PASSED.code());
        assertThat(approvalCode(run.events.approvalCode[5])).isEqualTo("U213EC");
        assertThat(run.outcomes.openAtHorizon[1]).isFalse();
        assertThat(run.outcomes.reversalMicros[1]).isEqualTo(Columns.ABSENT);
    }

    /** A sale in Britain to a party of France, in one session. */
    private static void abroad(SessionedSlab slab, String utc, long seq, long account, long instrument) {
        int row = WORLD.add(slab, micros(utc), Channel.ECOM, TAILOR, seq);
        slab.legalCountry[row] = (short) Iso.pack("GB");
        slab.sessionId[row] = 501;
        slab.accountId[row] = account;
        slab.instrumentId[row] = instrument;
    }

    private static void assertEvent(FlowRun run, int row, EventType type, String utc, long amount) {
        assertThat(run.events.eventType[row]).isEqualTo((byte) type.code());
        assertThat(run.events.amountMinor[row]).isEqualTo(amount);
        long expected = micros(utc);
        if (run.events.eventSeq[row] == 0) {
            assertThat(run.events.tsMicros[row]).isEqualTo(expected);
        } else {
            long flowStart = run.events.tsMicros[row - run.events.eventSeq[row]];
            assertThat(run.events.tsMicros[row])
                    .as("row %d", row)
                    .isCloseTo(expected, within(1 + (long) (OFFSET_TOLERANCE * (expected - flowStart))));
        }
    }

    private static long flowId(int merchant, long seq) {
        return FlowWorld.flowIds().id(ArrivalKey.of(merchant + 1L, merchant, seq));
    }

    private static long micros(String utc) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, LocalDateTime.parse(utc).toInstant(ZoneOffset.UTC));
    }

    /** Six characters 0-9A-Z. */
    private static String approvalCode(int code) {
        String text = Long.toString(Integer.toUnsignedLong(code), 36).toUpperCase(Locale.ROOT);
        return "0".repeat(6 - text.length()) + text;
    }
}
