package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.policy.SegmentValidationPolicy;
import io.millrace.policy.SegmentValidationPolicy.Grade;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics over several runs: figures, shares and digests made by hand against their known answers. */
class PanelMetricsTest {
    private static final SegmentValidationPolicy POLICY = SegmentValidationPolicy.of(
            HandMadeRun.policies().require("segment_validation_policy_6B").root());
    private static final List<String> SEEDS = List.of("42", "7", "101", "202");

    @TempDir
    Path folder;

    @Test
    void theVariationOfSeedsIsThatOfTheFigureThatVariesMost() throws Exception {
        // Mean 25, deviations -10, -5, 5, 10: the sample variance is 250 / 3. The second has mean 100 and 8 / 3.
        MetricReading reading = measured(
                        "Q1",
                        seeds(Map.of("F9/ALL", figures(15, 20, 30, 35), "F1/POS", figures(98, 100, 102, 100))),
                        List.of())
                .readings()
                .get(0);

        assertThat(reading.value().orElseThrow()).isCloseTo(Math.sqrt(250 / 3.0) / 25, within(1e-9));
        assertThat(reading.rows()).isEqualTo(2);
        assertThat(reading.note())
                .isEqualTo("F9 varies most, 15 20 30 35; then F1 POS 0.0163; 2 figures over seeds 42, 7, 101, 202,"
                        + " 0 not compared");
        assertThat(reading.grade()).contains(Grade.MISS);
    }

    @Test
    void whatIsTheSameEverywhereVariesByNothingThoughItBeZero() throws Exception {
        assertThat(value("Q1", seeds(Map.of("F4/ALL", figures(0, 0, 0, 0))), List.of()))
                .isZero();
        // A count of what must be zero is compared as long as it is the same.
        assertThat(value("Q1", seeds(Map.of("E7/ALL", figures(0, 0, 0, 0))), List.of()))
                .isZero();
    }

