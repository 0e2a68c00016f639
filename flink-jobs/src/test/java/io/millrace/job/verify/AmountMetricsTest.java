package io.millrace.job.verify;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Amounts: rows made by hand against their known figures. */
class AmountMetricsTest {
    private static final double LN_10 = StrictMath.log(10);

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("answers")
    void theMetricFindsTheFigureThatTheRowsWereMadeWith(KnownAnswer answer) throws Exception {
        answer.check(folder);
    }

    static Stream<KnownAnswer> answers() {
        return Stream.of(
                KnownAnswer.all("M1", 2, run -> run.flows("SELECT unnest([1, 1, 2]) AS amount_minor")
                        .flows("SELECT 'CASH' AS flow_family, 3 AS amount_minor, 100 AS flow_id")),
                KnownAnswer.all(
                        "M2",
                        100 / 51.0,
                        run -> run.flows("SELECT range + 1 AS amount_minor FROM range(101)")
                                .flows(
                                        "SELECT 'USD' AS currency, 999999 AS amount_minor, range + 500 AS flow_id FROM range(9)")),
                KnownAnswer.all(
                        "M3",
                        16 / 20.0,
                        run -> run.flows("SELECT CASE WHEN range < 16 THEN range // 2 ELSE range END + 1"
                                + " AS amount_minor FROM range(20)")),
                KnownAnswer.all(
                        "M4",
                        20,
                        run -> run.flows(
                                "SELECT unnest(['POS', 'ECOM', 'POS', 'ATM']) AS channel,"
                                        + " unnest(['EUR', 'EUR', 'USD', 'EUR']) AS currency, unnest([1000, 3000, 9, 9]) AS clearing_amount_minor")),
                KnownAnswer.parts(
                        "M5",
                        Map.of("POS", 15.0),
                        run -> run.flows("SELECT unnest(['POS', 'POS', 'ECOM']) AS channel,"
                                + " unnest([1000, 2000, 9]) AS clearing_amount_minor")),
                KnownAnswer.all(
                        "M6",
                        2,
                        run -> run.flows("SELECT unnest(['POS', 'POS', 'ECOM']) AS channel,"
                                + " unnest([1000, 2000, 3000]) AS clearing_amount_minor")),
                KnownAnswer.parts(
                        "M7",
                        Map.of("ATM", 100.0),
                        run -> run.flows(
                                "SELECT 'CASH' AS flow_family,"
                                        + " unnest(['EUR', 'EUR', 'GBP', 'SEK']) AS currency, unnest([5000, 15000, 9, 9]) AS amount_minor")),
                // Notes of 10 EUR, 1 000 JPY; a currency without a note cannot be a multiple of it.
                KnownAnswer.all(
                        "M8",
                        2,
                        run -> run.flows(
                                "SELECT 'CASH' AS flow_family,"
                                        + " unnest(['EUR', 'EUR', 'JPY', 'XXX']) AS currency, unnest([3000, 4024, 7000, 1000]) AS amount_minor")),
                KnownAnswer.parts(
                        "M9",
                        Map.of("ECOM", 0.5),
                        run -> run.flows(
                                "SELECT unnest(['ECOM', 'ECOM', 'ECOM', 'POS']) AS channel,"
                                        + " unnest(['EUR', 'EUR', 'JPY', 'EUR']) AS currency, unnest([1299, 1250, 1299, 1299]) AS amount_minor")),
                KnownAnswer.parts(
                        "M10",
                        Map.of("ECOM", 1.0, "POS", 2.0),
                        run -> run.flows("SELECT unnest(['ECOM', 'ECOM', 'ECOM', 'POS', 'POS', 'POS']) AS channel,"
                                + " unnest([19, 29, 10, 10, 20, 19]) AS amount_minor")),
                // 5 stands before 9, which no price list does, and so does 0.
                KnownAnswer.parts(
                        "M10",
                        Map.of("POS", 4.0),
                        run -> run.flows("SELECT unnest([15, 25, 10, 20, 19]) AS amount_minor")),
                KnownAnswer.all(
                        "M11",
                        IntStream.rangeClosed(1, 9)
                                .mapToDouble(digit -> Math.abs(1 / 9.0 - StrictMath.log10(1 + 1.0 / digit)))
                                .average()
                                .orElseThrow(),
                        run -> run.flows("SELECT (range + 1) * 10 AS amount_minor FROM range(9)")
                                .flows("SELECT 'ATM' AS channel, 100 AS amount_minor, 500 AS flow_id")),
                KnownAnswer.all(
                        "M12",
                        0.75,
                        run -> run.flows(
                                "SELECT unnest(['EQUAL', 'EQUAL', 'EQUAL', 'SHORT', 'PREAUTH', NULL]) AS clearing_kind")),
                // Two classes a factor of 100 apart, amounts a factor of 10 around each: as much between as within.
                KnownAnswer.parts(
                        "M13",
                        Map.of("ECOM", 0.5),
                        run -> run.flows("SELECT 'ECOM' AS channel,"
                                + " unnest(['RETAIL', 'RETAIL', 'TRAVEL', 'TRAVEL']) AS price_class,"
                                + " unnest([10, 1000, 1000, 100000]) AS amount_minor")),
                KnownAnswer.all("M14", (10 / 36.0 - 1 / 29.0) / (10 / 36.0 - 1 / 29.0 + 30 / 29.0), run -> run.flows(
                                "SELECT range // 30 AS merchant_id, pow(10, 1 + (range // 30) % 2 + 2 * (range % 2))::BIGINT AS amount_minor"
                                        + " FROM range(300)")
                        .flows("SELECT 77 AS merchant_id, 1 AS amount_minor, range + 500 AS flow_id FROM range(29)")),
                KnownAnswer.all(
                        "M15",
                        2,
                        run -> run.flows("SELECT unnest([1, 1, 2, 3]) AS party_id,"
                                        + " unnest([1500, 2500, 1000, 9]) AS amount_minor")
                                .table(
                                        "s1_party_base_6A",
                                        "SELECT unnest([1, 2, 3]) AS party_id,"
                                                + " unnest(['RETAIL_AFFLUENT', 'RETAIL_STUDENT', 'RETAIL_FAMILY']) AS segment_id")),
                KnownAnswer.parts(
                        "M16",
                        Map.of("POS", StrictMath.sqrt(2) * LN_10),
                        run -> run.flows("SELECT unnest([10, 1000]) AS amount_minor")));
    }
}
