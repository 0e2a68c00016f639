package io.millrace.run;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.WorldKind;
import io.millrace.digest.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * {@code world_receipt.json}: what a world folder holds and which axes it carries. Written last by the job that makes
 * the world, so a folder with a receipt is a whole world. Canonical JSON and a final newline; closed.
 *
 * @param axes identity of the world
 * @param scenarios windows on it, by id; none in an own world whose arrivals are not made yet
 * @param datasets rows and row digest of every table in the folder, by id and scenario
 * @param tables versions and digests of what was computed from the Java platform
 * @param sources what the world was made from; paths relative to the upstream root, empty for own worlds
 */
public record WorldReceipt(
        Axes axes, List<Scenario> scenarios, List<Dataset> datasets, Tables tables, List<Source> sources) {
    /** File name in the world folder. */
    public static final String FILE = "world_receipt.json";

    private static final Pattern HEX_64 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HEX_32 = Pattern.compile("[0-9a-f]{32}");
    private static final Set<String> KEYS = Set.of(
            "kind",
            "manifest_fingerprint",
            "world_parameter_hash",
            "seed",
            "world_law",
            "scenarios",
            "datasets",
            "tzdb_version",
            "offsets_digest",
            "start_tables_digest",
            "source");

    public WorldReceipt {
        scenarios = List.copyOf(scenarios);
        datasets = List.copyOf(datasets);
        sources = List.copyOf(sources);
        require(axes.kind() == WorldKind.OWN || !scenarios.isEmpty(), "a foreign world has at least one scenario");
        require(
                axes.kind() == WorldKind.FOREIGN || tables.startTablesDigest().isPresent(),
                "an own world records the digest of its start tables");
    }

    /**
     * Identity of a world.
     *
     * @param kind own or foreign
     * @param manifestFingerprint hex64; equals the name of the world folder
     * @param worldParameterHash hex64; foreign: the parameter_hash of its run receipt
     * @param seed unsigned
     * @param worldLaw {@link RunIdentity#WORLD_LAW} at making; empty when foreign
     */
    public record Axes(
            WorldKind kind,
            String manifestFingerprint,
            String worldParameterHash,
            long seed,
            Optional<String> worldLaw) {
        public Axes {
            require(HEX_64.matcher(manifestFingerprint).matches(), "manifest_fingerprint must be 64 hex digits");
            require(HEX_64.matcher(worldParameterHash).matches(), "world_parameter_hash must be 64 hex digits");
            require(worldLaw.isPresent() == (kind == WorldKind.OWN), "world_law is set for own worlds alone");
        }
    }

    /**
     * A window on the world.
     *
     * @param scenarioId axis
     * @param horizonStartMicros first instant, whole hour
     * @param horizonEndMicros first instant after; empty when the scenario has no end
     */
    public record Scenario(String scenarioId, long horizonStartMicros, OptionalLong horizonEndMicros) {
        public Scenario {
            require(
                    horizonEndMicros.isEmpty() || horizonEndMicros.getAsLong() > horizonStartMicros,
                    "the horizon of " + scenarioId + " must end after it starts");
        }
    }

    /**
     * A table in the folder.
     *
     * @param datasetId dictionary id
     * @param scenarioId empty for tables that all scenarios share
     * @param rows of all its files
     * @param rowDigest hex32, sum over its rows; empty when the table has no row digest (the entity index)
     */
    public record Dataset(String datasetId, Optional<String> scenarioId, long rows, Optional<String> rowDigest) {
        public Dataset {
            require(rows >= 0, datasetId + " must have 0 or more rows");
            require(
                    rowDigest.isEmpty() || HEX_32.matcher(rowDigest.get()).matches(),
                    "the row digest of " + datasetId + " must be 32 hex digits");
        }
    }

    /**
     * What the Java platform had a say in.
     *
     * @param tzdbVersion e.g. {@code 2025b}
     * @param offsetsDigest hex64 over all offset tables in use
     * @param startTablesDigest hex64 over cut, alias and quantile tables; empty when foreign
     */
    public record Tables(String tzdbVersion, String offsetsDigest, Optional<String> startTablesDigest) {
        public Tables {
            require(HEX_64.matcher(offsetsDigest).matches(), "offsets_digest must be 64 hex digits");
            require(
                    startTablesDigest.isEmpty()
                            || HEX_64.matcher(startTablesDigest.get()).matches(),
                    "start_tables_digest must be 64 hex digits");
        }
    }

    /**
     * One input the world was made from.
     *
     * @param path file or partition folder (with a final slash) below the upstream root
     * @param digestKind law of {@code sha256Hex}, contracts 3.5
     * @param sha256Hex hex64
     */
    public record Source(String path, DigestKind digestKind, String sha256Hex) {
        public Source {
            require(HEX_64.matcher(sha256Hex).matches(), "the digest of " + path + " must be 64 hex digits");
        }
    }

    /** The receipt of a world folder. */
    public static WorldReceipt read(Path worldFolder) {
        Path file = worldFolder.resolve(FILE);
        try {
            return parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ContractException(
                    Problem.of(
                            ErrorCode.SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING,
                            FILE,
                            "must be readable",
                            e.toString(),
                            "give the world folder by --world, or make one: millrace prepare for files of another engine, "
                                    + "millrace entities and arrivals for a world of your own"),
                    e);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new ContractException(
                    Problem.of(
                            ErrorCode.INPUT_SCHEMA_MISMATCH,
                            FILE,
                            "must be a world receipt",
                            String.valueOf(e.getMessage()),
                            "make the world again: millrace prepare"),
                    e);
        }
    }

    /** Puts the receipt into a world folder, whole or not at all. */
    public void write(Path worldFolder) throws IOException {
        DurableFile.write(worldFolder.resolve(FILE), bytes());
    }

    /**
     * Finds the one world a path means: a world folder, or a folder that holds exactly one.
     *
     * @throws ContractException when there is none or more than one; the message lists them
     */
    public static Path locate(Path worldOrParent) {
        if (Files.isRegularFile(worldOrParent.resolve(FILE))) {
            return worldOrParent;
        }
        List<Path> worlds = List.of();
        if (Files.isDirectory(worldOrParent)) {
            try (Stream<Path> children = Files.list(worldOrParent)) {
                worlds = children.filter(child -> Files.isRegularFile(child.resolve(FILE)))
                        .sorted()
                        .toList();
            } catch (IOException e) {
                throw new ContractException(
                        Problem.of(
                                ErrorCode.IO_READ_FAILED,
                                worldOrParent.toString(),
                                "must be a readable folder",
                                e.toString(),
                                "mend its permissions"),
                        e);
            }
        }
        if (worlds.size() != 1) {
            throw new ContractException(Problem.of(
                    ErrorCode.SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING,
                    worldOrParent.toString(),
                    "must be a world folder (with " + FILE + ") or hold exactly one",
                    worlds.isEmpty()
                            ? "no world"
                            : "the worlds "
                                    + worlds.stream()
                                            .map(world -> world.getFileName().toString())
                                            .toList(),
                    worlds.isEmpty()
                            ? "make one: millrace prepare for files of another engine, millrace entities and arrivals "
                                    + "for a world of your own"
                            : "name one of them by --world"));
        }
        return worlds.get(0);
    }

    public Optional<Scenario> scenario(String scenarioId) {
        return scenarios.stream()
                .filter(scenario -> scenario.scenarioId().equals(scenarioId))
                .findFirst();
    }

    /** A table shared by all scenarios, or that of one scenario. */
    public Optional<Dataset> dataset(String datasetId, String scenarioId) {
        return datasets.stream()
                .filter(dataset -> dataset.datasetId().equals(datasetId)
                        && dataset.scenarioId().orElse(scenarioId).equals(scenarioId))
                .findFirst();
    }

    /** File content. */
    public byte[] bytes() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("kind", axes.kind().name());
        json.put("manifest_fingerprint", axes.manifestFingerprint());
        json.put("world_parameter_hash", axes.worldParameterHash());
        json.put("seed", Long.toUnsignedString(axes.seed()));
        json.put("world_law", axes.worldLaw().orElse(null));
        json.put("scenarios", scenarios.stream().map(WorldReceipt::json).toList());
        json.put("datasets", datasets.stream().map(WorldReceipt::json).toList());
        json.put("tzdb_version", tables.tzdbVersion());
        json.put("offsets_digest", tables.offsetsDigest());
        json.put("start_tables_digest", tables.startTablesDigest().orElse(null));
        json.put("source", sources.stream().map(WorldReceipt::json).toList());
        return (CanonicalJson.of(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static WorldReceipt parse(byte[] bytes) {
        JsonObject json = JsonObject.parse(bytes, KEYS);
        Axes axes = new Axes(
                WorldKind.valueOf(json.text("kind")),
                json.text("manifest_fingerprint"),
                json.text("world_parameter_hash"),
                Long.parseUnsignedLong(json.text("seed")),
                json.optionalText("world_law"));
        List<Scenario> scenarios = new ArrayList<>();
        for (JsonObject item : json.objects("scenarios", Set.of("scenario_id", "horizon_start_us", "horizon_end_us"))) {
            scenarios.add(new Scenario(
                    item.text("scenario_id"),
                    item.integer("horizon_start_us"),
                    item.optionalInteger("horizon_end_us")));
        }
        List<Dataset> datasets = new ArrayList<>();
        for (JsonObject item : json.objects("datasets", Set.of("dataset_id", "scenario_id", "rows", "row_digest"))) {
            datasets.add(new Dataset(
                    item.text("dataset_id"),
                    item.optionalText("scenario_id"),
                    item.integer("rows"),
                    item.optionalText("row_digest")));
        }
        List<Source> sources = new ArrayList<>();
        for (JsonObject item : json.objects("source", Set.of("path", "digest_kind", "sha256_hex"))) {
            sources.add(new Source(
                    item.text("path"), DigestKind.valueOf(item.text("digest_kind")), item.text("sha256_hex")));
        }
        Tables tables = new Tables(
                json.text("tzdb_version"), json.text("offsets_digest"), json.optionalText("start_tables_digest"));
        return new WorldReceipt(axes, scenarios, datasets, tables, sources);
    }

    private static Map<String, Object> json(Scenario scenario) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("scenario_id", scenario.scenarioId());
        json.put("horizon_start_us", scenario.horizonStartMicros());
        json.put(
                "horizon_end_us",
                scenario.horizonEndMicros().isPresent()
                        ? scenario.horizonEndMicros().getAsLong()
                        : null);
        return json;
    }

    private static Map<String, Object> json(Dataset dataset) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("dataset_id", dataset.datasetId());
        json.put("scenario_id", dataset.scenarioId().orElse(null));
        json.put("rows", dataset.rows());
        json.put("row_digest", dataset.rowDigest().orElse(null));
        return json;
    }

    private static Map<String, Object> json(Source source) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("path", source.path());
        json.put("digest_kind", source.digestKind().name());
        json.put("sha256_hex", source.sha256Hex());
        return json;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
