package io.millrace.run;

import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.WorldCheck;
import io.millrace.digest.CanonicalJson;
import io.millrace.digest.RowDigest;
import io.millrace.digest.TupleDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The bundle by which a segment of an own world says what it holds and that it passed: report, table digests, index, and
 * the flag last. The gate of every run judges it again. No clock and no path of the machine in it, so a second build of
 * the same world writes the same bytes. Contracts 3.3, 6.6; world 6.3.
 */
public final class WorldBundle {
    public static final String FLAG = "_passed.flag";
    public static final String TABLES = "table_digests.json";
    private static final String INDEX = "index.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPEC_VERSION = "1.0.0";
    private static final Set<String> TABLE_KEYS =
            Set.of("dataset_id", "rows", "row_digest", "digest_kind", "sha256_hex");
    private static final Set<String> DOCUMENT_KEYS = Set.of(
            "contracts_version",
            "manifest_fingerprint",
            "parameter_hash",
            "seed",
            "scenario_id",
            "tables",
            "start_tables");

    private WorldBundle() {}

    /**
     * What a bundle is about.
     *
     * @param segment 5B or 6A
     * @param manifestFingerprint hex64
     * @param worldParameterHash hex64
     * @param seed unsigned
     * @param scenarioId of a 5B bundle; a 6A bundle serves all scenarios
     */
    public record Subject(
            String segment,
            String manifestFingerprint,
            String worldParameterHash,
            long seed,
            Optional<String> scenarioId) {
        /** Folder of the bundle below the world folder, with a final slash. */
        public String folder() {
            return law(segment).bundlePath(manifestFingerprint, scenarioId.orElse(""));
        }

        /** Report of the checks, below the world folder. */
        public String report() {
            return folder() + "validation_report_" + segment + ".json";
        }
    }

    /**
     * A table that the bundle binds.
     *
     * @param rows of all its files
     * @param rowDigest hex32
     * @param sha256Hex hex64 over the files by {@code digestKind}, the law the gate seals them with
     */
    public record Table(String datasetId, long rows, String rowDigest, DigestKind digestKind, String sha256Hex) {}

    /**
     * What was written.
     *
     * @param bundleSha256 hex64
     * @param status of the report
     * @param warnings ids of the checks that make a WARN of it, ascending
     */
    public record Sealed(String bundleSha256, Status status, List<String> warnings) {
        public Sealed {
            warnings = List.copyOf(warnings);
        }
    }

    /** Verdict over all checks. */
    public enum Status {
        PASS,
        WARN,
        FAIL
    }

