package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** A data set of a run as one file a day, its rows in the order of time, which is what a stock job can read. */
final class DaysInOrder {
    private static final String TIME = "ts_utc";
    private static final String DAY = "utc_date=";

    private DaysInOrder() {}

    /**
     * @param from folder of the data set, with a folder a day somewhere below
     * @param to the same, anew; as DuckDB writes it, which Flink's own reader takes
     */
    static void copy(Path from, Path to) throws IOException, SQLException {
        try (Stream<Path> walk = Files.walk(from);
                Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            List<Path> days = walk.filter(path -> path.getFileName().toString().startsWith(DAY))
                    .sorted()
                    .toList();
            for (Path day : days) {
                Path target = Files.createDirectories(to.resolve(day.getFileName().toString()));
                statement.execute("COPY (SELECT * FROM read_parquet('" + day
                        + "/part-*.parquet', hive_partitioning = false) ORDER BY " + TIME + ") TO '"
                        + target.resolve("part-0.parquet")
                        + "' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
            }
        }
    }
}
