package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.Channel;
import io.millrace.contract.WorldKind;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.job.verify.CheckResult.Status;
import io.millrace.policy.BehaviourConfig;
import io.millrace.policy.FlowShapePolicy;
import io.millrace.policy.SessionisationPolicy;
import io.millrace.policy.TimingPolicy;
import io.millrace.run.RunFolder;
import io.millrace.run.RunManifest;
import io.millrace.run.ScenarioId;
import io.millrace.run.SealedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Runs every check query over the Parquet files of a run. Reads only; a check that finds rows has failed. */
public final class Verify {
    private static final Map<String, String> UPSTREAM_VIEWS = Map.of(
            "accounts", "s2_account_base_6A",
            "instruments", "s3_instrument_base_6A",
            "devices", "s4_device_base_6A",
            "device_links", "s4_device_links_6A",
            "ip_links", "s4_ip_links_6A");
    private static final String WITHOUT_TABLES =
            "needs the 6A tables: give --upstream; those of a world of our own are made by millrace entities";
    private static final int SAMPLE_ROWS = 3;
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Verify() {}

    /**
     * Files first, then rows.
     *
     * @return one result per check, in order
     * @throws io.millrace.base.RunException when the run has no sound gate or was never published
     */
    public static List<CheckResult> run(VerifySettings settings) {
        Path runRoot = settings.runRoot();
        SealedRun sealed = SealedRun.open(RunFolder.at(runRoot));
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        if (sealed.receipt().worldKind() == WorldKind.OWN
                && ScenarioId.of(sealed.identity().scenarioId()).isLive()) {
            return new LiveChecks(runRoot, sealed, zones).run();
        }
        List<CheckResult> results = new ArrayList<>(new FileChecks(runRoot, sealed, zones).run());
        try (Connection connection = RunViews.open(runRoot);
                Statement statement = connection.createStatement()) {
            boolean tables = settings.upstream().isPresent();
            if (tables) {
                for (Map.Entry<String, String> view : new TreeMap<>(UPSTREAM_VIEWS).entrySet()) {
                    createView(
                            statement,
                            view.getKey(),
                            settings.upstream().get().resolve("data/layer3/6A").resolve(view.getValue()));
                }
            }
            settingsOf(statement, runRoot, sealed);
            for (String name : CheckQuery.NAMES) {
                results.add(check(statement, CheckQuery.load(name), tables));
            }
            return results;
        } catch (SQLException e) {
            results.add(new CheckResult(
                    "readable", "DuckDB reads every listed file", Status.FAIL, 1, String.valueOf(e.getMessage())));
            return results;
        }
    }

    /** What the queries need of the sealed policies and of the manifest. */
    private static void settingsOf(Statement statement, Path runRoot, SealedRun sealed) throws SQLException {
        boolean retries = BehaviourConfig.of(
                        sealed.packs().require("behaviour_config_6B").root())
                .features()
                .retries();
        statement.execute("CREATE TABLE settings AS SELECT " + hardBreakMicros(sealed)
                + "::BIGINT AS hard_break_micros, " + eventsEndMicros(runRoot, sealed)
                + "::BIGINT AS horizon_end_micros, " + retries + " AS retries");
        statement.execute(
                "CREATE TABLE order_rules (channel VARCHAR, min_gap_us BIGINT, window_us BIGINT, attempts_max INTEGER)");
        for (Map.Entry<Channel, FlowShapePolicy.OrderRule> rule : FlowShapePolicy.of(
                        sealed.packs().require("flow_shape_policy_6B").root())
                .orders()
                .byChannel()
                .entrySet()) {
            statement.execute("INSERT INTO order_rules VALUES ('"
                    + rule.getKey().token() + "', "
                    + rule.getValue().minGapMicros() + ", " + rule.getValue().windowMicros() + ", "
                    + rule.getValue().attemptsMax() + ")");
        }
    }

    private static long hardBreakMicros(SealedRun sealed) {
        return SessionisationPolicy.of(
                        sealed.packs().require("sessionisation_policy_6B").root())
                .gap()
                .hardBreakMicros();
    }

    /** Horizon of the published manifest, plus the settlement tail of the sealed timing policy. */
    private static long eventsEndMicros(Path runRoot, SealedRun sealed) {
        Path manifest =
                runRoot.resolve(ValidationBundle.folder(sealed.identity())).resolve(RunManifest.FILE);
        try {
            JsonNode end = JSON.readTree(Files.readAllBytes(manifest)).required("horizon_end_us");
            long tailDays = TimingPolicy.of(
                            sealed.packs().require("timing_policy_6B").root())
                    .settlementTailDays();
            return end.isNull() ? Long.MAX_VALUE : end.asLong() + tailDays * MICROS_PER_DAY;
        } catch (IOException | JacksonException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.PUBLISHED_RUN_DAMAGED,
                            "run " + runRoot.getFileName(),
                            "must be published",
                            Files.exists(manifest) ? "an illegible manifest" : "unfinished",
                            "finish it by the same millrace generate; it resumes"),
                    e);
        }
    }

    private static CheckResult check(Statement statement, CheckQuery query, boolean tables) throws SQLException {
        if (query.needsUpstream() && !tables) {
            return new CheckResult(query.checkId(), query.title(), Status.NOT_CHECKED, 0, WITHOUT_TABLES);
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
    static void createView(Statement statement, String view, Path folder) throws SQLException {
        if (!hasParquet(folder)) {
            throw new SQLException("no Parquet file below " + folder);
        }
        statement.execute("CREATE VIEW " + view + " AS SELECT * FROM read_parquet('"
                + folder.toString().replace("'", "''") + "/**/*.parquet', hive_partitioning = false, filename = true)");
    }

    static boolean hasParquet(Path folder) {
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
