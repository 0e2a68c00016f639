package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.policy.SegmentValidationPolicy.Grade;
import io.millrace.policy.TimingPolicy;
import io.millrace.table.Truncated;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Declines, challenges, orders, what follows an approval, and how long it takes: rows made by hand. */
class FlowMetricsTest {
    /** Refunds have less than sixty days from here, clearings less than ten from the second. */
    private static final String TOO_LATE_FOR_REFUNDS = "TIMESTAMPTZ '2026-02-05 00:00:00+00' AS ts_utc";

    private static final String TOO_LATE_FOR_CLEARINGS = "TIMESTAMPTZ '2026-03-27 00:00:00+00' AS ts_utc";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("answers")
    void theMetricFindsTheFigureThatTheRowsWereMadeWith(KnownAnswer answer) throws Exception {
        answer.check(folder);
    }

    static Stream<KnownAnswer> answers() {
        return Stream.of(
                KnownAnswer.parts("F1", Map.of("POS", 0.25, "ECOM", 0.5), run -> run.flows(
                                "SELECT unnest(['POS', 'POS', 'POS', 'POS', 'ECOM', 'ECOM', 'BANK_RAIL']) AS channel,"
                                        + " unnest(['DECLINED', 'APPROVED', 'APPROVED', 'APPROVED', 'DECLINED', 'APPROVED', 'DECLINED'])"
                                        + " AS auth_result")
                        .flows("SELECT 'AUTH_PENDING' AS final_state, NULL AS auth_result, 100 AS flow_id")),
                KnownAnswer.all(
                        "F2",
                        2,
                        run -> run.flows(
                                "SELECT unnest(['POS', 'POS', 'POS', 'POS', 'ECOM', 'ECOM']) AS channel,"
                                        + " unnest(['DECLINED', 'APPROVED', 'APPROVED', 'APPROVED', 'DECLINED', 'APPROVED']) AS auth_result")),
                KnownAnswer.all(
                        "F3",
                        2 / 3.0,
                        run -> run.flows(
                                "SELECT 'DECLINED' AS auth_result, unnest(['51', '51', '05', 'S1', 'AM04']) AS reason_code,"
                                        + " unnest(['POS', 'ECOM', 'ATM', 'ECOM', 'BANK_RAIL']) AS channel")),
                KnownAnswer.all(
                        "F4",
                        0.25,
                        run -> run.flows(
                                "SELECT 'DECLINED' AS auth_result, unnest(['59', '51', '05', 'S2', 'RR04']) AS reason_code,"
                                        + " unnest(['POS', 'ECOM', 'ATM', 'ECOM', 'BANK_RAIL']) AS channel")),
                // Amounts 1..200: 198, 199 and 200 are the top, 1..100 the lower half; 2 of 3 and 10 of 100 are
                // declined.
                KnownAnswer.all(
                        "F5",
                        2 / 3.0 / 0.1,
                        run -> run.flows(
                                "SELECT range + 1 AS amount_minor,"
                                        + " CASE WHEN range >= 198 OR range < 10 THEN 'DECLINED' ELSE 'APPROVED' END AS auth_result FROM range(200)")),
                // 20 accounts of 10 flows; the first three have 5, 3 and 2 declines, two more have one.
                KnownAnswer.all(
                        "F6",
                        10 / 12.0,
                        run -> run.flows("SELECT 1 + range // 10 AS account_id,"
                                        + " CASE WHEN range % 10 < [5, 3, 2, 1, 1][1 + range // 10] THEN 'DECLINED' ELSE 'APPROVED' END AS auth_result"
                                        + " FROM range(200)")
                                .flows(
                                        "SELECT 99 AS account_id, 'DECLINED' AS auth_result, range + 500 AS flow_id FROM range(9)")),
                KnownAnswer.parts(
                        "F7",
                        Map.of("ECOM", 0.5),
                        run -> run.flows(
                                "SELECT 'ECOM' AS channel, unnest(['DE', 'DE', 'US']) AS sale_country_iso, unnest(['FR', 'DE', 'DE'])"
                                        + " AS party_country_iso, unnest(['PASSED', 'NONE', 'FAILED']) AS step_up_result")),
                KnownAnswer.parts(
                        "F8",
                        Map.of("ECOM", 0.5),
                        run -> run.flows(
                                "SELECT unnest(['ECOM', 'ECOM', 'ECOM', 'ECOM', 'ECOM',"
                                        + " 'POS']) AS channel, unnest(['PASSED', 'PASSED', 'FAILED', 'ABANDONED', 'NONE', 'FAILED']) AS step_up_result")),
                KnownAnswer.all("F9", 0.25, run -> run.flows(
                                "SELECT 'DECLINED' AS auth_result, unnest([1, 2, 3, 4, 1]) AS order_id, unnest([0, 0, 0, 0, 1]) AS attempt_index")
                        .flows("SELECT 5 AS order_id, 100 AS flow_id")),
                KnownAnswer.parts(
                        "F10",
                        Map.of("ECOM", 0.75),
                        run -> run.flows(
                                "SELECT 'ECOM' AS channel, unnest([1, 1, 2, 3, 4])"
                                        + " AS order_id, unnest(['DECLINED', 'APPROVED', 'DECLINED', 'APPROVED', 'APPROVED']) AS auth_result")),
                KnownAnswer.parts("F11", Map.of("POS", 0.25, "ECOM", 1.0), run -> run.flows(
                                "SELECT unnest(['POS', 'POS', 'POS', 'POS', 'ECOM']) AS channel, 60 AS cleared,"
                                        + " unnest([60, NULL, NULL, NULL, 60]) AS refunded")
                        .flows("SELECT 60 AS cleared, 60 AS refunded, 100 AS flow_id, " + TOO_LATE_FOR_REFUNDS)),
                KnownAnswer.parts("F12", Map.of("POS", 0.5), run -> run.flows(
                                "SELECT unnest(['REVERSED', 'EXPIRED', 'CLEARED', 'APPROVED_OPEN']) AS final_state")
                        .flows("SELECT 'REVERSED' AS final_state, 100 AS flow_id, " + TOO_LATE_FOR_CLEARINGS)),
                KnownAnswer.parts(
                        "F13",
                        Map.of("TEMPLATES", 3.0, "LARGEST", 0.75),
                        run -> run.flows(
                                "SELECT unnest([1, 1, 2, 5]) AS template, unnest(['CARD_AUTH_CLEAR', 'CARD_AUTH_CLEAR', 'CARD_AUTH_CLEAR',"
                                        + " 'CARD_AUTH_DECLINE']) AS flow_type")),
                KnownAnswer.all("F14", 3, run -> run.flows("SELECT unnest([2, 3, 4]) AS event_count")),
                KnownAnswer.all("F15", 0.25, run -> run.sessions("SELECT unnest([1, 2, 3, 4]) AS session_id")
                        .flows("SELECT unnest([1, 1, 1, 2]) AS session_id, unnest([0, 1, 1, 0]) AS attempt_index")),
                KnownAnswer.all("L1", 2, run -> run.flows("SELECT unnest([1.0, 2.0, 30.0]) AS answered")
                        .flows("SELECT NULL AS answered, 100 AS flow_id")),
                // 101 answers of 0..100 seconds; the challenged one does not count.
                KnownAnswer.all("L2", 99, run -> run.flows("SELECT range AS answered FROM range(101)")
                        .flows("SELECT 'PASSED' AS step_up_result, 9999 AS answered, 500 AS flow_id")),
                KnownAnswer.all(
                        "L3",
                        99,
                        run -> run.flows(
                                "SELECT range AS answered,"
                                        + " CASE WHEN range > 50 THEN 'PASSED' ELSE 'NONE' END AS step_up_result FROM range(101)")),
                // Starts at a whole second: .0009 is below a millisecond, .0010 is not, 1.0 is another second.
                KnownAnswer.parts(
                        "L4",
                        Map.of("ZERO", 0.25, "SAME_SECOND", 0.75),
                        run -> run.flows("SELECT unnest([0.0009, 0.0010, 0.999999, 1.0]) AS answered")),
                KnownAnswer.all(
                        "L5", 0.4, run -> run.flows("SELECT unnest(['91', 'AB05', '51', NULL, NULL]) AS reason_code")),
                KnownAnswer.parts(
                        "L6",
                        Map.of("ECOM", 40.0),
                        run -> run.flows(
                                        "SELECT unnest([1, 2, 3, 4]) AS flow_id, unnest(['ECOM', 'ECOM', 'ECOM', 'POS']) AS channel")
                                .events(
                                        "SELECT flow_id, 'STEP_UP_CHALLENGE' AS event_type, TIMESTAMPTZ '2026-01-07 12:00:00+00' AS ts_utc"
                                                + " FROM (SELECT unnest([1, 2, 3, 4]) AS flow_id)")
                                .events(
                                        "SELECT unnest([1, 2, 4]) AS flow_id, 'STEP_UP_COMPLETE' AS event_type,"
                                                + " TIMESTAMPTZ '2026-01-07 12:00:00+00' + INTERVAL 1 SECOND * unnest([30, 50, 9]) AS ts_utc")),
                KnownAnswer.parts("L7", Map.of("POS", 2.0, "ECOM", 24.0), run -> run.flows(
                                "SELECT unnest(['POS', 'POS', 'POS', 'ECOM']) AS channel, 3600 * unnest([1, 2, 3, 24]) AS cleared")
                        .flows("SELECT 36000 AS cleared, 100 AS flow_id, " + TOO_LATE_FOR_CLEARINGS)),
                // Beyond: POS after 5 days, ECOM after 7, lodging after 30; the validity itself is not beyond.
                KnownAnswer.all(
                        "L8",
                        0.5,
                        run -> run.flows("SELECT unnest(['POS', 'POS', 'ECOM', 'ECOM', 'POS', 'ECOM']) AS channel,"
                                + " unnest(['FUEL', 'FUEL', 'RETAIL', 'RETAIL', 'LODGING', 'LODGING']) AS price_class,"
                                + " 86400 * unnest([5, 6, 7, 8, 30, 31]) AS cleared")),
                KnownAnswer.parts(
                        "L9",
                        Map.of("Q50", 10.0, "Q95", 19.0),
                        run -> run.flows(
                                        "SELECT 'ECOM' AS channel, 'APPAREL' AS price_class, 3600 AS cleared, 86400 * range AS refunded FROM range(21)")
                                .flows(
                                        "SELECT 'ECOM' AS channel, 'GROCERY' AS price_class, 3600 AS cleared, 86400 AS refunded, 100 AS flow_id")),
                // Half a millisecond between two events of flow 1; flow 2 begins a second after its arrival.
                KnownAnswer.all("L10", 2, run -> run.flows("SELECT unnest([1, 2]) AS flow_id")
                        .events("SELECT unnest([1, 1, 1, 2, 2]) AS flow_id, unnest([0, 1, 2, 0, 1]) AS event_seq,"
                                + " make_timestamptz(epoch_us(TIMESTAMPTZ '2026-01-07 12:00:00+00')"
                                + " + unnest([0, 1000, 1500, 1000000, 1001000])) AS ts_utc")),
                KnownAnswer.all("Q3", 1 + 2 + 3, run -> run.entities("SELECT range AS n FROM range(4)")
                        .flows("SELECT 1 AS event_count FROM range(3)")
                        .events("SELECT 1 AS flow_id FROM range(5)")
                        .outcomesOnly("SELECT 1 AS event_count, range + 50 AS flow_id FROM range(2)")
                        .events("SELECT 1 AS flow_id FROM range(3)")),
                // A standard error is 30: two of them too many, three too few.
                KnownAnswer.all(
                        "Q5",
                        3,
                        run -> run.lawTable(
                                "law_rates",
                                "SELECT 'declined' AS step, unnest(['ECOM', 'POS']) AS channel, '' AS part, 10000 AS flows,"
                                        + " 1000.0 AS asked, 900.0 AS variance, unnest([1060, 910]) AS got")),
                KnownAnswer.all("Q6", 0.03, run -> run.lawTable("anchor_knowledge", knowledge(0.69, 0.73))),
                KnownAnswer.all("Q6", 0, run -> run.lawTable("anchor_knowledge", knowledge(0.69, 0.65))),
                KnownAnswer.all(
                        "Q7",
                        2,
                        run -> run.flows("SELECT 60 AS cleared")
                                .accounting(
                                        "SELECT unnest(['AMOUNT', 'EVENT_OFFSET']) AS decision, unnest([7, 0]) AS evaluations")));
    }