    /**
     * Writes the bundle of a world folder. A flag that lay there goes first, so nobody reads new members by an old word.
     *
     * @param world folder
     * @param checks ids are unique; at least one
     * @param startTables digests of tables computed at the start, by name
     * @return what was written; without a flag when the status is FAIL
     */
    public static Sealed write(
            Path world,
            Subject subject,
            List<WorldCheck> checks,
            List<Table> tables,
            SortedMap<String, String> startTables)
            throws IOException {
        Status status = status(checks);
        String report = "validation_report_" + subject.segment() + ".json";
        TreeMap<String, byte[]> members = new TreeMap<>();
        members.put(TABLES, json(digests(subject, tables, startTables)));
        members.put(report, json(report(subject, checks, status)));
        Path folder = world.resolve(subject.folder());
        Files.createDirectories(folder);
        clear(folder);
        List<Map<String, Object>> items = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            DurableFile.write(folder.resolve(member.getKey()), member.getValue());
            all.writeBytes(member.getValue());
            boolean isReport = member.getKey().equals(report);
            items.add(new TreeMap<>(Map.of(
                    "path",
                    member.getKey(),
                    "sha256_hex",
                    TupleDigest.sha256Hex(member.getValue()),
                    "role",
                    isReport ? "VALIDATION_REPORT" : "TABLE_DIGESTS",
                    "schema_ref",
                    "contracts/schema/run/" + (isReport ? "world_validation_report" : "table_digests")
                            + ".schema.json")));
        }
        SortedMap<String, Object> index = axes(subject);
        index.put("spec_version", SPEC_VERSION);
        index.put("items", items);
        DurableFile.write(folder.resolve(INDEX), json(index));
        String digest = TupleDigest.sha256Hex(all.toByteArray());
        if (status != Status.FAIL) {
            DurableFile.write(folder.resolve(FLAG), ("sha256_hex = " + digest + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return new Sealed(
                digest,
                status,
                checks.stream()
                        .filter(WorldBundle::warns)
                        .map(WorldCheck::checkId)
                        .sorted()
                        .toList());
    }

    /**
     * A table as the bundle binds it, from the footers and bytes of the files in its folder.
     *
     * @throws IOException when a file is unreadable, or has no row digest
     */
    public static Table table(Path folder, String datasetId, TableFooters footers) throws IOException {
        Partition partition = Partition.read(folder, footers);
        List<String> digests = new ArrayList<>();
        for (Partition.TableFile file : partition.files()) {
            String digest = file.footer().keys().get("millrace.row_digest");
            if (digest == null) {
                throw new IOException(file.path() + " of " + datasetId + " has no row digest");
            }
            digests.add(digest);
        }
        return new Table(
                datasetId, partition.rows(), RowDigest.sum(digests), partition.digestKind(), partition.sha256Hex());
    }

    /**
     * The tables a bundle in a world folder binds, by id; empty when there is none to read.
     *
     * @throws IllegalArgumentException when its document is not of the form
     */
    public static SortedMap<String, Table> tables(Path world, Subject subject) throws IOException {
        Path file = world.resolve(subject.folder()).resolve(TABLES);
        TreeMap<String, Table> tables = new TreeMap<>();
        if (!Files.isRegularFile(file)) {
            return tables;
        }
        JsonObject document = JsonObject.parse(Files.readAllBytes(file), DOCUMENT_KEYS);
        for (JsonObject row : document.objects("tables", TABLE_KEYS)) {
            tables.put(
                    row.text("dataset_id"),
                    new Table(
                            row.text("dataset_id"),
                            row.integer("rows"),
                            row.text("row_digest"),
                            DigestKind.valueOf(row.text("digest_kind")),
                            row.text("sha256_hex")));
        }
        return tables;
    }

    /** Digest and verdict of the bundle in a world folder, as it says itself. */
    public static Sealed read(Path world, Subject subject) throws IOException {
        Path folder = world.resolve(subject.folder());
        JsonNode report =
                JSON.readTree(Files.readAllBytes(folder.resolve("validation_report_" + subject.segment() + ".json")));
        String flag = Files.readString(folder.resolve(FLAG)).strip();
        List<String> warnings = new ArrayList<>();
        for (JsonNode check : report.required("checks")) {
            if (warns(
                    WorldCheck.Severity.valueOf(check.required("severity").asString()),
                    WorldCheck.Result.valueOf(check.required("result").asString()))) {
                warnings.add(check.required("check_id").asString());
            }
        }
        return new Sealed(
                flag.substring(flag.lastIndexOf(' ') + 1),
                Status.valueOf(report.required("overall_status").asString()),
                warnings);
    }

    private static void clear(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FLAG));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Status status(List<WorldCheck> checks) {
        if (checks.isEmpty()) {
            throw new IllegalArgumentException("a bundle without a check says nothing");
        }
        if (checks.stream().anyMatch(WorldCheck::blocks)) {
            return Status.FAIL;
        }
        return checks.stream().noneMatch(WorldBundle::warns) ? Status.PASS : Status.WARN;
    }

    private static boolean warns(WorldCheck check) {
        return warns(check.severity(), check.result());
    }

    private static boolean warns(WorldCheck.Severity severity, WorldCheck.Result result) {
        return severity != WorldCheck.Severity.INFO
                && result != WorldCheck.Result.PASS
                && result != WorldCheck.Result.NOT_CHECKED;
    }

    private static SortedMap<String, Object> report(Subject subject, List<WorldCheck> checks, Status status) {
        TreeMap<String, Map<String, Object>> rows = new TreeMap<>();
        for (WorldCheck check : checks) {
            TreeMap<String, Object> row = new TreeMap<>();
            row.put("check_id", check.checkId());
            row.put("severity", check.severity().name());
            row.put("result", check.result().name());
            row.put("measured", check.measured());
            row.put("threshold", check.threshold());
            if (rows.put(check.checkId(), row) != null) {
                throw new IllegalArgumentException("check " + check.checkId() + " is reported twice");
            }
        }
        SortedMap<String, Object> report = axes(subject);
        report.put("checks", List.copyOf(rows.values()));
        report.put("overall_status", status.name());
        return report;
    }

    private static SortedMap<String, Object> digests(
            Subject subject, List<Table> tables, SortedMap<String, String> startTables) {
        List<Map<String, Object>> rows = new ArrayList<>();
        tables.stream().sorted(Comparator.comparing(Table::datasetId)).forEach(table -> {
            TreeMap<String, Object> row = new TreeMap<>();
            row.put("dataset_id", table.datasetId());
            row.put("rows", table.rows());
            row.put("row_digest", table.rowDigest());
            row.put("digest_kind", table.digestKind().name());
            row.put("sha256_hex", table.sha256Hex());
            rows.add(row);
        });
        SortedMap<String, Object> digests = axes(subject);
        digests.put("tables", rows);
        digests.put("start_tables", new TreeMap<>(startTables));
        return digests;
    }

    private static SortedMap<String, Object> axes(Subject subject) {
        TreeMap<String, Object> axes = new TreeMap<>();
        axes.put("contracts_version", DatasetDictionary.shipped().contractsVersion());
        axes.put("manifest_fingerprint", subject.manifestFingerprint());
        axes.put("parameter_hash", subject.worldParameterHash());
        axes.put("seed", Long.toUnsignedString(subject.seed()));
        axes.put("scenario_id", subject.scenarioId().orElse(null));
        return axes;
    }

    private static byte[] json(SortedMap<String, Object> document) {
        return (CanonicalJson.of(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static UpstreamLaw law(String segment) {
        return UpstreamLaws.load()
                .of(segment, UpstreamLaw.Producer.MILLRACE)
                .orElseThrow(() -> new IllegalArgumentException("own worlds have no segment " + segment));
    }
}
