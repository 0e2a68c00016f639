package io.millrace.job.verify;

import io.millrace.job.verify.CheckResult.Status;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every check query over the views of a run. A table that queries share is made when the first of them needs it, and
 * dropped with the session.
 */
final class RowChecks {
    private static final int SAMPLE_ROWS = 3;
    /** A window over so many arrivals takes some 450 MB. */
    private static final long SLICE_ROWS = 4_000_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Statement statement;
    private final Set<CheckQuery.Needs> there;
    private final Set<String> made;
    private final long sliceRows;

    private RowChecks(Statement statement, Set<CheckQuery.Needs> there, Set<String> made, long sliceRows) {
        this.statement = statement;
        this.there = there;
        this.made = new TreeSet<>(made);
        this.sliceRows = sliceRows;
    }

    /**
     * @param statement of a session with the views of {@link RunViews} and the tables of {@link RowRules}
     * @param there what of the world the session has views of
     */
    static List<CheckResult> run(Statement statement, Set<CheckQuery.Needs> there) throws SQLException {
        return run(statement, there, Set.of(), CheckQuery.NAMES, SLICE_ROWS);
    }

    /**
     * Some checks, in a session that has made tables for them before.
     *
     * @param made shared tables that still hold, by their names without number
     * @param names of the checks, from {@link CheckQuery#NAMES}
     * @param sliceRows of a table that is made in slices, about
     */
    static List<CheckResult> run(
            Statement statement, Set<CheckQuery.Needs> there, Set<String> made, List<String> names, long sliceRows)
            throws SQLException {
        RowChecks checks = new RowChecks(statement, there, made, sliceRows);
        List<CheckResult> results = new ArrayList<>();
        for (String name : names) {
            results.add(checks.check(CheckQuery.load(name)));
        }
        return results;
    }

    private CheckResult check(CheckQuery query) throws SQLException {
        if (query.needs() != CheckQuery.Needs.NOTHING && !there.contains(query.needs())) {
            return CheckResult.notChecked(query.checkId(), query.title(), query.code(), missing(query.needs()));
        }
        try {
            return judge(query);
        } catch (SQLException e) {
            throw new SQLException(query.checkId() + ": " + e.getMessage(), e);
        }
    }

    private CheckResult judge(CheckQuery query) throws SQLException {
        long start = System.nanoTime();
        makeTablesOf(query.sql());
        statement.execute("CREATE OR REPLACE TEMP TABLE violations AS " + query.sql());
        long violations = rows("violations");
        String sample = violations == 0 ? "" : sample();
        return new CheckResult(
                query.checkId(),
                query.title(),
                query.code(),
                violations == 0 ? Status.PASS : Status.FAIL,
                violations,
                sample,
                (System.nanoTime() - start) / NANOS_PER_SECOND);
    }

    private static String missing(CheckQuery.Needs needs) {
        return switch (needs) {
            case NOTHING -> throw new IllegalArgumentException("nothing is never missing");
            case TABLES ->
                "needs the 6A tables: give --upstream; those of a world of our own are made by millrace entities";
            case ARRIVALS -> "needs the arrivals of the world in files: give --world; a world made on the fly has none";
        };
    }

    private void makeTablesOf(String text) throws SQLException {
        for (String table : CheckQuery.TABLES) {
            String name = table.substring(2);
            if (!made.contains(name) && CheckQuery.reads(text, name)) {
                String select = CheckQuery.text("tables/" + table);
                makeTablesOf(select);
                make(name, select);
                made.add(name);
            }
        }
    }

    /** In one statement, or in one for each slice of so many rows where the text says of what. */
    private void make(String name, String select) throws SQLException {
        Optional<String> sliced = CheckQuery.slicesOf(select);
        long slices = sliced.isEmpty() ? 1 : 1 + rows(sliced.get()) / sliceRows;
        for (long slice = 0; slice < slices; slice++) {
            statement.execute("SET VARIABLE slices = " + slices);
            statement.execute("SET VARIABLE slice = " + slice);
            statement.execute(
                    (slice == 0 ? "CREATE OR REPLACE TABLE " + name + " AS " : "INSERT INTO " + name + " ") + select);
        }
    }

    private long rows(String view) throws SQLException {
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + view)) {
            count.next();
            return count.getLong(1);
        }
    }

    private String sample() throws SQLException {
        StringBuilder text = new StringBuilder();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM violations LIMIT " + SAMPLE_ROWS)) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                text.append(text.isEmpty() ? "" : " | ");
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    text.append(column == 1 ? "" : " ")
                            .append(columns.getColumnName(column).toLowerCase(Locale.ROOT))
                            .append('=')
                            .append(rows.getString(column));
                }
            }
        }
        return text.toString();
    }
}
