package io.millrace.job.verify;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What queries over several runs read: figures and shares by seed, digests by repeat, and results they share. */
final class PanelTables {
    private static final String WHOLE = "Q";

    private PanelTables() {}

    /**
     * Fills an empty session. Runs are numbered in their order.
     *
     * @param seeds the judged run first
     * @param repeats the judged run first
     */
    static void fill(Statement statement, List<PanelCard> seeds, List<PanelRepeat> repeats) throws SQLException {
        statement.execute("CREATE TABLE seed_runs (run INTEGER, seed VARCHAR)");
        statement.execute("CREATE TABLE seed_figures (run INTEGER, metric_id VARCHAR, part VARCHAR, figure DOUBLE,"
                + " not_compared VARCHAR)");
        statement.execute("CREATE TABLE seed_shares (run INTEGER, axis VARCHAR, part VARCHAR, counted BIGINT)");
        statement.execute("CREATE TABLE repeat_runs (run INTEGER, layout VARCHAR)");
        statement.execute("CREATE TABLE repeat_digests (run INTEGER, name VARCHAR, digest VARCHAR)");
        Map<String, MetricQuery> queries = new TreeMap<>();
        for (String name : MetricQuery.NAMES) {
            MetricQuery query = MetricQuery.load(name);
            queries.put(query.metricId(), query);
        }
        for (int run = 0; run < seeds.size(); run++) {
            PanelCard card = seeds.get(run);
            insert(statement, "seed_runs", List.of(run + ", " + quoted(card.seed())));
            insert(statement, "seed_figures", figures(run, card, queries));
            insert(statement, "seed_shares", shares(run, card));
        }
        for (int run = 0; run < repeats.size(); run++) {
            PanelRepeat repeat = repeats.get(run);
            String number = run + ", ";
            insert(statement, "repeat_runs", List.of(number + quoted(repeat.layout())));
            insert(
                    statement,
                    "repeat_digests",
                    repeat.digests().entrySet().stream()
                            .map(digest -> number + quoted(digest.getKey()) + ", " + quoted(digest.getValue()))
                            .toList());
        }
        for (String table : MetricQuery.BESIDE_TABLES) {
            statement.execute("CREATE TABLE " + table.substring(2) + " AS " + MetricQuery.text("beside/" + table));
        }
    }

    /** Of every metric but those of the set as a whole. */
    private static List<String> figures(int run, PanelCard card, Map<String, MetricQuery> queries) {
        List<String> rows = new ArrayList<>();
        for (PanelCard.Figure figure : card.figures()) {
            MetricQuery query = queries.get(figure.metricId());
            if (!query.family().equals(WHOLE)) {
                String value = figure.value().isPresent()
                        ? quoted(Double.toString(figure.value().getAsDouble())) + "::DOUBLE"
                        : "NULL";
                rows.add(run + ", " + quoted(figure.metricId()) + ", " + quoted(figure.part()) + ", " + value + ", "
                        + quoted(query.notCompared(figure.part()).orElse("")));
            }
        }
        return rows;
    }

    private static List<String> shares(int run, PanelCard card) {
        List<String> rows = new ArrayList<>();
        card.shares()
                .forEach((axis, parts) -> parts.forEach(
                        (part, counted) -> rows.add(run + ", " + quoted(axis) + ", " + quoted(part) + ", " + counted)));
        return rows;
    }

    private static void insert(Statement statement, String table, List<String> rows) throws SQLException {
        if (!rows.isEmpty()) {
            statement.execute("INSERT INTO " + table + " VALUES (" + String.join("), (", rows) + ")");
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
