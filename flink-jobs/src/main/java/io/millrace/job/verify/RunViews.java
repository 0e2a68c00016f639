package io.millrace.job.verify;

import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.slab.Columns;
import io.millrace.slab.SlabKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A DuckDB session with a view per dataset of a run, over exactly the files that its ledger lists. */
public final class RunViews {
    private static final Map<String, SlabKind> VIEWS = new TreeMap<>(Map.of(
            "entities", SlabKind.SESSIONED,
            "sessions", SlabKind.SESSION_INDEX,
            "anchors", SlabKind.FLOW,
            "outcomes", SlabKind.OUTCOME,
            "events", SlabKind.EVENT,
            "accounting", SlabKind.ACCOUNTING));

    private RunViews() {}

    /** Names of the views. */
    static List<String> names() {
        return List.copyOf(VIEWS.keySet());
    }

    /** Name of the view of a published data set. */
    public static String name(SlabKind kind) {
        return VIEWS.entrySet().stream()
                .filter(view -> view.getValue() == kind)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no view of " + kind));
    }

    /** Rows of a published data set, by the ledger. */
    static long rowCount(Path runRoot, SlabKind kind) {
        Ledger ledger = new Ledger(runRoot);
        return ledger.valid(ledger.attempts()).stream()
                .filter(entry -> entry.datasetId().equals(kind.datasetId()))
                .mapToLong(LedgerEntry::rows)
                .sum();
    }

    /** Opens a session in UTC; a dataset without files is an empty view of its columns. */
    public static Connection open(Path runRoot) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            create(statement, runRoot);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** Makes the views in a session that is open already. */
    static void create(Statement statement, Path runRoot) throws SQLException {
        Ledger ledger = new Ledger(runRoot);
        Map<String, List<LedgerEntry>> files =
                ledger.valid(ledger.attempts()).stream().collect(Collectors.groupingBy(LedgerEntry::datasetId));
        for (Map.Entry<String, SlabKind> view : VIEWS.entrySet()) {
            List<LedgerEntry> entries = files.getOrDefault(view.getValue().datasetId(), List.of());
            statement.execute("CREATE VIEW " + view.getKey() + " AS " + rows(runRoot, view.getValue(), entries));
        }
    }

    /** A query of the rows of some files, or of none with the same columns. */
    static String rows(Path runRoot, SlabKind kind, List<LedgerEntry> files) {
        return files.isEmpty() ? nothing(kind) : select(runRoot, files);
    }

    /** A query of no row with the columns of a view. */
    static String nothing(String view) {
        return nothing(VIEWS.get(view));
    }

    private static String select(Path runRoot, List<LedgerEntry> entries) {
        return entries.stream()
                .map(entry -> "'" + runRoot.resolve(entry.path()).toString().replace("'", "''") + "'")
                .collect(Collectors.joining(
                        ", ",
                        "SELECT * FROM read_parquet([",
                        "], hive_partitioning = false, filename = true, file_row_number = true)"));
    }

    private static String nothing(SlabKind kind) {
        return kind.empty(1).columns().published().stream()
                .map(column -> "NULL::" + type(column.kind()) + " AS " + column.name())
                .collect(Collectors.joining(
                        ", ", "SELECT ", ", NULL::VARCHAR AS filename, NULL::BIGINT AS file_row_number WHERE false"));
    }

    private static String type(Columns.Kind kind) {
        return switch (kind) {
            case I32 -> "INTEGER";
            case U32 -> "UINTEGER";
            case I64 -> "BIGINT";
            case U64 -> "UBIGINT";
            case TS -> "TIMESTAMPTZ";
            case BOOL -> "BOOLEAN";
            case ENUM, WORD, CC, CUR, ZONE, STR -> "VARCHAR";
        };
    }
}
