package io.millrace.sessionise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.RunException;
import io.millrace.contract.BoundaryRule;
import io.millrace.contract.Channel;
import io.millrace.contract.CloseReason;
import io.millrace.policy.SessionisationPolicy;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.KeyBucket;
import io.millrace.slab.SessionedSlab;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessioniserTest {
    private static final long START = 1_580_000_000_000_000L;
    private static final long SECOND = 1_000_000;
    private static final long S = 1200 * SECOND;
    private static final long H = 5400 * SECOND;

    @Test
    void gapsAtTheEdgesOfTheRamp() {
        assertThat(ruleAfter(0)).isEqualTo(BoundaryRule.GAP_CONTINUE);
        assertThat(ruleAfter(S)).isEqualTo(BoundaryRule.GAP_CONTINUE);
        assertThat(ruleAfter(S + 1)).isEqualTo(BoundaryRule.DRAW_CONTINUE);
        assertThat(ruleAfter(H - 1)).isEqualTo(BoundaryRule.DRAW_BREAK);
        assertThat(ruleAfter(H)).isEqualTo(BoundaryRule.FIRST);
    }

    @Test
    void closingByWatermarkOrByTheNextArrivalIsTheSame() {
        // At a gap of H the watermark may run ahead until the session is due; below H the row itself holds it back.
        for (long gap : new long[] {H - 1, H}) {
            long watermark = Math.floorDiv(START + gap, 1000L) - 1;
            SessionRun split = SessionRun.shipped().add(pair(gap, 0, 1)).drain(watermark);
            assertThat(split.bucket.openSessions()).isEqualTo(gap == H ? 0 : 1);
            SessionRun whole = SessionRun.shipped().add(pair(gap, 0, 2)).end();
            split.add(pair(gap, 1, 2)).end();
            assertThat(split.arrivalTexts()).isEqualTo(whole.arrivalTexts());
            assertThat(split.sessionTexts()).isEqualTo(whole.sessionTexts());
        }
    }

    @Test
    void alwaysBreakNeverDraws() {
        SessionisationPolicy policy = new SessionisationPolicy(
                new SessionisationPolicy.Gap(1200, 5400, SessionisationPolicy.Ambiguous.ALWAYS_BREAK),
                SessionRun.SHIPPED.caps(),
                SessionRun.SHIPPED.breaks());
        assertThat(rules(policy, pair(S + 1, 0, 2))).containsExactly(BoundaryRule.FIRST, BoundaryRule.GAP_BREAK);
    }

    @Test
    void breakersComeBeforeTheGap() {
        SessionisationPolicy policy = new SessionisationPolicy(
                SessionRun.SHIPPED.gap(), SessionRun.SHIPPED.caps(), new SessionisationPolicy.Breaks(true, true));
        long midnight = Math.floorDiv(START, 86_400 * SECOND) * 86_400 * SECOND;
        AttachedSlab rows = new AttachedRows(4)
                .row(midnight - 1, 0, 17, 1, 9, Channel.POS)
                .row(midnight, 0, 17, 2, 9, Channel.ATM)
                .row(midnight + 1, 0, 17, 3, 9, Channel.POS)
                .row(midnight + 2, 0, 17, 4, 9, Channel.POS)
                .slab();
        assertThat(rules(policy, rows))
                .containsExactly(
                        BoundaryRule.FIRST, BoundaryRule.UTC_DAY, BoundaryRule.CHANNEL, BoundaryRule.GAP_CONTINUE);
    }

    @Test
    void theArrivalAfterTheCapOpensASession() {
        AttachedRows rows = new AttachedRows(201);
        for (int i = 0; i < 201; i++) {
            rows.row(START + i, 0, 17, i + 1, 9, Channel.POS);
        }
        List<BoundaryRule> rules = rules(SessionRun.SHIPPED, rows.slab());
        assertThat(rules.get(199)).isEqualTo(BoundaryRule.GAP_CONTINUE);
        assertThat(rules.get(200)).isEqualTo(BoundaryRule.CAP_ARRIVALS);
    }

    @Test
    void theSpanCapIsInclusive() {
        SessionisationPolicy policy = new SessionisationPolicy(
                SessionRun.SHIPPED.gap(), new SessionisationPolicy.Caps(200, 1800), SessionRun.SHIPPED.breaks());
        long span = 1800 * SECOND;
        AttachedRows rows = new AttachedRows(3).row(START, 0, 17, 1, 9, Channel.POS);
        rows.row(START + S, 0, 17, 2, 9, Channel.POS);
        assertThat(rules(
                        policy, rows.row(START + span, 0, 17, 3, 9, Channel.POS).slab()))
                .endsWith(BoundaryRule.GAP_CONTINUE);
        AttachedRows beyond = new AttachedRows(3).row(START, 0, 17, 1, 9, Channel.POS);
        beyond.row(START + S, 0, 17, 2, 9, Channel.POS);
        assertThat(rules(
                        policy,
                        beyond.row(START + span + 1, 0, 17, 3, 9, Channel.POS).slab()))
                .endsWith(BoundaryRule.CAP_SPAN);
    }

    @Test
    void tiesInTimeGoByUnsignedMerchantThenSeq() {
        long large = Long.MIN_VALUE + 5;
        AttachedSlab rows = new AttachedRows(4)
                .row(START, 2, large, 7, 9, Channel.POS)
                .row(START, 1, Long.MAX_VALUE, 8, 9, Channel.POS)
                .row(START, 1, Long.MAX_VALUE, 7, 9, Channel.POS)
                .row(START, 0, 3, 7, 9, Channel.POS)
                .slab();
        SessionedSlab out = SessionRun.shipped().add(rows).end().arrivals.get(0);
        assertThat(out.merchantId).containsExactly(3, Long.MAX_VALUE, Long.MAX_VALUE, large);
        assertThat(out.arrivalSeq).containsExactly(7, 7, 8, 7);
    }

    @Test
    void aSessionThatCouldGoOnBehindTheHorizonIsCensored() {
        for (long end : new long[] {START + H - 1, START + H}) {
            SessionRun run = new SessionRun(SessionRun.SHIPPED, SessionLimits.ofSlabRows(8), end);
            run.add(pair(0, 0, 1)).end();
            CloseReason expected = end < START + H ? CloseReason.END_OF_INPUT : CloseReason.GAP_BREAK;
            assertThat(CloseReason.ofCode(run.sessions.get(0).closeReason[0])).isEqualTo(expected);
        }
    }

    @Test
    void lateAndDoubleRowsEndTheRun() {
        SessionRun run = SessionRun.shipped().drain(START / 1000);
        assertThatThrownBy(() -> run.add(pair(0, 0, 1)))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("LATE_ARRIVAL");
        SessionRun twice = SessionRun.shipped().add(pair(0, 0, 1)).add(pair(0, 0, 1));
        assertThatThrownBy(twice::end).isInstanceOf(RunException.class).hasMessageContaining("S1_ARRIVAL_DUPLICATE");
    }

    @Test
    void theBucketIsBounded() {
        SessionRun rows = new SessionRun(SessionRun.SHIPPED, new SessionLimits(1, 1, 8), Long.MAX_VALUE);
        assertThatThrownBy(() -> rows.add(pair(0, 0, 2))).hasMessageContaining("S1_STATE_LIMIT");
        SessionRun parties = new SessionRun(SessionRun.SHIPPED, new SessionLimits(9, 1, 8), Long.MAX_VALUE);
        parties.add(new AttachedRows(2)
                .row(START, 0, 17, 1, 1, Channel.POS)
                .row(START, 0, 17, 2, 2, Channel.POS)
                .slab());
        assertThatThrownBy(parties::end).hasMessageContaining("S1_STATE_LIMIT");
    }

    /** Also restores from bytes between drains, with the rows of a drain in another order. */
    @Test
    void cutsSlabSizesOrderAndRestoresChangeNothing() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            List<long[]> rows = traffic(seed);
            List<String> arrivals = null;
            List<String> sessions = null;
            for (int variant = 0; variant < 6; variant++) {
                SessionRun run = new SessionRun(
                        SessionRun.SHIPPED, SessionLimits.ofSlabRows(variant % 2 == 0 ? 256 : 3), START + 40 * H);
                feed(run, rows, new long[] {1, 7, 61, 3600, 20_000, 1 << 30}[variant], seed + variant);
                List<String> arrivalTexts = sorted(run.arrivalTexts());
                List<String> sessionTexts = sorted(run.sessionTexts());
                if (variant == 0) {
                    arrivals = arrivalTexts;
                    sessions = sessionTexts;
                }
                assertThat(arrivalTexts).as("seed %d variant %d", seed, variant).isEqualTo(arrivals);
                assertThat(sessionTexts).as("seed %d variant %d", seed, variant).isEqualTo(sessions);
                assertThat(run.bucket.openSessions()).isZero();
                assertThat(arrivalTexts.stream().filter(text -> text.contains("session_seq=0 ")))
                        .hasSameSizeAs(sessionTexts);
            }
        }
    }

    /** The sizing page reckons with these. */
    @Test
    void rowsSessionsAndTheirArrivalsCostSoManyBytesOfState() {
        SessionRun run = SessionRun.shipped();
        long empty = run.bucket.writtenBytes();
        run.add(pair(1, 0, 2));
        assertThat(run.bucket.writtenBytes()).isEqualTo(empty + 2L * PendingRows.ROW_BYTES);
        run.drain(START / 1000 + 1_000);
        assertThat(run.bucket.openSessions()).isEqualTo(1);
        assertThat(run.bucket.writtenBytes())
                .isEqualTo(empty + SessionTable.SESSION_BYTES + 2L * SessionTable.MEMBER_BYTES);
    }

    @Test
    void aDrainAtTheNextWakeUpAlwaysMovesOn() {
        SessionRun run = SessionRun.shipped().add(pair(H - 1, 0, 2));
        long last = Long.MIN_VALUE;
        int wakeUps = 0;
        for (long next = run.sessioniser.nextMillis(run.bucket);
                next < Long.MAX_VALUE;
                next = run.sessioniser.nextMillis(run.bucket)) {
            assertThat(next).isGreaterThan(last);
            last = next;
            run.drain(next);
            assertThat(++wakeUps).isLessThan(10);
        }
        assertThat(run.sessionTexts()).hasSize(2);
    }

    /** Feeds hour by hour of a step's worth, drains after each, restores from bytes now and then. */
    private static void feed(SessionRun run, List<long[]> rows, long stepSeconds, long mix) throws IOException {
        int at = 0;
        while (at < rows.size()) {
            long endMillis = (rows.get(at)[0] / 1000 / 1000 / stepSeconds + 1) * stepSeconds * 1000 - 1;
            List<long[]> step = new ArrayList<>();
            while (at < rows.size() && rows.get(at)[0] / 1000 <= endMillis) {
                step.add(rows.get(at++));
            }
            // Any order will do as long as it is another one each time.
            step.sort((a, b) ->
                    Long.compare(KeyBucket.mix64(a[3] * 131 + a[2] + mix), KeyBucket.mix64(b[3] * 131 + b[2] + mix)));
            AttachedRows slab = new AttachedRows(step.size());
            for (long[] row : step) {
                slab.row(
                        row[0],
                        (int) row[1],
                        row[2],
                        row[3],
                        row[4],
                        Channel.ofCode((int) row[5]),
                        row[6],
                        row[7],
                        row[4],
                        row[4]);
            }
            run.add(slab.slab()).drain(endMillis);
            if (at % 3 == 0) {
                run.bucket = restored(run.bucket);
            }
        }
        run.end();
    }

    private static BucketState restored(BucketState bucket) throws IOException {
        byte[] bytes = bytes(bucket);
        BucketState again = BucketState.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        assertThat(bytes(again)).isEqualTo(bytes);
        assertThat(bytes(bucket.copy())).isEqualTo(bytes);
        return again;
    }

    private static byte[] bytes(BucketState bucket) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bucket.write(new DataOutputStream(bytes));
        assertThat(bucket.writtenBytes()).isEqualTo(bytes.size());
        return bytes.toByteArray();
    }

    /** 400 rows of 12 parties over some days, in time order: ts, ordinal, merchant, seq, party, channel, account, instrument. */
    private static List<long[]> traffic(int seed) {
        List<long[]> rows = new ArrayList<>();
        long ts = START;
        for (int i = 0; i < 400; i++) {
            long x = KeyBucket.mix64(seed * 1_000L + i + 1);
            ts += (x & 3) == 0 ? 0 : (x >>> 2 & 511) * SECOND + (x >>> 11 & 1023);
            long ordinal = x >>> 30 & 3;
            long merchant = ordinal < 2 ? ordinal + 1 : Long.MIN_VALUE + ordinal;
            long instrument = (x >>> 50 & 3) == 0 ? -1 : x >>> 52 & 3;
            rows.add(new long[] {
                ts, ordinal, merchant, i + 1, 1 + (x >>> 40) % 12, 1 + (x >>> 45 & 3), 1 + (x >>> 48 & 1), instrument
            });
        }
        return rows;
    }

    private static List<String> sorted(List<String> texts) {
        List<String> sorted = new ArrayList<>(texts);
        Collections.sort(sorted);
        return sorted;
    }

    private static BoundaryRule ruleAfter(long gapMicros) {
        return rules(SessionRun.SHIPPED, pair(gapMicros, 0, 2)).get(1);
    }

    private static List<BoundaryRule> rules(SessionisationPolicy policy, AttachedSlab rows) {
        SessionRun run = new SessionRun(policy, SessionLimits.ofSlabRows(256), Long.MAX_VALUE);
        run.add(rows).end();
        List<BoundaryRule> rules = new ArrayList<>();
        for (SessionedSlab slab : run.arrivals) {
            for (int row = 0; row < slab.size; row++) {
                rules.add(BoundaryRule.ofCode(slab.boundaryRule[row]));
            }
        }
        return rules;
    }

    /** Rows from..to-1 of two arrivals of one party. */
    private static AttachedSlab pair(long gapMicros, int from, int to) {
        AttachedRows rows = new AttachedRows(2);
        if (from == 0) {
            rows.row(START, 0, 17, 1, 9, Channel.POS);
        }
        if (to == 2) {
            rows.row(START + gapMicros, 0, 17, 2, 9, Channel.POS);
        }
        return rows.slab();
    }
}
