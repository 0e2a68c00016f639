package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.job.verify.ScorecardSession.Tables;
import io.millrace.policy.SegmentValidationPolicy;
import io.millrace.policy.SegmentValidationPolicy.Corridor;
import io.millrace.policy.SegmentValidationPolicy.Grade;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedRun;
import io.millrace.slab.SlabKind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The realism scorecard of a published run: every metric over all rows, held against the bands of its sealed policy.
 *
 * @param source what it was taken from
 * @param shares rows by axis and part, for runs of other seeds to be compared with
 * @param beside what lies behind metrics over several runs; empty when it was measured alone
 */
public record Scorecard(
        CardSource source,
        List<MetricResult> metrics,
        SortedMap<String, SortedMap<String, Long>> shares,
        Optional<PanelFindings> beside) {
    /** All tables of {@link CardTables} as they lie in memory; 145 more at the peak of a run of ten million than with a file. */
    private static final int TABLE_BYTES_PER_FLOW = 200;

    public Scorecard {
        metrics = List.copyOf(metrics);
    }

    /**
     * Measures a run.
     *
     * @throws RunException when the run has no sound gate, was never published, or a file cannot be read
     */
    public static Scorecard of(ScorecardSettings settings) {
        SealedRun sealed = SealedRun.open(RunFolder.at(settings.runRoot()));
        SegmentValidationPolicy policy = SegmentValidationPolicy.of(
                sealed.packs().require("segment_validation_policy_6B").root());
        long tables = RunViews.rowCount(settings.runRoot(), SlabKind.FLOW) * TABLE_BYTES_PER_FLOW;
        try (ScorecardSession session = ScorecardSession.open(
                settings, tables <= settings.memoryBytes() / 2 ? Tables.IN_MEMORY : Tables.IN_A_FILE)) {
            CardHorizon horizon = CardHorizon.of(settings.runRoot(), sealed, session.statement());
            CardTables.fill(session, sealed.packs(), policy, horizon);
            CardTables.parity(session, horizon.parity());
            try (LawTables laws = LawTables.beside(session, sealed.packs(), sealed.identity(), horizon)) {
                return new Scorecard(
                        CardSource.of(
                                sealed.identity(),
                                ValidationBundle.check(
                                        settings.runRoot().resolve(ValidationBundle.folder(sealed.identity()))),
                                session.tables()),
                        measure(session, policy, horizon, laws),
                        shares(session.statement()),
                        Optional.empty());
            }
        } catch (SQLException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            settings.runRoot().toString(),
                            "must be readable by DuckDB",
                            String.valueOf(e.getMessage()),
                            "judge its files first: millrace verify; give more --memory or another --scratch when these ran out"),
                    e);
        }
    }

    private static List<MetricResult> measure(
            ScorecardSession session, SegmentValidationPolicy policy, CardHorizon horizon, LawTables laws)
            throws SQLException {
        List<MetricResult> results = new ArrayList<>();
        for (String name : MetricQuery.NAMES) {
            MetricQuery query = MetricQuery.load(name);
            laws.awaitFor(query);
            results.add(measure(session, query, policy, horizon));
        }
        return results;
    }

    /** Rows by axis and part. */
    static SortedMap<String, SortedMap<String, Long>> shares(Statement statement) throws SQLException {
        TreeMap<String, SortedMap<String, Long>> shares = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery(MetricQuery.text(MetricQuery.SHARES))) {
            while (rows.next()) {
                shares.computeIfAbsent(rows.getString("axis"), axis -> new TreeMap<>())
                        .put(rows.getString("part"), rows.getLong("counted"));
            }
        }
        return shares;
    }

    /** The same card with the metrics that others beside its run gave. */
    Scorecard beside(Map<String, MetricResult> results, PanelFindings findings) {
        return new Scorecard(
                source,
                metrics.stream()
                        .map(metric -> results.getOrDefault(metric.metricId(), metric))
                        .toList(),
                shares,
                Optional.of(findings));
    }

    static MetricResult measure(
            ScorecardSession session, MetricQuery query, SegmentValidationPolicy policy, CardHorizon horizon)
            throws SQLException {
        Optional<String> obstacle = query.beside()
                .flatMap(beside -> beside.obstacle(1))
                .or(() -> missing(session, query))
                .or(() -> tooShort(query.needs(), policy.thresholds(), horizon));
        return result(session.statement(), query, policy, obstacle);
    }

    /** What a query finds, or why it is not asked. */
    static MetricResult result(
            Statement statement, MetricQuery query, SegmentValidationPolicy policy, Optional<String> obstacle)
            throws SQLException {
        Map<String, Measured> measured = obstacle.isPresent() ? Map.of() : Measured.of(statement, query);
        List<MetricReading> readings = new ArrayList<>();
        for (Map.Entry<String, Corridor> part :
                policy.corridorsOf(query.metricId()).entrySet()) {
            readings.add(
                    obstacle.isPresent()
                            ? MetricReading.notMeasured(part.getKey(), part.getValue(), 0, obstacle.get())
                            : reading(part.getKey(), part.getValue(), measured.get(part.getKey()), query, policy));
        }
        return new MetricResult(
                query.metricId(),
                query.family(),
                query.name(),
                query.formula(),
                query.source(),
                policy.requiredMetrics().contains(query.metricId()),
                readings);
    }

    private static Optional<String> missing(ScorecardSession session, MetricQuery query) {
        List<String> absent = query.needs().datasets().stream()
                .filter(dataset -> !session.tables().contains(dataset))
                .toList();
        return absent.isEmpty() ? Optional.empty() : Optional.of("the world has no " + String.join(", ", absent));
    }

    private static Optional<String> tooShort(
            MetricQuery.Needs needs, SegmentValidationPolicy.Thresholds thresholds, CardHorizon horizon) {
        int days =
                switch (needs.margin()) {
                    case NONE -> needs.daysMin();
                    case CLEARING -> thresholds.clearingMarginDays();
                    case REFUND -> thresholds.refundMarginDays();
                };
        boolean enough =
                switch (needs.margin()) {
                    case NONE -> horizon.days() >= days;
                    case CLEARING, REFUND -> horizon.observedDays() > days;
                };
        return enough
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the horizon has %.1f days, %s %d are needed",
                        horizon.days(),
                        needs.margin() == MetricQuery.Margin.NONE ? "at least" : "more than",
                        days));
    }

    private static MetricReading reading(
            String part, Corridor corridor, Measured measured, MetricQuery query, SegmentValidationPolicy policy) {
        if (measured == null || measured.rows == 0) {
            String note = measured == null ? "" : measured.note;
            return MetricReading.notMeasured(part, corridor, 0, note.isEmpty() ? "no row counts for it" : note);
        }
        long rowsMin = query.rowsMin().orElse(policy.thresholds().denominatorRowsMin());
        if (measured.rows < rowsMin) {
            return MetricReading.notMeasured(part, corridor, measured.rows, few(measured.rows, "rows", rowsMin));
        }
        if (measured.value == null) {
            String why = measured.note.isEmpty() ? "its denominator is zero" : measured.note;
            return MetricReading.notMeasured(part, corridor, measured.rows, why);
        }
        long hitsMin = policy.thresholds().numeratorRowsMin();
        // Where a rate inside pass would have shown cases enough, their absence is the finding.
        boolean expected =
                corridor.pass().max() <= 1 && measured.rows * corridor.pass().min() >= hitsMin;
        if (measured.hits != null && measured.hits < hitsMin && !expected) {
            return MetricReading.notMeasured(part, corridor, measured.rows, few(measured.hits, "cases", hitsMin));
        }
        return MetricReading.measured(part, corridor, measured.value, measured.rows, measured.note);
    }

    private static String few(long found, String what, long needed) {
        return String.format(Locale.ROOT, "%,d %s, %,d are needed", found, what, needed);
    }

    /** Metrics of which at least one part was measured. */
    public List<MetricResult> measured() {
        return metrics.stream().filter(metric -> metric.grade().isPresent()).toList();
    }

    /** Metrics with at least this grade. */
    public List<MetricResult> atLeast(Grade grade) {
        return measured().stream()
                .filter(metric -> metric.grade().orElseThrow().compareTo(grade) >= 0)
                .toList();
    }

    /** Metrics outside pass. */
    public List<MetricResult> missed() {
        return metrics.stream()
                .filter(metric -> metric.grade().equals(Optional.of(Grade.MISS)))
                .toList();
    }

    /** Required metrics outside pass: with any, the card has failed. */
    public List<MetricResult> failures() {
        return missed().stream().filter(MetricResult::required).toList();
    }

    /** Plain maps and lists, for {@code --json} and {@code reports/realism.json}. */
    public Map<String, Object> json() {
        TreeMap<String, Object> score = new TreeMap<>();
        score.put("metrics", metrics.size());
        score.put("measured", measured().size());
        score.put("pass", atLeast(Grade.PASS).size());
        score.put("good", atLeast(Grade.GOOD).size());
        score.put("excellent", atLeast(Grade.EXCELLENT).size());
        score.put("missed", missed().stream().map(MetricResult::metricId).toList());
        score.put(
                "required_missed",
                failures().stream().map(MetricResult::metricId).toList());
        TreeMap<String, Object> document = new TreeMap<>();
        document.put("of", source.json());
        document.put("shares", shares);
        document.put("beside", beside.map(PanelFindings::json).orElse(null));
        document.put("overall_status", failures().isEmpty() ? "PASS" : "FAIL");
        document.put("score", score);
        document.put("metrics", metrics.stream().map(Scorecard::json).toList());
        return document;
    }

    private static Map<String, Object> json(MetricResult metric) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("metric_id", metric.metricId());
        json.put("family", metric.family());
        json.put("name", metric.name());
        json.put("formula", metric.formula());
        json.put("source", metric.source());
        json.put("required", metric.required());
        json.put("grade", metric.grade().map(Grade::name).orElse(null));
        json.put("readings", metric.readings().stream().map(Scorecard::json).toList());
        return json;
    }

    private static Map<String, Object> json(MetricReading reading) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("part", reading.part());
        json.put("value", reading.value().isPresent() ? reading.value().getAsDouble() : null);
        json.put("grade", reading.grade().map(Grade::name).orElse(null));
        json.put("rows", reading.rows());
        json.put("note", reading.note());
        json.put("pass", json(reading.corridor().pass()));
        json.put("good", json(reading.corridor().good()));
        json.put("excellent", json(reading.corridor().excellent()));
        return json;
    }

    private static Map<String, Object> json(SegmentValidationPolicy.Band band) {
        return new TreeMap<>(Map.of("min", band.min(), "max", band.max()));
    }

    /** Sums of doubles by several threads differ in their last digits from reading to reading; ten digits stand. */
    static double steady(double value) {
        return new BigDecimal(value).round(new MathContext(10)).doubleValue();
    }

    /** A row that a metric query returned; null where the query says null. */
    private record Measured(Double value, long rows, Long hits, String note) {
        static Map<String, Measured> of(Statement statement, MetricQuery query) throws SQLException {
            TreeMap<String, Measured> byPart = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery(query.sql())) {
                while (rows.next()) {
                    double value = rows.getDouble("value");
                    Double known = rows.wasNull() || !Double.isFinite(value) ? null : Double.valueOf(steady(value));
                    long hits = rows.getLong("hits");
                    Long cases = rows.wasNull() ? null : Long.valueOf(hits);
                    String note = rows.getString("note");
                    byPart.put(
                            rows.getString("part"),
                            new Measured(known, rows.getLong("rows_counted"), cases, note == null ? "" : note));
                }
            } catch (SQLException e) {
                throw new SQLException(query.metricId() + ": " + e.getMessage(), e);
            }
            return byPart;
        }
    }
}
