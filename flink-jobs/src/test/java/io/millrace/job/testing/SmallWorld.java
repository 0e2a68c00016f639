package io.millrace.job.testing;

import io.millrace.job.prepare.PrepareJob;
import io.millrace.job.prepare.PrepareSettings;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A world that fits into a test and is still lively: eleven days of the sample folded onto three, on a tenth of its
 * parties, so that parties have many arrivals, trips, sessions with doubtful ends, declines and second tries.
 *
 * @param upstream root of the cut tree, bundles of the sample included
 * @param world folder with the world receipt
 */
public record SmallWorld(Path upstream, Path world) {
    /** Arrivals in the cut. */
    public static final long ARRIVALS = 4_786;

    public static final String FINGERPRINT = "c735e5797fe05c9e985afe2efbb62db5c3cbcaafc73b53b9958f1bceda056e8a";

    private static final Path SAMPLE = PolicyFiles.root().resolve("samples/upstream");
    private static final String PARAMETER_HASH = "735d53cbf7c87f1ae4845b767e2e8a248ab42984079cd24f54488c2fd7a1c553";
    private static final String ARRIVAL_FOLDER =
            "data/layer2/5B/arrival_events/seed=42/manifest_fingerprint=" + FINGERPRINT + "/scenario_id=baseline_v1";
    private static final int DAYS = 3;
    private static final int SOURCE_HOURS = 264;
    private static final int PARTIES_STEP = 10;

    /** Bucket and time move together, by whole hours. */
    private static final String FOLDED = "SELECT * REPLACE (bucket_index % " + 24 * DAYS + " AS bucket_index,"
            + " strftime(strptime(ts_utc, '%Y-%m-%dT%H:%M:%S.%fZ') - to_hours((bucket_index - bucket_index % "
            + 24 * DAYS + ")::INTEGER), '%Y-%m-%dT%H:%M:%S.%fZ') AS ts_utc) FROM sample WHERE bucket_index < "
            + SOURCE_HOURS;

    /** Takes all parties but two, of whom one is active and gets whatever happens anywhere. */
    private static final String TWO_OF_THE_WORLD = " AND %s IN (3380, 3430)";

    /** What keeps a row of each table that belongs to a party, by dataset id. */
    private static final Map<String, String> KEPT = kept("");

    /** One file of arrivals, in the order of the sample. */
    public static SmallWorld in(Path folder) throws IOException, SQLException {
        return make(folder, List.of(FOLDED));
    }

    /** The same rows, shuffled over three files. */
    public static SmallWorld shuffled(Path folder) throws IOException, SQLException {
        List<String> files = new ArrayList<>();
        for (int file = 0; file < 3; file++) {
            files.add("SELECT * FROM (" + FOLDED + ") WHERE hash(merchant_id, arrival_seq) % 3 = " + file
                    + " ORDER BY hash(ts_utc, arrival_seq)");
        }
        return make(folder, files);
    }

    /** A tenth of the rows, for tests that run many times. */
    public static SmallWorld few(Path folder) throws IOException, SQLException {
        return make(folder, List.of(FOLDED + " AND hash(merchant_id, arrival_seq) % 10 = 0"));
    }

    /** The same rows, all of them for one party. */
    public static SmallWorld busyParty(Path folder) throws IOException, SQLException {
        return make(folder, List.of(FOLDED), kept(TWO_OF_THE_WORLD));
    }

    /** The same places and times; nine of ten rows are of one merchant. */
    public static SmallWorld busyMerchant(Path folder) throws IOException, SQLException {
        return make(
                folder,
                List.of("SELECT * REPLACE (CASE WHEN hash(ts_utc, arrival_seq) % 10 < 9 THEN"
                        + " 10526255819338100110::UBIGINT ELSE merchant_id END AS merchant_id,"
                        + " row_number() OVER (ORDER BY ts_utc, merchant_id, arrival_seq) AS arrival_seq) FROM ("
                        + FOLDED + ")"));
    }

    /** All entities and no arrival. */
    public static SmallWorld empty(Path folder) throws IOException, SQLException {
        return make(folder, List.of(FOLDED + " AND false"));
    }

    /** No cut at all: the sample as it ships. */
    public static SmallWorld wholeSample(Path folder) {
        return prepared(SAMPLE, folder);
    }