    @Test
    void figuresWithoutAMeaningfulMeanAreLeftOutAndSayWhy() throws Exception {
        List<PanelCard> cards = seeds(Map.of(
                "E7/ALL", figures(0, 0, 0, 1),
                "B1/ALL", figures(0.1, 0.2, 0.1, 0.2),
                "L4/ZERO", figures(0, 0, 0.001, 0),
                "L4/SAME_SECOND", figures(0.18, 0.18, 0.18, 0.18),
                "A5/ALL", figures(0.1, -0.1, 0.2, 0.1),
                "F9/ALL", figures(0.1, 0.2, Double.NaN, 0.1),
                "Q7/ALL", figures(3, 2, 3, 2)));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            PanelTables.fill(statement, cards, List.of());
            PanelFindings findings = PanelFindings.read(statement, List.of());

            TreeMap<String, String> reasons = new TreeMap<>();
            findings.variations()
                    .forEach(found -> reasons.put(found.metricId() + "/" + found.part(), found.notCompared()));
            assertThat(reasons)
                    .isEqualTo(new TreeMap<>(Map.of(
                            "E7/ALL", "a count of what must be zero",
                            "B1/ALL", "its zero lies amid its scale",
                            "L4/ZERO", "a share that should be zero",
                            "L4/SAME_SECOND", "",
                            "A5/ALL", "below zero in a run",
                            "F9/ALL", "measured in 3 of 4 runs")));
            assertThat(findings.variations().get(0).variation()).hasValue(0);
        }
    }

    @Test
    void fewerSeedsThanFourGiveDistancesAndNoVariation() throws Exception {
        List<PanelCard> two = seeds(Map.of("F9/ALL", figures(1, 2, 3, 4))).subList(0, 2);

        assertThat(measured("Q1", two, List.of()).readings().get(0).note())
                .isEqualTo("needs runs of 4 seeds, there are 2");
        assertThat(measured("Q1", two.subList(0, 1), List.of())
                        .readings()
                        .get(0)
                        .note())
                .isEqualTo("needs runs of 4 seeds, there is one: name others by --beside");
        assertThat(measured("Q2", two, List.of()).grade()).isPresent();
    }

    @Test
    void theDistanceOfSeedsIsTheLargestOfAllPairsAndAxes() throws Exception {
        // Shares .75, .25 against .25, .75: the mean is .5, .5.
        double half = 0.75 * log2(1.5) + 0.25 * log2(0.5);
        List<PanelCard> cards = List.of(
                shares("42", Map.of("POS", 3000L, "ECOM", 1000L), Map.of("A", 10L)),
                shares("7", Map.of("POS", 600L, "ECOM", 200L), Map.of("A", 5L)),
                shares("101", Map.of("POS", 1000L, "ECOM", 3000L), Map.of("A", 2L)));
        MetricReading reading = measured("Q2", cards, List.of()).readings().get(0);

        assertThat(reading.value().orElseThrow()).isCloseTo(half, within(1e-9));
        assertThat(reading.note())
                .containsPattern("^channel of seeds (42|7) and 101 differs most; channel 0\\.19, class 0");
        assertThat(reading.rows()).isEqualTo(2);
    }

    @Test
    void sharesThatHaveNothingInCommonLieOneApart() throws Exception {
        List<PanelCard> cards = List.of(
                shares("42", Map.of("POS", 10L), Map.of("A", 1L)), shares("7", Map.of("ECOM", 99L), Map.of("A", 1L)));
        assertThat(value("Q2", cards, List.of())).isEqualTo(1);
    }

    @Test
    void fewRowsOfASeedGiveNoVerdict() throws Exception {
        List<PanelCard> cards = List.of(
                shares("42", Map.of("POS", 5000L), Map.of("A", 5000L)),
                shares("7", Map.of("POS", 999L), Map.of("A", 999L)));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            PanelTables.fill(statement, cards, List.of());
            MetricReading reading = RunPanel.measure(statement, POLICY, 2, 1)
                    .get("Q2")
                    .readings()
                    .get(0);
            assertThat(reading.note()).isEqualTo("999 rows, 1,000 are needed");
        }
    }

    @Test
    void digestsOfRepeatsAreCountedWhereTheyDiffer() throws Exception {
        PanelRepeat one = repeat("1 start, 1 task", "a", "b");
        PanelRepeat other = repeat("3 starts, 2 tasks", "a", "c");

        assertThat(value("Q4", List.of(), List.of(one, repeat("2 starts, 1 task", "a", "b"))))
                .isZero();
        MetricResult differing = measured("Q4", List.of(), List.of(one, other));
        assertThat(differing.readings().get(0).value()).hasValue(1);
        assertThat(differing.readings().get(0).note())
                .isEqualTo("s2_event_stream_baseline_6B of 1 start, 1 task; 3 starts, 2 tasks");
        assertThat(differing.grade()).contains(Grade.MISS);
        assertThat(differing.required()).isTrue();
    }

    @Test
    void repeatsThatWereMadeAlikeProveNothingUnlessTheyDiffer() throws Exception {
        PanelRepeat one = repeat("1 start, 1 task", "a", "b");

        assertThat(measured("Q4", List.of(), List.of(one, one))
                        .readings()
                        .get(0)
                        .note())
                .startsWith("these runs were all made alike, 1 start, 1 task");
        assertThat(value("Q4", List.of(), List.of(one, repeat("1 start, 1 task", "x", "b"))))
                .isEqualTo(1);
    }

    /** Two octaves of amounts in two currencies, local hours, classes. */
    @Test
    void sharesCountClassesChannelsLocalHoursAndAmountsOfAllCurrencies() throws Exception {
        try (HandMadeRun run = new HandMadeRun(folder)) {
            run.entities("SELECT unnest(['POS', 'ECOM', 'ECOM']) AS channel,"
                            + " TIMESTAMPTZ '2026-01-07 23:30:00+00' AS ts_utc")
                    .flows("SELECT unnest(['GROCERY', 'DINING', 'GROCERY']) AS price_class,"
                            + " unnest([100, 199, 0]) AS amount_minor");
            assertThat(run.shares())
                    .isEqualTo(new TreeMap<>(Map.of(
                            "class", new TreeMap<>(Map.of("GROCERY", 2L, "DINING", 1L)),
                            "channel", new TreeMap<>(Map.of("POS", 1L, "ECOM", 2L)),
                            "hour", new TreeMap<>(Map.of("00", 3L)),
                            "amount", new TreeMap<>(Map.of("0", 1L, "1", 1L)))));
        }
    }

    private double value(String metricId, List<PanelCard> seeds, List<PanelRepeat> repeats) throws Exception {
        return measured(metricId, seeds, repeats).readings().get(0).value().orElseThrow();
    }

    private MetricResult measured(String metricId, List<PanelCard> seeds, List<PanelRepeat> repeats) throws Exception {
        SegmentValidationPolicy anyRows = new SegmentValidationPolicy(
                new SegmentValidationPolicy.Thresholds(1, 1, 10, 60), POLICY.corridors(), POLICY.requiredMetrics());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            PanelTables.fill(statement, seeds, repeats);
            return RunPanel.measure(statement, anyRows, seeds.size(), repeats.size())
                    .get(metricId);
        }
    }

    private static PanelRepeat repeat(String layout, String arrivals, String events) {
        return new PanelRepeat(
                layout,
                new TreeMap<>(Map.of("s1_arrival_entities_6B", arrivals, "s2_event_stream_baseline_6B", events)));
    }

    private static PanelCard shares(String seed, Map<String, Long> channels, Map<String, Long> classes) {
        TreeMap<String, SortedMap<String, Long>> shares = new TreeMap<>();
        shares.put("channel", new TreeMap<>(channels));
        shares.put("class", new TreeMap<>(classes));
        return new PanelCard(seed, List.of(), shares);
    }

    /** A card per seed; a figure that is no number was not measured. */
    private static List<PanelCard> seeds(Map<String, double[]> figures) {
        List<PanelCard> cards = new ArrayList<>();
        for (int run = 0; run < SEEDS.size(); run++) {
            List<PanelCard.Figure> ofRun = new ArrayList<>();
            for (Map.Entry<String, double[]> figure : new TreeMap<>(figures).entrySet()) {
                String[] name = figure.getKey().split("/", 2);
                double value = figure.getValue()[run];
                ofRun.add(new PanelCard.Figure(
                        name[0], name[1], Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value)));
            }
            cards.add(new PanelCard(
                    SEEDS.get(run), ofRun, new TreeMap<>(Map.of("channel", new TreeMap<>(Map.of("POS", 10L))))));
        }
        return cards;
    }

    private static double[] figures(double... values) {
        return Arrays.copyOf(values, values.length);
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
