package io.millrace.job.verify;

import io.millrace.job.verify.CheckResult.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs every check query over the Parquet files of a run. Reads only; a check that finds rows has failed. */
public final class Verify {
    private static final Map<String, String> UPSTREAM_VIEWS = Map.of(
            "accounts", "s2_account_base_6A",
            "instruments", "s3_instrument_base_6A",
            "devices", "s4_device_base_6A",
            "device_links", "s4_device_links_6A",
            "ip_links", "s4_ip_links_6A");
    private static final int SAMPLE_ROWS = 3;

    private Verify() {}

    /**
     * @param runRoot {@code runs/<run_id>}
     * @param upstream root of the 6A tables; empty leaves the foreign keys unchecked
     * @param hardBreakMicros of the session law of the run
     * @param horizonEndMicros of the scenario plus the settlement tail
     * @return one result per check, in order
     */
    public static List<CheckResult> run(
            Path runRoot, Optional<Path> upstream, long hardBreakMicros, long horizonEndMicros) {
        try (Connection connection = RunViews.open(runRoot);
                Statement statement = connection.createStatement()) {
            boolean tables = upstream.isPresent();
            if (tables) {
                for (Map.Entry<String, String> view : new TreeMap<>(UPSTREAM_VIEWS).entrySet()) {
                    createView(
                            statement,
                            view.getKey(),
                            upstream.get().resolve("data/layer3/6A").resolve(view.getValue()));
                }
            }
            statement.execute("CREATE TABLE settings AS SELECT " + hardBreakMicros + "::BIGINT AS hard_break_micros, "
                    + horizonEndMicros + "::BIGINT AS horizon_end_micros");
            List<CheckResult> results = new ArrayList<>();
            for (String name : CheckQuery.NAMES) {
                results.add(check(statement, CheckQuery.load(name), tables));
            }
            return results;
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot read " + runRoot + ": " + e.getMessage(), e);
        }
    }

    private static CheckResult check(Statement statement, CheckQuery query, boolean tables) throws SQLException {
        if (query.needsUpstream() && !tables) {
            return new CheckResult(query.checkId(), query.title(), Status.NOT_CHECKED, 0, "needs --upstream");
        }
        statement.execute("CREATE OR REPLACE TEMP TABLE violations AS " + query.sql());
        long violations;
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM violations")) {
            count.next();
            violations = count.getLong(1);
        }
        if (violations == 0) {
            return new CheckResult(query.checkId(), query.title(), Status.PASS, 0, "");
        }
        return new CheckResult(query.checkId(), query.title(), Status.FAIL, violations, sample(statement));
    }

    private static String sample(Statement statement) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM violations LIMIT " + SAMPLE_ROWS)) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                text.append(text.isEmpty() ? "" : " | ");
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    text.append(column == 1 ? "" : " ")
                            .append(columns.getColumnName(column))
                            .append('=')
                            .append(rows.getString(column));
                }
            }
        }
        return text.toString();
    }

    /** A view over all part files; a dataset without any is an empty view of the same columns, taken from its folder. */
    private static void createView(Statement statement, String view, Path folder) throws SQLException {
        if (!hasParquet(folder)) {
            throw new SQLException("no Parquet file below " + folder);
        }
        statement.execute("CREATE VIEW " + view + " AS SELECT * FROM read_parquet('"
                + folder.toString().replace("'", "''") + "/**/*.parquet', hive_partitioning = false, filename = true)");
    }

    private static boolean hasParquet(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        } catch (IOException e) {
            throw new IllegalStateException(folder + " cannot be read", e);
        }
    }
}
