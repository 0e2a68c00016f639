package io.millrace.job.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the sample tree whose tables a test may write anew, with SQL, by a program that shares no code with us. */
final class UpstreamCopy {
    static final Path SAMPLE = Path.of("../samples/upstream").toAbsolutePath().normalize();
    static final String FINGERPRINT = "c735e5797fe05c9e985afe2efbb62db5c3cbcaafc73b53b9958f1bceda056e8a";
    static final String PARAMETER_HASH = "735d53cbf7c87f1ae4845b767e2e8a248ab42984079cd24f54488c2fd7a1c553";
    static final String ARRIVALS =
            "data/layer2/5B/arrival_events/seed=42/manifest_fingerprint=" + FINGERPRINT + "/scenario_id=baseline_v1";
    static final String SAMPLE_ARRIVALS =
            "read_parquet('" + SAMPLE.resolve(ARRIVALS) + "/part-000000.parquet', hive_partitioning=false)";

    private final Path root;

    private UpstreamCopy(Path root) {
        this.root = root;
    }

    /** Receipt and 6A tables of the sample; no arrivals yet. */
    static UpstreamCopy in(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(SAMPLE)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = SAMPLE.relativize(file).toString();
                if (name.equals("run_receipt.json")
                        || (name.startsWith("data/layer3/6A/s") && name.endsWith(".parquet"))) {
                    Path target = root.resolve(name);
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        return new UpstreamCopy(root);
    }

    Path root() {
        return root;
    }

    Path arrivals() {
        return root.resolve(ARRIVALS);
    }

    Path table(String datasetId) {
        return root.resolve("data/layer3/6A/" + datasetId + "/seed=42/parameter_hash=" + PARAMETER_HASH
                + "/manifest_fingerprint=" + FINGERPRINT + "/" + datasetId + ".parquet");
    }

    /**
     * Writes an arrival file.
     *
     * @param select query over {@code sample}, the sample's arrivals in file order
     */
    UpstreamCopy arrivals(String file, String select) throws IOException, SQLException {
        return copy(arrivals().resolve(file), select.replace("sample", SAMPLE_ARRIVALS), "");
    }

    /** The same with a writer option such as {@code , ROW_GROUP_SIZE 2048}. */
    UpstreamCopy arrivals(String file, String select, String option) throws IOException, SQLException {
        return copy(arrivals().resolve(file), select.replace("sample", SAMPLE_ARRIVALS), option);
    }

    /**
     * Writes a 6A table anew.
     *
     * @param select query over {@code old}
     */
    UpstreamCopy table(String datasetId, String select) throws IOException, SQLException {
        Path sample = SAMPLE.resolve(root.relativize(table(datasetId)));
        return copy(
                table(datasetId), select.replace("old", "read_parquet('" + sample + "', hive_partitioning=false)"), "");
    }

    UpstreamCopy copy(Path file, String select, String option) throws IOException, SQLException {
        Files.createDirectories(file.getParent());
        query("COPY (" + select + ") TO '" + file + "' (FORMAT parquet, COMPRESSION zstd" + option + ")");
        return this;
    }

    /** Rows of a query, cells as text joined by commas. */
    static List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            if (!statement.execute(sql)) {
                return rows;
            }
            try (ResultSet result = statement.getResultSet()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> cells = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        cells.add(result.getString(column));
                    }
                    rows.add(String.join(",", cells));
                }
            }
        }
        return rows;
    }
}
