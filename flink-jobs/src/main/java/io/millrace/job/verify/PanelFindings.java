package io.millrace.job.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What lies behind the metrics over several runs.
 *
 * @param runs all of them, the judged one first
 * @param variations of every figure over the seeds, the most varied first, then those that are not compared
 * @param distances of every two seeds on every axis, the largest first
 */
public record PanelFindings(List<Run> runs, List<Variation> variations, List<Distance> distances) {
    public PanelFindings {
        runs = List.copyOf(runs);
        variations = List.copyOf(variations);
        distances = List.copyOf(distances);
    }

    /** Where the figures of a run come from. */
    enum Card {
        /** The run that is judged. */
        JUDGED,
        /** A card that lay with the run, of this bundle, these policies and these queries. */
        KEPT,
        /** Measured for this card. */
        MEASURED,
        /** None: its digests alone are compared. */
        REPEAT
    }

    record Run(String runId, String seed, String root, Card card) {
        Map<String, Object> json() {
            return new TreeMap<>(Map.of("run_id", runId, "seed", seed, "root", root, "card", card.name()));
        }
    }

    /**
     * @param variation coefficient of variation; empty when not compared
     * @param notCompared why; empty when compared
     */
    record Variation(String metricId, String part, OptionalDouble mean, OptionalDouble variation, String notCompared) {
        Map<String, Object> json() {
            TreeMap<String, Object> json = new TreeMap<>();
            json.put("metric_id", metricId);
            json.put("part", part);
            json.put("mean", mean.isPresent() ? mean.getAsDouble() : null);
            json.put("variation", variation.isPresent() ? variation.getAsDouble() : null);
            json.put("not_compared", notCompared);
            return json;
        }
    }

    /** @param distance Jensen-Shannon divergence in bits */
    record Distance(String axis, String seedA, String seedB, double distance) {
        Map<String, Object> json() {
            return new TreeMap<>(Map.of("axis", axis, "seed_a", seedA, "seed_b", seedB, "distance", distance));
        }
    }

    static PanelFindings read(Statement statement, List<Run> runs) throws SQLException {
        List<Variation> variations = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT * FROM seed_variation ORDER BY variation DESC NULLS LAST, metric_id, part")) {
            while (rows.next()) {
                variations.add(new Variation(
                        rows.getString("metric_id"),
                        rows.getString("part"),
                        number(rows, "mean"),
                        number(rows, "variation"),
                        rows.getString("not_compared")));
            }
        }
        List<Distance> distances = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery("SELECT * FROM seed_distances ORDER BY distance DESC, axis, seed_a, seed_b")) {
            while (rows.next()) {
                distances.add(new Distance(
                        rows.getString("axis"),
                        rows.getString("seed_a"),
                        rows.getString("seed_b"),
                        Scorecard.steady(rows.getDouble("distance"))));
            }
        }
        return new PanelFindings(runs, variations, distances);
    }

    private static OptionalDouble number(ResultSet rows, String column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(Scorecard.steady(value));
    }

    Map<String, Object> json() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("runs", runs.stream().map(Run::json).toList());
        json.put("variations", variations.stream().map(Variation::json).toList());
        json.put("distances", distances.stream().map(Distance::json).toList());
        return json;
    }
}
