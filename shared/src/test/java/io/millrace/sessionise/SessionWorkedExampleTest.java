package io.millrace.sessionise;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.BoundaryRule;
import io.millrace.contract.Channel;
import io.millrace.contract.CloseReason;
import io.millrace.random.Decision;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.Columns;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** The six arrivals of docs/laws/sessionise.md: ids, gaps, coins and index rows by hand. */
class SessionWorkedExampleTest {
    private static final long M0 = 17;
    private static final long M1 = Long.parseUnsignedLong("11400714819323198485");
    private static final long A1 = 1;
    private static final long A2 = 2;
    private static final long I11 = 11;
    private static final long I12 = 12;
    private static final long I22 = 22;

    @Test
    void everyArrivalRowIsExact() {
        SessionRun run = SessionRun.shipped().add(example()).end();
        assertThat(run.arrivals).hasSize(1);
        SessionedSlab rows = run.arrivals.get(0);
        assertThat(rows.size).isEqualTo(6);
        // Party 102 comes first: rows leave by (party, time).
        expect(rows, 0, 102, Columns.ABSENT, BoundaryRule.FIRST, 6648864141830873624L, 0, 0);
        expect(rows, 1, 104, Columns.ABSENT, BoundaryRule.FIRST, 2924138826123419836L, 0, 0);
        expect(rows, 2, 104, 47_250_000, BoundaryRule.GAP_CONTINUE, 2924138826123419836L, 1, 47_250_000);
        expect(rows, 3, 104, 1_740_000_000, BoundaryRule.DRAW_CONTINUE, 2924138826123419836L, 2, 1_787_250_000);
        expect(rows, 4, 104, 4_500_000_001L, BoundaryRule.DRAW_BREAK, 8330696439044483849L, 0, 0);
        expect(rows, 5, 104, 0, BoundaryRule.GAP_CONTINUE, 8330696439044483849L, 1, 0);
        assertThat(rows.merchantId[4]).isEqualTo(M0);
        assertThat(rows.merchantId[5]).isEqualTo(M1);
        assertThat(run.bucket.ledger().evaluations(Decision.GAP_RAMP)).isEqualTo(2);
    }

    @Test
    void everyIndexRowIsExact() {
        SessionRun run = SessionRun.shipped().add(example()).end();
        assertThat(run.sessions).hasSize(1);
        SessionIndexSlab rows = run.sessions.get(0);
        assertThat(rows.size).isEqualTo(3);
        assertThat(rows.sessionId).startsWith(2924138826123419836L, 6648864141830873624L, 8330696439044483849L);
        assertThat(rows.arrivalCount).startsWith(3, 1, 2);
        assertThat(rows.endMicros[0]).isEqualTo(micros("2020-01-24T19:31:55.250000Z"));
        assertThat(rows.maxGapMicros).startsWith(1_740_000_000, 0, 0);
        assertThat(rows.primaryAccountId[0]).isEqualTo(A1);
        assertThat(rows.primaryInstrumentId[0]).isEqualTo(I11);
        assertThat(rows.distinctInstrumentCount[0]).isEqualTo(3);
        assertThat(rows.primaryMerchantId).startsWith(M1, M0, M0);
        assertThat(rows.primaryChannel)
                .startsWith((byte) Channel.ECOM.code(), (byte) Channel.POS.code(), (byte) Channel.ECOM.code());
        assertThat(rows.closeReason)
                .startsWith((byte) CloseReason.DRAW_BREAK.code(), (byte) CloseReason.GAP_BREAK.code(), (byte)
                        CloseReason.GAP_BREAK.code());
        assertThat(rows.firstMerchantId).startsWith(M1, M0, M0);
        assertThat(rows.firstArrivalSeq).startsWith(120, 531, 622);
    }

    private static void expect(
            SessionedSlab rows,
            int row,
            long party,
            long gapMicros,
            BoundaryRule rule,
            long sessionId,
            int seq,
            long elapsedMicros) {
        assertThat(rows.partyId[row]).isEqualTo(party);
        assertThat(rows.gapPreviousMicros[row]).isEqualTo(gapMicros);
        assertThat(BoundaryRule.ofCode(rows.boundaryRule[row])).isEqualTo(rule);
        assertThat(rows.sessionId[row]).isEqualTo(sessionId);
        assertThat(rows.sessionSeq[row]).isEqualTo(seq);
        assertThat(rows.sessionElapsedMicros[row]).isEqualTo(elapsedMicros);
    }

    private static AttachedSlab example() {
        long a5 = micros("2020-01-24T20:46:55.250001Z");
        return new AttachedRows(6)
                .row(a5, 1, M1, 162, 104, Channel.ECOM, A1, I12, 5, 6)
                .row(a5, 0, M0, 622, 104, Channel.POS, A1, I11, 5, 6)
                .row(micros("2020-01-24T19:02:08.000000Z"), 1, M1, 120, 104, Channel.ECOM, A1, I12, 5, 6)
                .row(micros("2020-01-24T19:41:55.250000Z"), 0, M0, 531, 102, Channel.POS, A1, I11, 5, 6)
                .row(micros("2020-01-24T19:31:55.250000Z"), 0, M0, 265, 104, Channel.POS, A1, I11, 5, 6)
                .row(micros("2020-01-24T19:02:55.250000Z"), 1, M1, 151, 104, Channel.ECOM, A2, I22, 5, 6)
                .slab();
    }

    private static long micros(String instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
    }
}
