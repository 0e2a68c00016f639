package io.millrace.bench;

import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/** {@code COPY} of DuckDB with one thread, from a table in its memory. */
final class DuckDbWriter implements TableWriter {
    private final Connection database;

    DuckDbWriter() throws SQLException {
        database = DriverManager.getConnection("jdbc:duckdb:");
        execute("SET threads = 1");
    }

    @Override
    public long load(TableFiles files, SlabKind kind, long rowsMax) throws SQLException, IOException {
        String list = files.of(kind).stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
        // Folder names of a run hold no columns of its rows.
        execute("CREATE OR REPLACE TABLE rows AS SELECT * FROM read_parquet([" + list
                + "], hive_partitioning = false) LIMIT " + rowsMax);
        try (Statement statement = database.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM rows")) {
            count.next();
            return count.getLong(1);
        }
    }

    @Override
    public void write(Path file) throws SQLException {
        execute("COPY rows TO '" + file + "' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
