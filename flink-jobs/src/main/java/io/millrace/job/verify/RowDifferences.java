package io.millrace.job.verify;

import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.RowSchema;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.slab.SlabKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Rows of one data set in two runs, joined by key over the dates that differ.
 *
 * @param onlyInA rows whose key B has not
 * @param onlyInB rows whose key A has not
 * @param changed rows of one key that differ
 * @param doubled keys that one run has more often than the other; looked for when nothing else is found
 * @param columns how many of the changed rows differ in a column
 * @param first the first rows, by key, as text
 */
record RowDifferences(
        String datasetId,
        long onlyInA,
        long onlyInB,
        long changed,
        long doubled,
        SortedMap<String, Long> columns,
        List<String> first) {
    private static final int ROWS_SHOWN = 5;

    /** @param dates folders of the data set that differ */
    static RowDifferences of(Statement statement, SlabKind kind, ComparedRun a, ComparedRun b, Set<String> dates)
            throws SQLException {
        DatasetDictionary.Dataset dataset = DatasetDictionary.shipped().dataset(kind.datasetId());
        List<String> keys = dataset.keys();
        List<String> others = dataset.rowSchema().columns().stream()
                .map(RowSchema.Column::name)
                .filter(column -> !keys.contains(column))
                .toList();
        String rowsOfA = rows(kind, a, dates);
        String rowsOfB = rows(kind, b, dates);
        statement.execute("CREATE OR REPLACE TABLE different AS SELECT " + names(keys, key -> key) + ", "
                + "a.there IS NULL AS only_b, b.there IS NULL AS only_a, "
                + "CASE WHEN a.there AND b.there THEN ["
                + names(others, column -> "a." + column + " IS DISTINCT FROM b." + column)
                + "] ELSE [] END AS differs, concat_ws(', ', "
                + names(
                        others,
                        column -> "CASE WHEN a.there AND b.there AND a." + column + " IS DISTINCT FROM b." + column
                                + " THEN '" + column + " ' || coalesce(a." + column
                                + "::VARCHAR, 'null') || ' against ' || coalesce(b."
                                + column + "::VARCHAR, 'null') END")
                + ") AS told FROM (SELECT *, true AS there FROM (" + rowsOfA
                + ")) a FULL JOIN (SELECT *, true AS there FROM ("
                + rowsOfB + ")) b USING (" + names(keys, key -> key) + ") WHERE a.there IS NULL OR b.there IS NULL OR "
                + others.stream()
                        .map(column -> "a." + column + " IS DISTINCT FROM b." + column)
                        .collect(Collectors.joining(" OR ")));
        TreeMap<String, Long> columns = new TreeMap<>();
        long onlyInA;
        long onlyInB;
        long changed;
        try (ResultSet counts = statement.executeQuery("SELECT count(*) FILTER (only_a), count(*) FILTER (only_b),"
                + " count(*) FILTER (NOT only_a AND NOT only_b), "
                + names(numbers(others), place -> "count(*) FILTER (differs[" + place + "])") + " FROM different")) {
            counts.next();
            onlyInA = counts.getLong(1);
            onlyInB = counts.getLong(2);
            changed = counts.getLong(3);
            for (int column = 0; column < others.size(); column++) {
                if (counts.getLong(column + 4) > 0) {
                    columns.put(others.get(column), counts.getLong(column + 4));
                }
            }
        }
        if (onlyInA + onlyInB + changed > 0) {
            return new RowDifferences(kind.datasetId(), onlyInA, onlyInB, changed, 0, columns, first(statement, keys));
        }
        return doubled(statement, kind, keys, rowsOfA, rowsOfB);
    }

    Map<String, Object> json() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("dataset_id", datasetId);
        json.put("only_in_a", onlyInA);
        json.put("only_in_b", onlyInB);
        json.put("changed", changed);
        json.put("doubled", doubled);
        json.put("columns", columns);
        json.put("first", first);
        return json;
    }

    private static List<String> first(Statement statement, List<String> keys) throws SQLException {
        List<String> first = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT concat_ws(' ', "
                + names(keys, key -> "'" + key + "=' || " + key + "::VARCHAR")
                + ") || ': ' || CASE WHEN only_a THEN 'in A alone' WHEN only_b THEN 'in B alone' ELSE told END FROM different ORDER BY "
                + names(keys, key -> key) + " LIMIT " + ROWS_SHOWN)) {
            while (rows.next()) {
                first.add(rows.getString(1));
            }
        }
        return first;
    }

    private static RowDifferences doubled(
            Statement statement, SlabKind kind, List<String> keys, String rowsOfA, String rowsOfB) throws SQLException {
        String key = names(keys, name -> name);
        statement.execute("CREATE OR REPLACE TABLE different AS SELECT " + key
                + ", a.n AS in_a, b.n AS in_b FROM (SELECT " + key + ", count(*) AS n FROM (" + rowsOfA
                + ") GROUP BY ALL) a"
                + " FULL JOIN (SELECT " + key + ", count(*) AS n FROM (" + rowsOfB + ") GROUP BY ALL) b USING (" + key
                + ") WHERE a.n IS DISTINCT FROM b.n");
        List<String> first = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT concat_ws(' ', "
                + names(keys, name -> "'" + name + "=' || " + name + "::VARCHAR")
                + ") || ': ' || in_a || ' times in A, ' || in_b || ' times in B' FROM different ORDER BY " + key
                + " LIMIT "
                + ROWS_SHOWN)) {
            while (rows.next()) {
                first.add(rows.getString(1));
            }
        }
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM different")) {
            count.next();
            return new RowDifferences(kind.datasetId(), 0, 0, 0, count.getLong(1), new TreeMap<>(), first);
        }
    }

    private static String rows(SlabKind kind, ComparedRun run, Set<String> dates) {
        List<LedgerEntry> files = run.files(kind).stream()
                .filter(entry -> dates.contains(ComparedRun.date(entry)))
                .toList();
        return RunViews.rows(run.root(), kind, files);
    }

    private static List<String> numbers(List<String> columns) {
        List<String> numbers = new ArrayList<>();
        for (int column = 1; column <= columns.size(); column++) {
            numbers.add(Integer.toString(column));
        }
        return numbers;
    }

    private static String names(List<String> columns, UnaryOperator<String> text) {
        return columns.stream().map(text).collect(Collectors.joining(", "));
    }
}