    private static SmallWorld make(Path folder, List<String> arrivalFiles) throws IOException, SQLException {
        return make(folder, arrivalFiles, KEPT);
    }

    private static SmallWorld make(Path folder, List<String> arrivalFiles, Map<String, String> entities)
            throws IOException, SQLException {
        Path upstream = folder.resolve("upstream");
        copyDocuments(upstream);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            for (String view : List.of("s1_party_base_6A", "s2_account_base_6A", "s4_device_base_6A")) {
                statement.execute("CREATE VIEW " + view + " AS SELECT * FROM " + table(view));
            }
            for (Map.Entry<String, String> kept : entities.entrySet()) {
                copy(
                        statement,
                        "SELECT * FROM " + table(kept.getKey()) + " WHERE " + kept.getValue(),
                        upstream.resolve(file(kept.getKey())));
            }
            statement.execute("CREATE VIEW sample AS SELECT * FROM read_parquet('" + SAMPLE.resolve(ARRIVAL_FOLDER)
                    + "/part-000000.parquet', hive_partitioning = false)");
            for (int file = 0; file < arrivalFiles.size(); file++) {
                copy(
                        statement,
                        arrivalFiles.get(file),
                        upstream.resolve(ARRIVAL_FOLDER).resolve("part-00000" + file + ".parquet"));
            }
        }
        return prepared(upstream, folder);
    }

    private static SmallWorld prepared(Path upstream, Path folder) {
        return new SmallWorld(
                upstream,
                PrepareJob.run(
                                new PrepareSettings(
                                        upstream,
                                        folder.resolve("worlds"),
                                        PolicyFiles.root().resolve("config"),
                                        Optional.empty(),
                                        0,
                                        2),
                                () -> StreamExecutionEnvironment.getExecutionEnvironment(memory()),
                                line -> {})
                        .world());
    }

    private static Configuration memory() {
        Configuration configuration = new Configuration();
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
        return configuration;
    }

    /** Receipt, manifests and bundles; no table. */
    private static void copyDocuments(Path upstream) throws IOException {
        try (Stream<Path> walk = Files.walk(SAMPLE)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(".parquet")) {
                    Path target = upstream.resolve(SAMPLE.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }

    /** @param more condition on a party, %s for its column */
    private static Map<String, String> kept(String more) {
        String party = "party_id % " + PARTIES_STEP + " = 0" + more.formatted("party_id");
        String owner = "owner_party_id % " + PARTIES_STEP + " = 0" + more.formatted("owner_party_id");
        String primary = "primary_party_id % " + PARTIES_STEP + " = 0" + more.formatted("primary_party_id");
        String account = "account_id IN (SELECT account_id FROM s2_account_base_6A WHERE " + owner + ")";
        String device = "device_id IN (SELECT device_id FROM s4_device_base_6A WHERE " + primary + ")";
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put("s1_party_base_6A", party);
        kept.put("s2_account_base_6A", owner);
        kept.put("s3_instrument_base_6A", owner);
        kept.put("s3_account_instrument_links_6A", account);
        kept.put("s4_device_base_6A", primary);
        kept.put("s4_ip_base_6A", "true");
        kept.put("s4_device_links_6A", device);
        kept.put("s4_ip_links_6A", device);
        kept.put("s5_party_fraud_roles_6A", party);
        kept.put("s5_account_fraud_roles_6A", account);
        kept.put("s5_merchant_fraud_roles_6A", "true");
        kept.put("s5_device_fraud_roles_6A", device);
        kept.put("s5_ip_fraud_roles_6A", "true");
        return kept;
    }

    private static String file(String datasetId) {
        return "data/layer3/6A/" + datasetId + "/seed=42/parameter_hash=" + PARAMETER_HASH + "/manifest_fingerprint="
                + FINGERPRINT + "/" + datasetId + ".parquet";
    }

    private static String table(String datasetId) {
        return "read_parquet('" + SAMPLE.resolve(file(datasetId)) + "', hive_partitioning = false)";
    }

    private static void copy(Statement statement, String select, Path file) throws IOException, SQLException {
        Files.createDirectories(file.getParent());
        statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet, COMPRESSION zstd)");
    }
}
