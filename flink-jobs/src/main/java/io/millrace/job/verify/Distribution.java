package io.millrace.job.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One figure in parts, in two runs; the queries lie in {@code resources/verify/compare}.
 *
 * @param name for people
 * @param inA part to its share of all, or to its value
 * @param inB the same of the other run
 */
record Distribution(String name, Measure measure, SortedMap<String, Double> inA, SortedMap<String, Double> inB) {
    /** All queries; the test compares the list with the folder. */
    static final List<String> NAMES = List.of(
            "1_channels",
            "2_hours",
            "3_session_sizes",
            "4_event_types",
            "5_final_states",
            "6_price_classes",
            "7_decline_rates",
            "8_amounts");

    /** What the numbers of a query are, and how far two sets of them lie apart. */
    enum Measure {
        /** Counts, compared as shares by the Jensen-Shannon divergence in bits: 0 when equal, 1 when nothing is shared. */
        SHARES,
        /** Figures for themselves, compared by the largest difference relative to the larger one. */
        VALUES
    }

    /** @param schemas of the two runs' views, in order */
    static Distribution of(Statement statement, String query, List<String> schemas) throws SQLException {
        String text = text(query);
        List<String> lines = text.lines().toList();
        Measure measure =
                Measure.valueOf(lines.get(1).replace("-- measure: ", "").toUpperCase(Locale.ROOT));
        return new Distribution(
                lines.get(0).substring(3),
                measure,
                read(statement, text, schemas.get(0), measure),
                read(statement, text, schemas.get(1), measure));
    }

    private static SortedMap<String, Double> read(Statement statement, String sql, String schema, Measure measure)
            throws SQLException {
        statement.execute("USE " + schema);
        TreeMap<String, Double> parts = new TreeMap<>();
        double sum = 0;
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                parts.put(rows.getString("part"), rows.getDouble("amount"));
                sum += rows.getDouble("amount");
            }
        }
        double all = sum;
        if (measure == Measure.SHARES) {
            parts.replaceAll((part, count) -> count / all);
        }
        return parts;
    }

    /** 0 when equal, 1 at most. */
    double distance() {
        TreeSet<String> parts = new TreeSet<>(inA.keySet());
        parts.addAll(inB.keySet());
        double distance = 0;
        for (String part : parts) {
            double a = inA.getOrDefault(part, 0.0);
            double b = inB.getOrDefault(part, 0.0);
            distance = switch (measure) {
                case SHARES -> distance + divergence(a, b) + divergence(b, a);
                case VALUES -> Math.max(distance, a == b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)));
            };
        }
        return Math.max(0, distance);
    }

    /** One part's term of half the divergence from the mean of both, in bits. */
    private static double divergence(double share, double other) {
        return share == 0 ? 0 : 0.5 * share * StrictMath.log(2 * share / (share + other)) / StrictMath.log(2);
    }

    /** The part that differs most. */
    String widest() {
        TreeMap<String, Double> all = new TreeMap<>(inA);
        inB.forEach(all::putIfAbsent);
        return all.keySet().stream()
                .max(Comparator.comparingDouble(
                        part -> Math.abs(inA.getOrDefault(part, 0.0) - inB.getOrDefault(part, 0.0))))
                .orElse("");
    }

    Map<String, Object> json() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("name", name);
        json.put("measure", measure.name());
        json.put("distance", distance());
        json.put("a", inA);
        json.put("b", inB);
        return json;
    }

    private static String text(String query) {
        try (InputStream stream = Distribution.class.getResourceAsStream("/verify/compare/" + query + ".sql")) {
            if (stream == null) {
                throw new IllegalStateException("no query " + query);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("query " + query + " cannot be read", e);
        }
    }
}