    /** Against .7 of the law. */
    private static String knowledge(double decline, double refund) {
        return "SELECT unnest(['decline', 'refund']) AS target, 1000 AS flows, 100 AS cases, 0.7::DOUBLE AS law_auc, unnest(["
                + decline + ", " + refund + "])::DOUBLE AS learned_auc, 3 AS rounds, '' AS told_by";
    }

    /** Neither needs cases enough for a z; chances of 1 that were computed lie a little below it. */
    @Test
    void whatThePoliciesRuleOutIsAMissHoweverSeldomItCame() throws Exception {
        assertThat(ofOneRate(50, 0, 1)).contains(Grade.MISS);
        assertThat(ofOneRate(10_000, 0, 199)).contains(Grade.MISS);
        assertThat(ofOneRate(10_000, 10_000 - 1e-6, 9_999)).contains(Grade.MISS);
    }

    @Test
    void whatIsOnlyRareOrDidNotComeHasNoVerdict() throws Exception {
        assertThat(ofOneRate(10_000, 0, 0)).isEmpty();
        assertThat(ofOneRate(10_000, 10_000 - 1e-6, 10_000)).isEmpty();
        assertThat(ofOneRate(10_000, 1, 6)).isEmpty();
    }

    /** Q5 at the shipped thresholds. */
    private Optional<Grade> ofOneRate(long flows, double asked, long got) throws Exception {
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.lawTable(
                    "law_rates",
                    "SELECT 'refunded' AS step, 'POS' AS channel, '' AS part, " + flows + " AS flows, " + asked
                            + "::DOUBLE AS asked, 0.0 AS variance, " + got + " AS got");
            return run.measureAsShipped("Q5").grade();
        }
    }

    @Test
    void aBrokenEquationOfTheManifestIsADifference() throws Exception {
        CardHorizon horizon = HandMadeRun.HORIZON;
        CardHorizon broken = new CardHorizon(
                horizon.startMicros(),
                horizon.endMicros(),
                horizon.eventsEndMicros(),
                new TreeMap<>(Map.of("P1 holds", true, "P7 does not", false)));
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.entities("SELECT 1 AS n").flows("SELECT 0 AS event_count");
            MetricReading parity = run.measure("Q3", broken, 1).readings().get(0);
            assertThat(parity.value().orElseThrow()).isEqualTo(1);
            assertThat(parity.note()).isEqualTo("2 equations of the manifest");
        }
    }

    @Test
    void aHorizonWithinTheMarginOfRefundsHasNoRefundRate() throws Exception {
        long start = HandMadeRun.micros(HandMadeRun.START);
        CardHorizon sixtyDays =
                new CardHorizon(start, start + HandMadeRun.days(60), start + HandMadeRun.days(60), new TreeMap<>());
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.flows("SELECT 60 AS cleared, 60 AS refunded");
            assertThat(run.measure("F11", sixtyDays, 1).readings()).allSatisfy(reading -> {
                assertThat(reading.value()).isEmpty();
                assertThat(reading.note()).isEqualTo("the horizon has 60.0 days, more than 60 are needed");
            });
        }
    }

    /** 20 000 answers on the exact quantiles of RESPONSE.POS lie on the law; the same answers twice as late do not. */
    @Test
    void waitsOnTheQuantilesOfALawHaveNoDistanceAndOthersHave() throws Exception {
        assertThat(distanceOfAnswers(1)).isLessThan(0.002);
        assertThat(distanceOfAnswers(2)).isGreaterThan(0.5);
    }

    private double distanceOfAnswers(int stretch) throws Exception {
        StringBuilder answers = new StringBuilder("SELECT unnest([");
        Truncated law = TimingPolicy.of(
                        HandMadeRun.policies().require("timing_policy_6B").root())
                .laws()
                .get("RESPONSE.POS")
                .distribution();
        int waits = 20_000;
        for (int i = 0; i < waits; i++) {
            answers.append(i == 0 ? "" : ", ").append(stretch * law.quantile((i + 0.5) / waits));
        }
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.flows(answers + "]) AS answered");
            MetricReading reading = run.measure("L11").readings().get(0);
            assertThat(reading.note()).isEqualTo("1 laws, farthest RESPONSE.POS");
            return reading.value().orElseThrow();
        }
    }

    @Test
    void aLawWithoutRowsEnoughForAVerdictHasNone() throws Exception {
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.flows("SELECT 0.8 AS answered FROM range(9000)");
            MetricReading reading = run.measure("L11").readings().get(0);
            assertThat(reading.value()).isEmpty();
            assertThat(reading.note()).isEqualTo("no law has the 9507 rows that a verdict needs");
        }
    }
}
