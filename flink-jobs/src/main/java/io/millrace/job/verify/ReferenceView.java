package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.run.RunIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run in the closed schemas of the engine it re-implements, for readers that know nothing else: constant axis columns,
 * text times, amounts in major units. Lossy by design. Contracts 5.2; the queries lie in {@code contracts/view}.
 */
public final class ReferenceView {
    static final List<String> DATASETS = List.of(
            "s1_arrival_entities_6B",
            "s1_session_index_6B",
            "s2_flow_anchor_baseline_6B",
            "s2_event_stream_baseline_6B");

    private ReferenceView() {}

    /** Which events to keep. */
    public enum Events {
        ALL,
        /** AUTH_REQUEST and AUTH_RESPONSE only. */
        LEAN
    }

    /**
     * Writes the views below a folder.
     *
     * @param decimals currency to its number of decimals
     * @param target new or empty folder
     * @return rows by dataset id
     * @throws RunException IO_WRITE_CONFLICT when the folder holds files
     */
    public static Map<String, Long> write(
            Path runRoot, RunIdentity identity, Map<String, Integer> decimals, Events events, Path target) {
        refuseWrittenTarget(target);
        Map<String, Long> rows = new LinkedHashMap<>();
        try (Connection connection = RunViews.open(runRoot);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE axes AS SELECT " + identity.seedText() + "::UBIGINT::BIGINT AS seed, '"
                    + identity.manifestFingerprint() + "' AS manifest_fingerprint, '" + identity.parameterHash()
                    + "' AS parameter_hash, '" + identity.scenarioId() + "' AS scenario_id, "
                    + (events == Events.LEAN) + " AS lean");
            statement.execute("CREATE TABLE currencies (currency VARCHAR, decimals INTEGER)");
            for (Map.Entry<String, Integer> currency : decimals.entrySet()) {
                statement.execute(
                        "INSERT INTO currencies VALUES ('" + currency.getKey() + "', " + currency.getValue() + ")");
            }
            for (String dataset : DATASETS) {
                Path folder = target.resolve("data/layer3/6B/" + dataset + "/" + identity.axisPath());
                Files.createDirectories(folder);
                String file = folder.resolve("part-00000.parquet").toString().replace("'", "''");
                statement.execute("COPY (" + query(dataset) + ") TO '" + file + "' (FORMAT parquet, COMPRESSION zstd)");
                try (ResultSet count = statement.executeQuery("SELECT count(*) FROM read_parquet('" + file + "')")) {
                    count.next();
                    rows.put(dataset, count.getLong(1));
                }
            }
            copyDocuments(runRoot, identity, target);
            return rows;
        } catch (SQLException | IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_WRITE_FAILED,
                            target.toString(),
                            "must take the reference view",
                            String.valueOf(e.getMessage()),
                            "free space or mend permissions, remove what was written, try again"),
                    e);
        }
    }

    /** Gate and validation documents under the reference's folder names. */
    private static void copyDocuments(Path runRoot, RunIdentity identity, Path target) throws IOException {
        String world = "manifest_fingerprint=" + identity.manifestFingerprint();
        Path gate = runRoot.resolve("data/layer3/6B/s0_gate_6B/" + identity.axisPath());
        copy(gate, "s0_gate_receipt_6B.json", target.resolve("data/layer3/6B/s0_gate_receipt/" + world));
        copy(gate, "sealed_inputs_6B.json", target.resolve("data/layer3/6B/sealed_inputs/" + world));
        Path bundle = runRoot.resolve("data/layer3/6B/validation_6B/" + identity.axisPath());
        try (var files = Files.list(bundle)) {
            for (Path file : files.sorted().toList()) {
                copy(bundle, file.getFileName().toString(), target.resolve("data/layer3/6B/validation/" + world));
            }
        }
    }

    private static void copy(Path from, String name, Path to) throws IOException {
        Files.createDirectories(to);
        Files.copy(from.resolve(name), to.resolve(name));
    }

    private static void refuseWrittenTarget(Path target) {
        if (!Files.exists(target)) {
            return;
        }
        try (var files = Files.list(target)) {
            if (files.findAny().isPresent()) {
                throw new RunException(Problem.of(
                        ErrorCode.IO_WRITE_CONFLICT,
                        target.toString(),
                        "must be a new or empty folder",
                        "a folder with files",
                        "name another folder"));
            }
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            target.toString(),
                            "must be a folder",
                            e.toString(),
                            "name a folder"),
                    e);
        }
    }

    private static String query(String dataset) throws IOException {
        String name = "/contracts/view/reference_" + dataset + ".sql";
        try (InputStream stream = ReferenceView.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("no query " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
