package io.millrace.job.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.util.IOUtils;

/**
 * DuckDB over the files of a run and of its world's 6A tables. Queries spill into a {@link ScratchFolder}, so a run of
 * any size is measured within the memory limit.
 */
public final class ScorecardSession implements AutoCloseable {
    private static final List<String> ENTITY_TABLES = List.of(
            "s1_party_base_6A",
            "s2_account_base_6A",
            "s3_instrument_base_6A",
            "s4_device_base_6A",
            "s4_ip_base_6A",
            "s4_device_links_6A",
            "s4_ip_links_6A");

    private final ScratchFolder folder;
    private final Connection connection;
    private final Statement statement;
    private final Set<String> tables = new TreeSet<>();

    /** Where tables lie that queries make. */
    public enum Tables {
        /** As they are, and in the scratch folder what memory does not hold: the faster where it holds them. */
        IN_MEMORY,
        /** Compressed, in the scratch folder. */
        IN_A_FILE
    }

    private ScorecardSession(ScratchFolder folder, Connection connection) throws SQLException {
        this.folder = folder;
        this.connection = connection;
        this.statement = connection.createStatement();
    }

    /**
     * Opens a session with a view per data set of the run, and one per 6A table that is found.
     *
     * @throws SQLException when a file cannot be read
     */
    public static ScorecardSession open(ScorecardSettings settings, Tables tables) throws SQLException {
        ScorecardSession session = empty(settings.scratch(), settings.memoryMax(), tables);
        try {
            RunViews.create(session.statement, settings.runRoot());
            for (Map.Entry<String, Path> table :
                    tablesBelow(settings.tableRoots()).entrySet()) {
                Verify.createView(session.statement, table.getKey(), table.getValue());
                session.tables.add(table.getKey());
            }
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    /** Folders of the 6A tables that are there, by dataset id; of each the first counts. */
    static SortedMap<String, Path> tablesBelow(List<Path> roots) {
        TreeMap<String, Path> found = new TreeMap<>();
        for (String table : ENTITY_TABLES) {
            roots.stream()
                    .map(root -> root.resolve("data/layer3/6A").resolve(table))
                    .filter(Verify::hasParquet)
                    .findFirst()
                    .ifPresent(folder -> found.put(table, folder));
        }
        return found;
    }

    /** A session without any view. */
    static ScorecardSession empty(Path scratch, String memoryMax, Tables tables) throws SQLException {
        ScratchFolder folder;
        try {
            folder = ScratchFolder.in(scratch);
        } catch (IOException e) {
            throw new SQLException("no scratch folder in " + scratch, e);
        }
        try {
            return connect(folder, memoryMax, tables);
        } catch (SQLException e) {
            IOUtils.closeQuietly(folder);
            throw e;
        }
    }

    private static ScorecardSession connect(ScratchFolder folder, String memoryMax, Tables tables) throws SQLException {
        // Words of few kinds are stored in half the time by the newest format, and nobody else reads the file.
        Properties newest = new Properties();
        newest.setProperty("storage_compatibility_version", "latest");
        String file =
                switch (tables) {
                    case IN_MEMORY -> "";
                    case IN_A_FILE -> folder.path().resolve("card.duckdb").toString();
                };
        ScorecardSession session =
                new ScorecardSession(folder, DriverManager.getConnection("jdbc:duckdb:" + file, newest));
        session.statement.execute("SET TimeZone = 'UTC'");
        session.statement.execute("SET memory_limit = '" + memoryMax + "'");
        session.statement.execute("SET temp_directory = " + quoted(folder.path().resolve("spill")));
        // Order of rows means nothing here, and keeping it costs memory.
        session.statement.execute("SET preserve_insertion_order = false");
        return session;
    }

    public Connection connection() {
        return connection;
    }

    public Statement statement() {
        return statement;
    }

    /** 6A tables that have a view, under their dataset ids. */
    public Set<String> tables() {
        return tables;
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException {
        try (folder) {
            statement.close();
            connection.close();
        } catch (IOException e) {
            throw new SQLException("the scratch folder cannot be removed: " + folder.path(), e);
        }
    }
}
