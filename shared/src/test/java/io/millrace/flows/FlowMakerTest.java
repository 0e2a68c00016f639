package io.millrace.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.RunException;
import io.millrace.contract.Channel;
import io.millrace.contract.FinalState;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.StepUpResult;
import io.millrace.random.Decision;
import io.millrace.slab.Columns;
import io.millrace.slab.KeyBucket;
import io.millrace.slab.RowGather;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FlowMakerTest {
    private static final FlowWorld WORLD = FlowWorld.of(20);
    private static final long START = 1_770_000_000_000_000L;
    private static final int ROWS = 4_000;

    @Test
    void slabSizeAndSavepointsDoNotChangeARow() throws IOException {
        SessionedSlab arrivals = mixedArrivals(ROWS);
        List<String> whole = new FlowRun(WORLD.maker(), ROWS).make(arrivals).texts();
        assertThat(new HashSet<>(whole)).hasSameSizeAs(whole);
        for (int rowsMax : new int[] {1, 7, 256}) {
            FlowRun cut = new FlowRun(WORLD.maker(), ROWS);
            for (SessionedSlab part : parts(arrivals, rowsMax)) {
                cut.make(part);
                cut.pending = rowsMax == 7 ? savedAndRead(cut.pending) : cut.pending;
                cut.pending.purge(Math.floorDiv(part.tsMicros[part.size - 1], 1000L) - 1);
            }
            assertThat(cut.texts()).as("slabs of %d rows", rowsMax).isEqualTo(whole);
        }
    }

    @Test
    void theMixedArrivalsReachEveryTemplateAndRetries() {
        FlowRun run = new FlowRun(WORLD.maker(), ROWS).make(mixedArrivals(ROWS));
        Set<Integer> templates = new TreeSet<>();
        int retries = 0;
        for (int row = 0; row < run.outcomes.size; row++) {
            templates.add(run.outcomes.template[row]);
            retries += run.flows.attemptIndex[row] > 0 ? 1 : 0;
        }
        assertThat(templates).contains(1, 2, 3, 4, 5, 6, 7, 10, 11, 12);
        assertThat(retries).isGreaterThan(50);
        assertThat(run.pending.ledger().evaluations(Decision.RETRY)).isGreaterThan(retries);
    }

    @Test
    void anArrivalJustBeforeTheEndHasItsRequestOnly() {
        FlowRun run = atHorizon(START + 1, SteeredLanes.approving());
        assertThat(run.events.size).isEqualTo(1);
        assertThat(run.outcomes.finalState[0]).isEqualTo((byte) FinalState.AUTH_PENDING.code());
        assertThat(run.outcomes.flowType[0]).isZero();
        assertThat(run.outcomes.authResult[0]).isZero();
        assertThat(run.outcomes.authResponseMicros[0]).isEqualTo(Columns.ABSENT);
        assertThat(run.outcomes.eventCount[0]).isEqualTo(1);
        assertThat(run.outcomes.censoredEvents[0]).isEqualTo(3);
        assertThat(run.outcomes.openAtHorizon[0]).isTrue();
        assertThat(run.outcomes.template[0]).isEqualTo(2);
        assertThat(run.pending.ledger().evaluations(Decision.EVENT_OFFSET)).isEqualTo(3);
    }

    @Test
    void whatLiesBehindTheHorizonIsAbsent() {
        FlowRun whole = atHorizon(FlowWorld.NO_HORIZON, SteeredLanes.approving());
        long clearing = whole.outcomes.clearingMicros[0];
        long refund = whole.outcomes.refundMicros[0];

        FlowRun open = atHorizon(clearing, SteeredLanes.approving());
        assertThat(open.outcomes.finalState[0]).isEqualTo((byte) FinalState.APPROVED_OPEN.code());
        assertThat(open.outcomes.flowType[0]).isZero();
        assertThat(open.outcomes.authResult[0]).isEqualTo(whole.outcomes.authResult[0]);
        assertThat(open.outcomes.clearingMicros[0]).isEqualTo(Columns.ABSENT);
        assertThat(open.outcomes.clearingAmountMinor[0]).isEqualTo(Columns.NO_AMOUNT);
        assertThat(open.outcomes.clearingKind[0]).isZero();
        assertThat(open.outcomes.censoredEvents[0]).isEqualTo(2);

        FlowRun cleared = atHorizon(refund, SteeredLanes.approving());
        assertThat(cleared.outcomes.finalState[0]).isEqualTo((byte) FinalState.CLEARED.code());
        assertThat(cleared.outcomes.flowType[0]).isEqualTo(whole.outcomes.flowType[0]);
        assertThat(cleared.outcomes.refundMicros[0]).isEqualTo(Columns.ABSENT);
        assertThat(cleared.outcomes.refundAmountMinor[0]).isEqualTo(Columns.NO_AMOUNT);
        assertThat(cleared.outcomes.refundKind[0]).isZero();
        assertThat(cleared.outcomes.openAtHorizon[0]).isTrue();

        FlowRun refunded = atHorizon(refund + 1, SteeredLanes.approving());
        assertThat(refunded.texts()).isEqualTo(whole.texts());
        assertThat(refunded.outcomes.finalState[0]).isEqualTo((byte) FinalState.REFUNDED.code());
        assertThat(refunded.outcomes.openAtHorizon[0]).isFalse();
    }

    @Test
    void anApprovalNobodyUsesExpiresWithItsValidity() {
        SteeredLanes unused = SteeredLanes.approving().put(Decision.AFTER_APPROVAL, .9999, .5);
        long answer = atHorizon(FlowWorld.NO_HORIZON, unused).outcomes.authResponseMicros[0];
        long validity = 5L * 86_400 * 1_000_000;
        FlowRun pending = atHorizon(answer + validity, unused);
        assertThat(pending.outcomes.finalState[0]).isEqualTo((byte) FinalState.APPROVED_OPEN.code());
        assertThat(pending.outcomes.openAtHorizon[0]).isTrue();
        assertThat(pending.outcomes.censoredEvents[0]).isZero();
        assertThat(pending.outcomes.flowType[0]).isZero();
        FlowRun expired = atHorizon(answer + validity + 1, unused);
        assertThat(expired.outcomes.finalState[0]).isEqualTo((byte) FinalState.EXPIRED.code());
        assertThat(expired.outcomes.openAtHorizon[0]).isFalse();
    }

    @Test
    void aChallengeShowsItsEndOnlyWhenItIsSeen() {
        SteeredLanes passed = SteeredLanes.approving().put(Decision.STEP_UP, 1e-9, .1);
        FlowRun whole = atHorizon(FlowWorld.NO_HORIZON, passed);
        assertThat(whole.outcomes.stepUpResult[0]).isEqualTo((byte) StepUpResult.PASSED.code());
        long complete = whole.events.tsMicros[2];
        assertThat(atHorizon(complete, passed).outcomes.stepUpResult[0]).isEqualTo((byte) StepUpResult.NONE.code());
        assertThat(atHorizon(complete + 1, passed).outcomes.stepUpResult[0])
                .isEqualTo((byte) StepUpResult.PASSED.code());

        SteeredLanes abandoned = SteeredLanes.approving().put(Decision.STEP_UP, 1e-9, .995);
        FlowRun left = atHorizon(FlowWorld.NO_HORIZON, abandoned);
        assertThat(left.outcomes.template[0]).isEqualTo(12);
        assertThat(left.outcomes.stepUpResult[0]).isEqualTo((byte) StepUpResult.ABANDONED.code());
        assertThat(left.pending.ledger().evaluations(Decision.DECLINE)).isZero();
        assertThat(left.pending.ledger().evaluations(Decision.ACCOUNT_STRAIN)).isZero();
        assertThat(atHorizon(left.events.tsMicros[2], abandoned).outcomes.stepUpResult[0])
                .isEqualTo((byte) StepUpResult.NONE.code());
    }

    private static FlowRun atHorizon(long horizonEndMicros, Lanes lanes) {
        SessionedSlab slab = FlowWorld.slab(1);
        WORLD.add(slab, START, Channel.POS, WORLD.merchant(PriceClass.RETAIL, 0), 1);
        return new FlowRun(WORLD.maker(lanes, WORLD.amounts, horizonEndMicros), 1).make(slab);
    }

    @Test
    void aBranchSwitchedOffRemovesItsDrawsAndItsRows() {
        SessionedSlab arrivals = mixedArrivals(ROWS);
        FlowRun all = new FlowRun(WORLD.maker(), ROWS).make(arrivals);
        FlowRun noStepUp = switched(arrivals, new FlowSwitches(true, false, true, true));
        assertThat(noStepUp.pending.ledger().evaluations(Decision.STEP_UP)).isZero();
        for (int row = 0; row < ROWS; row++) {
            assertThat(noStepUp.outcomes.template[row]).isLessThanOrEqualTo(5);
            assertThat(noStepUp.flows.challengeCandidate[row]).isFalse();
        }
        FlowRun noVoids = switched(arrivals, new FlowSwitches(true, true, false, true));
        FlowRun noRefunds = switched(arrivals, new FlowSwitches(true, true, true, false));
        long refunds = all.pending.ledger().evaluations(Decision.REFUND_AMOUNT);
        assertThat(refunds).isPositive();
        assertThat(noRefunds.pending.ledger().evaluations(Decision.REFUND_AMOUNT))
                .isZero();
        assertThat(noRefunds.pending.ledger().evaluations(Decision.EVENT_OFFSET))
                .isEqualTo(all.pending.ledger().evaluations(Decision.EVENT_OFFSET) - refunds);
        for (Decision decision : List.of(Decision.RETRY, Decision.AMOUNT, Decision.DECLINE, Decision.AFTER_APPROVAL)) {
            assertThat(noRefunds.pending.ledger().evaluations(decision))
                    .isEqualTo(all.pending.ledger().evaluations(decision));
            assertThat(noVoids.pending.ledger().evaluations(decision))
                    .isEqualTo(all.pending.ledger().evaluations(decision));
        }
        for (int row = 0; row < ROWS; row++) {
            assertThat(noVoids.outcomes.reversalMicros[row]).isEqualTo(Columns.ABSENT);
            assertThat(noRefunds.outcomes.refundMicros[row]).isEqualTo(Columns.ABSENT);
        }
    }

    private static FlowRun switched(SessionedSlab arrivals, FlowSwitches switches) {
        return new FlowRun(WORLD.maker(switches, FlowWorld.NO_HORIZON), ROWS).make(arrivals);
    }

    @Test
    void idsAreUniqueAndOpenOrdersHaveTheirOwn() {
        FlowRun run = new FlowRun(WORLD.maker(), ROWS).make(mixedArrivals(ROWS));
        Set<Long> flows = new HashSet<>();
        Set<Long> orders = new HashSet<>();
        long opened = 0;
        for (int row = 0; row < run.flows.size; row++) {
            flows.add(run.flows.flowId[row]);
            orders.add(run.flows.orderId[row]);
            opened += run.flows.attemptIndex[row] == 0 ? 1 : 0;
        }
        assertThat(flows).hasSize(ROWS);
        assertThat(orders).hasSize((int) opened);
        assertThat(run.pending.ledger().evaluations(Decision.AMOUNT)).isEqualTo(opened);
    }

    @Test
    void anArrivalOutsideTheKeyRangeIsRefused() {
        SessionedSlab slab = FlowWorld.slab(1);
        WORLD.add(slab, START, Channel.POS, 0, 1L << 40);
        assertThatThrownBy(() -> new FlowRun(WORLD.maker(), 1).make(slab))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("S1_ARRIVAL_FIELD_RANGE");
    }

    /** Visits of one to five arrivals of one party at one shop within minutes, some abroad, on all channels. */
    private static SessionedSlab mixedArrivals(int rows) {
        SessionedSlab slab = FlowWorld.slab(rows);
        Channel[] channels = {Channel.ECOM, Channel.ECOM, Channel.POS, Channel.ATM, Channel.BANK_RAIL, Channel.HYBRID};
        long ts = START;
        long session = 0;
        while (slab.size < rows) {
            session++;
            long x = KeyBucket.mix64(session);
            Channel channel = channels[Math.floorMod(x, 6)];
            int merchant = Math.floorMod(x >>> 8, WORLD.dimensions.merchants());
            int arrivals = 1 + Math.floorMod(x >>> 32, 5);
            for (int i = 0; i < arrivals && slab.size < rows; i++) {
                ts += 1_000_000L * Math.floorMod(KeyBucket.mix64(session * 7 + i), 200);
                int row = WORLD.add(slab, ts, channel, merchant, slab.size + 1);
                slab.sessionId[row] = session;
                slab.accountId[row] = 9_000 + session;
                slab.partyId[row] = 8_000 + session;
                slab.instrumentId[row] = channel == Channel.BANK_RAIL ? Columns.ABSENT : 7_000 + (i & 1);
                slab.partyCountry[row] = (short) Iso.pack((x >>> 60) == 0 ? "US" : "FR");
                slab.legalCountry[row] = (short) Iso.pack((x >>> 56 & 3) == 0 ? "GB" : "FR");
            }
        }
        return slab;
    }

    private static List<SessionedSlab> parts(SessionedSlab whole, int rowsMax) {
        RowGather gather = RowGather.between(SlabKind.SESSIONED, SlabKind.SESSIONED);
        int[] rows = new int[whole.size];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = row;
        }
        List<SessionedSlab> parts = new ArrayList<>();
        for (int start = 0; start < whole.size; start += rowsMax) {
            int end = Math.min(whole.size, start + rowsMax);
            SessionedSlab part = FlowWorld.slab(end - start);
            gather.append(whole, rows, start, end, part);
            parts.add(part);
        }
        return parts;
    }

    private static PendingDeclines savedAndRead(PendingDeclines pending) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        pending.write(new DataOutputStream(bytes));
        assertThat(pending.writtenBytes()).isEqualTo(bytes.size());
        return PendingDeclines.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
