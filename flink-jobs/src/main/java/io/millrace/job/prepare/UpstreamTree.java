package io.millrace.job.prepare;

import io.millrace.arrivals.ArrivalAxes;
import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Another engine's tree: its axes by its run receipt, and where its tables lie by its own layout (contracts 5.1). Nothing
 * is searched for; a table that is not at its place is missing.
 *
 * @param root of the tree
 * @param axes of the receipt; the scenario may be another one
 */
record UpstreamTree(Path root, ArrivalAxes axes) {
    static final String RECEIPT = "run_receipt.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HEX_64 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SEED = Pattern.compile("0|[1-9][0-9]{0,19}");
    private static final Pattern SCENARIO = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** @throws ContractException with everything that is wrong with the receipt */
    static UpstreamTree open(Path root, Optional<String> scenarioId) {
        Path file = root.resolve(RECEIPT);
        JsonNode receipt;
        try {
            receipt = JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ContractException(
                    Problem.of(
                            ErrorCode.SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING,
                            file.toString(),
                            "must be the run receipt of the upstream tree",
                            e.toString(),
                            "give the root of the tree by --upstream"),
                    e);
        } catch (JacksonException e) {
            throw new ContractException(mismatch("", "must be JSON", String.valueOf(e.getOriginalMessage())), e);
        }
        List<Problem> problems = new ArrayList<>();
        String seed = text(receipt, "seed", SEED, problems);
        String parameterHash = text(receipt, "parameter_hash", HEX_64, problems);
        String fingerprint = text(receipt, "manifest_fingerprint", HEX_64, problems);
        String scenario = scenarioId.isPresent() ? scenarioId.get() : text(receipt, "scenario_id", SCENARIO, problems);
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        return new UpstreamTree(
                root, new ArrivalAxes(Long.parseUnsignedLong(seed), parameterHash, fingerprint, scenario));
    }

    private static String text(JsonNode receipt, String key, Pattern form, List<Problem> problems) {
        JsonNode value = receipt.get(key);
        String text = value == null || value.isNull() || value.isContainer() ? "absent" : value.asString();
        if (!form.matcher(text).matches()) {
            problems.add(mismatch("/" + key, "must match " + form, text));
        }
        return text;
    }

    private static Problem mismatch(String pointer, String expected, String found) {
        return Problem.of(
                ErrorCode.INPUT_SCHEMA_MISMATCH,
                RECEIPT + "#" + pointer,
                expected,
                found,
                "restore the receipt from its producer");
    }

    /** Folder of the raw arrivals below the root, with a final slash. */
    String arrivals() {
        return "data/layer2/5B/arrival_events/seed=" + seed() + "/manifest_fingerprint=" + axes.manifestFingerprint()
                + "/scenario_id=" + axes.scenarioId() + "/";
    }

    /** Folder of an entity table below the root, with a final slash. */
    String table(String datasetId) {
        return "data/layer3/6A/" + datasetId + "/seed=" + seed() + "/parameter_hash=" + axes.parameterHash()
                + "/manifest_fingerprint=" + axes.manifestFingerprint() + "/";
    }

    /** Folder of the optional outlet catalogue below the root, with a final slash. */
    String outlets() {
        return "data/layer1/1A/outlet_catalogue/seed=" + seed() + "/manifest_fingerprint=" + axes.manifestFingerprint()
                + "/";
    }

    private String seed() {
        return Long.toUnsignedString(axes.seed());
    }

    /**
     * Parquet files of a folder, by name.
     *
     * @param problems receives SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING, or WORLD_IDENTITY_MISMATCH when the table is there
     *     under other axes only
     */
    List<Path> files(String folder, List<Problem> problems) {
        List<Path> files = list(folder);
        if (files.isEmpty()) {
            List<String> others = otherAxes(folder);
            problems.add(
                    others.isEmpty()
                            ? Problem.of(
                                    ErrorCode.SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING,
                                    folder,
                                    "must hold Parquet files",
                                    "none",
                                    "complete the upstream tree")
                            : Problem.of(
                                    ErrorCode.WORLD_IDENTITY_MISMATCH,
                                    folder,
                                    "must be the axes of " + RECEIPT,
                                    "only " + others,
                                    "give the tree of that receipt, or another scenario by --scenario"));
        }
        return files;
    }

    /** Parquet files of a folder, by name; none when the folder is absent. */
    List<Path> list(String folder) {
        Path path = root.resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(path)) {
            return list.filter(file -> file.getFileName().toString().matches("[^._].*\\.parquet"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ContractException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED, folder, "must be readable", e.toString(), "mend its permissions"),
                    e);
        }
    }

    /** What lies beside the deepest folder of the path that exists. */
    private List<String> otherAxes(String folder) {
        Path at = root.resolve(folder);
        while (!Files.isDirectory(at)) {
            at = at.getParent();
        }
        if (!root.relativize(at).toString().matches(".*(arrival_events|_6A|=[^/\\\\]*)")) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(at)) {
            return list.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains("="))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
