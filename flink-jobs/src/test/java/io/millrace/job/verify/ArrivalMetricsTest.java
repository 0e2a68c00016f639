package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.policy.SegmentValidationPolicy;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrivals, geography, sessions, habits: rows made by hand against their known figures. */
class ArrivalMetricsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("answers")
    void theMetricFindsTheFigureThatTheRowsWereMadeWith(KnownAnswer answer) throws Exception {
        answer.check(folder);
    }

    static Stream<KnownAnswer> answers() {
        return Stream.of(
                // Three of four on Saturday from 10 to 11 in Berlin, which is 9 to 10 UTC; transfers do not count.
                KnownAnswer.all(
                        "A1",
                        0.75 * 168,
                        run -> run.entities(
                                        "SELECT TIMESTAMPTZ '2026-01-10 09:15:00+00' + INTERVAL 5 MINUTE * range AS ts_utc FROM range(3)")
                                .entities("SELECT TIMESTAMPTZ '2026-01-12 11:00:00+00' AS ts_utc")
                                .entities(
                                        "SELECT 'BANK_RAIL' AS channel, TIMESTAMPTZ '2026-01-12 11:00:00+00' AS ts_utc FROM range(9)")),
                // Friday 23:30 UTC is Saturday in Berlin, Sunday 23:30 UTC is Monday there.
                KnownAnswer.all(
                        "A2",
                        1 / 3.0,
                        run -> run.entities(
                                "SELECT unnest([TIMESTAMPTZ '2026-01-09 23:30:00+00',"
                                        + " TIMESTAMPTZ '2026-01-11 23:30:00+00', TIMESTAMPTZ '2026-01-14 12:00:00+00']) AS ts_utc")),
                KnownAnswer.all("A3", 0.25, run -> run.entities(
                                "SELECT TIMESTAMPTZ '2026-01-12 00:20:00+00' + INTERVAL 1 HOUR * range AS ts_utc FROM range(24)")
                        .entities("SELECT TIMESTAMPTZ '2026-01-13 12:00:00+00' AS ts_utc FROM range(3)")),
                // 100 merchants: one has 100 arrivals, the others one each.
                KnownAnswer.all("A4", 100 / 199.0, run -> run.entities("SELECT 1 AS merchant_id FROM range(99)")
                        .entities("SELECT range + 1 AS merchant_id FROM range(100)")),
                // Shares 1, 1, 2, 4: 2 * (1 + 2 + 6 + 16) / (4 * 8) - 5 / 4.
                KnownAnswer.all(
                        "A6", 0.3125, run -> run.entities("SELECT unnest([1, 2, 3, 3, 4, 4, 4, 4]) AS party_id")),
                KnownAnswer.all("A7", 30, run -> run.entities("SELECT 1 + range % 2 AS party_id FROM range(182)")),
                // 2 and 6 arrivals in turn over 91 days: mean 4, squares 4 away from it; the second merchant is too
                // small.
                KnownAnswer.all("A8", 91 * 24 / (91 * 24 - 1.0), run -> run.entities(
                                "SELECT TIMESTAMPTZ '2026-01-05 00:00:00+00' + INTERVAL 1 HOUR * range AS ts_utc,"
                                        + " unnest(CASE WHEN range % 2 = 0 THEN range(2) ELSE range(6) END) AS n FROM range(91 * 24)")
                        .entities("SELECT 2 AS merchant_id FROM range(100)")),
                KnownAnswer.all(
                        "A9",
                        0.5,
                        run -> run.entities(
                                "SELECT unnest([1, 1, 2, 1]) AS merchant_id, TIMESTAMPTZ '2026-01-07 12:00:00+00'"
                                        + " + INTERVAL 1 SECOND * unnest([0, 0, 0, 1]) AS ts_utc")),
                KnownAnswer.all(
                        "G1",
                        0.25,
                        run -> run.entities("SELECT unnest(['POS', 'POS', 'ECOM', 'ATM', 'BANK_RAIL']) AS channel,"
                                + " unnest(['DE', 'FR', 'DE', 'DE', 'US']) AS party_country_iso")),
                KnownAnswer.parts(
                        "G2",
                        Map.of("POS", 0.75, "ATM", 0.5),
                        run -> run.entities(
                                "SELECT unnest(['POS', 'POS', 'POS', 'POS', 'ATM', 'ATM', 'ECOM']) AS channel,"
                                        + " unnest(['DE', 'DE', 'DE', 'FR', 'DE', 'FR', 'FR']) AS party_country_iso")),
                KnownAnswer.all(
                        "G3",
                        2,
                        run -> run.entities("SELECT unnest(['POS', 'POS', 'POS', 'POS', 'ECOM', 'ECOM']) AS channel,"
                                + " unnest(['DE', 'DE', 'DE', 'FR', 'DE', 'FR']) AS party_country_iso")),
                KnownAnswer.all("G4", 0.5, run -> run.entities(
                                "SELECT unnest(['Europe/Berlin', 'Europe/Berlin', 'Etc/UTC', 'America/New_York']) AS tzid_primary,"
                                        + " unnest(['DE', 'FR', 'DE', 'US']) AS party_country_iso")
                        .entities("SELECT 'ECOM' AS channel, 'FR' AS party_country_iso")),
                KnownAnswer.all("SE1", 0.6, run -> run.sessions("SELECT unnest([1, 1, 1, 2, 5]) AS arrival_count")),
                KnownAnswer.all("SE2", 2, run -> run.sessions("SELECT unnest([1, 1, 1, 2, 5]) AS arrival_count")),
                KnownAnswer.all(
                        "SE3",
                        20,
                        run -> run.entities(
                                "SELECT unnest([0, 1, 2, 3]) AS session_seq, unnest([7, 10, 20, 60]) * 1000000 AS gap_previous_us")),
                // The caps are 200 arrivals and 12 hours, both included.
                KnownAnswer.all(
                        "SE4",
                        2,
                        run -> run.sessions("SELECT unnest([200, 201, 2, 2]) AS arrival_count,"
                                + " TIMESTAMPTZ '2026-01-07 12:00:00+00' AS session_start_utc, TIMESTAMPTZ '2026-01-07 12:00:00+00'"
                                + " + INTERVAL 1 SECOND * unnest([9, 9, 43200, 43201]) AS session_end_utc")),
                KnownAnswer.all(
                        "SE5", 0.25, run -> run.sessions("SELECT unnest([1, 2, 1, 1]) AS distinct_merchant_count")
                                .sessions("SELECT 'ECOM' AS primary_channel, 2 AS distinct_merchant_count")),
                // One of two devices has two parties, one of two IPs two devices, one of three accounts two
                // instruments.
                KnownAnswer.all("SE6", (0.5 + 0.5 + 1 / 3.0) / 3, run -> run.entities(
                                "SELECT unnest([1, 1, 2, 1]) AS device_id, unnest([1, 2, 1, 1]) AS party_id, unnest([1, 1, 1, 2]) AS ip_id,"
                                        + " unnest([1, 1, 2, 3]) AS account_id, unnest([11, 12, 21, 31]) AS instrument_id")
                        .entities(
                                "SELECT true AS device_is_terminal, 9 AS device_id, unnest([1, 2]) AS party_id, 9 AS ip_id,"
                                        + " 1 AS account_id, 11 AS instrument_id")),
                // Gaps of 100 s and 300 s in turn: mean 200, deviation 100.
                KnownAnswer.all("B1", -1 / 3.0, run -> run.entities("SELECT TIMESTAMPTZ '2026-01-07 12:00:00+00'"
                                + " + INTERVAL 1 SECOND * (200 * range - 100 * (range % 2)) AS ts_utc FROM range(11)")
                        .entities("SELECT 2 AS party_id FROM range(9)")),
                KnownAnswer.all("B3", 0.4, run -> run.entities(
                                "SELECT CASE WHEN range < 8 THEN 1 ELSE range END AS merchant_id FROM range(20)")
                        .entities("SELECT 2 AS party_id FROM range(19)")));
    }

    @Test
    void gapsThatFollowOneAnotherHaveAMemoryOfOne() throws Exception {
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.entities(
                    "SELECT TIMESTAMPTZ '2026-01-07 12:00:00+00' + INTERVAL 1 SECOND * pow(2, range)::INTEGER AS ts_utc"
                            + " FROM range(12)");
            assertThat(value(run.measure("B2"))).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void countsThatFallAsOneOverTheRankHaveASlopeOfOne() throws Exception {
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.entities("SELECT rank AS merchant_id, unnest(range(round(30000 / rank)::INTEGER)) AS n"
                    + " FROM (SELECT range + 1 AS rank FROM range(1000))");
            assertThat(value(run.measure("A5"))).isCloseTo(1, within(0.002));
        }
    }

    @Test
    void tooFewMerchantsAreSaidToBeTooFew() throws Exception {
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.entities("SELECT range + 1 AS merchant_id FROM range(99)");
            MetricReading reading = run.measure("A4").readings().get(0);
            assertThat(reading.value()).isEmpty();
            assertThat(reading.note()).isEqualTo("99 merchants, 100 are needed");
        }
    }

    @Test
    void aHorizonBelowAWeekHasNoWeeklyPeak() throws Exception {
        long start = HandMadeRun.micros(HandMadeRun.START);
        CardHorizon threeDays =
                new CardHorizon(start, start + HandMadeRun.days(3), start + HandMadeRun.days(3), new TreeMap<>());
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.entities("SELECT 1 AS merchant_id");
            MetricResult metric = run.measure("A1", threeDays, 1);
            assertThat(metric.grade()).isEmpty();
            assertThat(metric.readings().get(0).note()).isEqualTo("the horizon has 3.0 days, at least 7 are needed");
        }
    }

    @Test
    void aDayBeyondTheWholeWeeksDoesNotShiftTheWeek() throws Exception {
        long start = HandMadeRun.micros(HandMadeRun.START);
        CardHorizon eightDays =
                new CardHorizon(start, start + HandMadeRun.days(8), start + HandMadeRun.days(8), new TreeMap<>());
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.entities("SELECT unnest([TIMESTAMPTZ '2026-01-10 12:00:00+00', TIMESTAMPTZ '2026-01-08 12:00:00+00',"
                    + " TIMESTAMPTZ '2026-01-12 12:00:00+00']) AS ts_utc");
            assertThat(value(run.measure("A2", eightDays, 1))).isEqualTo(0.5);
        }
    }

    @Test
    void fewerRowsOrCasesThanThePolicyAsksForAreNoFigure() throws Exception {
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.sessions("SELECT 1 AS arrival_count FROM range(999)");
            assertThat(run.measure("SE1", HandMadeRun.HORIZON, 1_000)
                            .readings()
                            .get(0)
                            .note())
                    .isEqualTo("999 rows, 1,000 are needed");
        }
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.sessions("SELECT 1 + (range < 199)::INT AS distinct_merchant_count FROM range(1000)");
            assertThat(run.measure("SE5", HandMadeRun.HORIZON, 1_000)
                            .readings()
                            .get(0)
                            .note())
                    .isEqualTo("199 cases, 200 are needed");
        }
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.sessions("SELECT 1 + (range < 200)::INT AS distinct_merchant_count FROM range(1000)");
            assertThat(value(run.measure("SE5", HandMadeRun.HORIZON, 1_000))).isEqualTo(0.2);
        }
    }

    @Test
    void casesThatARateInsidePassWouldHaveShownAreMissedAndNotTooFew() throws Exception {
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.sessions("SELECT 2 AS arrival_count FROM range(1000)");
            MetricResult metric = run.measure("SE1", HandMadeRun.HORIZON, 1_000);
            assertThat(value(metric)).isZero();
            assertThat(metric.grade()).contains(SegmentValidationPolicy.Grade.MISS);
        }
    }

    private static double value(MetricResult metric) {
        return metric.readings().get(0).value().orElseThrow();
    }
}
