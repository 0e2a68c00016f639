package io.millrace.job.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** DuckDB, which shares no code with us, for questions and for files that we would not write. */
final class Judge {
    private Judge() {}

    /** The rows of one file, or of all below a folder. */
    static String table(Path fileOrPattern) {
        return "read_parquet('" + fileOrPattern + "', hive_partitioning=false)";
    }

    static void copyTo(Path file, String select) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet, COMPRESSION zstd)");
        } catch (SQLException e) {
            throw new IllegalStateException(select, e);
        }
    }

    /** The one number of a query. */
    static long number(String select) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(select, e);
        }
    }
}
