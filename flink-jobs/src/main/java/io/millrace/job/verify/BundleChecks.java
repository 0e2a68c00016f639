package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.WorldKind;
import io.millrace.digest.CanonicalJson;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.policy.RngPolicy;
import io.millrace.policy.ValidationCheck;
import io.millrace.run.DatasetTotals;
import io.millrace.run.Equation;
import io.millrace.run.Parity;
import io.millrace.run.RngTraceRow;
import io.millrace.run.RunManifest;
import io.millrace.run.SealedRun;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What the bundle and the footers claim, against the rows: whoever signs a wrong manifest again is found out here. */
final class BundleChecks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VISIT_SLOT_DRAWN = "visit_slot_drawn";
    private static final String NO_DIGEST = "0".repeat(32);

    private final SealedRun sealed;
    private final RunRecount recount;
    private final SortedMap<String, DatasetTotals> totals;
    private final JsonNode manifest;
    private final SortedMap<String, ValidationCheck> checks;

    private BundleChecks(SealedRun sealed, RunRecount recount, JsonNode manifest) {
        this.sealed = sealed;
        this.recount = recount;
        this.totals = recount.totals();
        this.manifest = manifest;
        this.checks = ValidationCheck.of(
                sealed.packs().require("segment_validation_policy_6B").root());
    }

    /** @throws RunException PUBLISHED_RUN_DAMAGED when there is no manifest to be read */
    static BundleChecks of(Path runRoot, SealedRun sealed, RunRecount recount) {
        Path file = runRoot.resolve(ValidationBundle.folder(sealed.identity())).resolve(RunManifest.FILE);
        try {
            return new BundleChecks(sealed, recount, JSON.readTree(Files.readAllBytes(file)));
        } catch (IOException | JacksonException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.PUBLISHED_RUN_DAMAGED,
                            "run " + runRoot.getFileName(),
                            "must be published",
                            Files.exists(file) ? "an illegible manifest" : "unfinished",
                            "finish it by the same millrace generate; it resumes"),
                    e);
        }
    }

    /** Every figure of the manifest's data sets, summed from rows; and the run it says it is. */
    List<Problem> manifest() {
        List<Problem> problems = new ArrayList<>();
        compare("run_id", sealed.identity().runId(), manifest.required("run_id").asString(), problems);
        compare("parameter_hash", sealed.identity().parameterHash(), text("parameter_hash"), problems);
        compare(
                "manifest_fingerprint",
                sealed.identity().manifestFingerprint(),
                text("manifest_fingerprint"),
                problems);
        compare(
                "sealed_inputs_digest_6B",
                sealed.receipt().sealedInputsDigest(),
                text("sealed_inputs_digest_6B"),
                problems);
        for (JsonNode dataset : manifest.required("datasets")) {
            String id = dataset.required("dataset_id").asString();
            DatasetTotals found = totals.getOrDefault(id, new DatasetTotals(id));
            compare(id + "/rows", found.rows(), dataset.required("rows").asLong(), problems);
            compare(
                    id + "/row_digest",
                    found.rowDigest(),
                    dataset.required("row_digest").asString(),
                    problems);
            compare(id + "/links", found.links(), texts(dataset.required("links")), problems);
            TreeMap<String, String> counters = new TreeMap<>();
            found.counters().forEach((name, value) -> counters.put(name, Long.toString(value)));
            compare(id + "/counters", counters, texts(dataset.required("counters")), problems);
            if (found.rows() > 0) {
                compare(
                        id + "/ts_min_us",
                        found.tsMinMicros(),
                        dataset.required("ts_min_us").asLong(),
                        problems);
                compare(
                        id + "/ts_max_us",
                        found.tsMaxMicros(),
                        dataset.required("ts_max_us").asLong(),
                        problems);
            }
        }
        return problems;
    }

    /** P1 to P7 from the rows; the sealed arrivals are those of the manifest, whose digest the flag binds. */
    List<Problem> parity() {
        List<Problem> problems = new ArrayList<>();
        for (Equation equation : Parity.of(totals, sealedArrivals(), trace())) {
            if (isRequired(equation.law()) && !equation.holds()) {
                problems.add(Problem.of(
                        equation.code(),
                        equation.name(),
                        "both sides must be equal, right side " + equation.right(),
                        equation.left(),
                        "rows were lost, doubled or changed since; put the files back"));
            }
        }
        for (JsonNode equation : manifest.required("parity")) {
            boolean holds = equation.required("holds").asBoolean()
                    && equation.required("left").equals(equation.required("right"));
            if (isRequired(equation.required("equation").asString().substring(0, 2)) && !holds) {
                problems.add(Problem.of(
                        ErrorCode.PUBLISHED_RUN_DAMAGED,
                        RunManifest.FILE + "#/parity",
                        "must hold, since the run has its flag",
                        equation.toString(),
                        "put the file back"));
            }
        }
        return problems;
    }

    /** The flag stands for required laws alone. */
    private boolean isRequired(String law) {
        return Optional.ofNullable(checks.get(law))
                .map(check -> check.severity() == ValidationCheck.Severity.REQUIRED)
                .orElse(true);
    }

    /** P8: axes, laws and seals in the footer and in the path of every file. */
    List<Problem> footers() {
        TreeMap<String, String> same = new TreeMap<>();
        same.put(FooterKeys.CONTRACTS_VERSION, text("contracts_version"));
        same.put(FooterKeys.SEED, sealed.identity().seedText());
        same.put(FooterKeys.PARAMETER_HASH, sealed.identity().parameterHash());
        same.put(FooterKeys.MANIFEST_FINGERPRINT, sealed.identity().manifestFingerprint());
        same.put(FooterKeys.SCENARIO_ID, sealed.identity().scenarioId());
        same.put(FooterKeys.RUN_ID, sealed.identity().runId());
        same.put(FooterKeys.SEALED_INPUTS_DIGEST, sealed.receipt().sealedInputsDigest());
        same.put(FooterKeys.TABLES_DIGEST, text("tables_digest"));
        TreeMap<String, Object> laws = new TreeMap<>();
        manifest.required("laws")
                .properties()
                .forEach(law -> laws.put(law.getKey(), law.getValue().asInt()));
        same.put(FooterKeys.LAWS, CanonicalJson.of(laws));
        List<Problem> problems = new ArrayList<>();
        for (RunRecount.Counted file : recount.files()) {
            String path = file.entry().path();
            String folder = "data/layer3/6B/" + file.entry().datasetId() + "/"
                    + sealed.identity().axisPath() + "/";
            if (!path.startsWith(folder)) {
                problems.add(axis(path, "must lie below " + folder, path));
            }
            SortedMap<String, String> keys =
                    file.footer().map(footer -> footer.keys()).orElse(new TreeMap<>());
            same.forEach((key, value) -> key(path, key, value, keys, problems));
            key(path, FooterKeys.DATASET, file.entry().datasetId(), keys, problems);
            key(
                    path,
                    FooterKeys.SCHEMA_VERSION,
                    DatasetDictionary.shipped()
                            .dataset(file.entry().datasetId())
                            .schemaVersion(),
                    keys,
                    problems);
        }
        return problems;
    }

    private static void key(
            String path, String key, String value, SortedMap<String, String> keys, List<Problem> problems) {
        String found = keys.getOrDefault(key, "absent");
        if (!found.equals(value)) {
            problems.add(axis(path + "#" + key, "must be " + value, found));
        }
    }

    private static Problem axis(String where, String expected, String found) {
        return Problem.of(ErrorCode.AXES_MISMATCH, where, expected, found, "put the file back");
    }

    /** Rows and keys of the sealed arrivals, from the left sides of P1. */
    private DatasetTotals sealedArrivals() {
        DatasetTotals arrivals = new DatasetTotals(SlabKind.ARRIVAL.datasetId());
        String rows = "0";
        Map<String, String> links = new TreeMap<>();
        for (JsonNode equation : manifest.required("parity")) {
            String name = equation.required("equation").asString();
            String left = equation.required("left").asString();
            if (name.startsWith("P1 arrival rows")) {
                rows = left;
            } else if (name.startsWith("P1 arrival keys")) {
                links.put("arrival", left);
            }
        }
        arrivals.add(Long.parseLong(rows), NO_DIGEST, links, Map.of(), 0, 0);
        return arrivals;
    }

    /** What the accounting rows counted against what the rows ask for; draws of the run as a whole stand in neither. */
    private List<RngTraceRow> trace() {
        DatasetTotals accounting = totals.getOrDefault(
                SlabKind.ACCOUNTING.datasetId(), new DatasetTotals(SlabKind.ACCOUNTING.datasetId()));
        List<RngTraceRow> rows = new ArrayList<>();
        for (String pack : List.of("rng_policy_6B", "flow_rng_policy_6B")) {
            for (RngPolicy.Family family :
                    RngPolicy.of(sealed.packs().require(pack).root()).families()) {
                for (RngPolicy.Declared declared : family.decisions()) {
                    rows.add(new RngTraceRow(
                            family.stage(),
                            family.family(),
                            declared.decision(),
                            accounting.counter("evaluations." + declared.decision()),
                            accounting.counter("draws." + declared.decision()),
                            accounting.counter("blocks." + declared.decision()),
                            declared.expectedCounter(),
                            expected(declared.expectedCounter()),
                            declared.draws()));
                }
            }
        }
        return rows;
    }

    /** Foreign rows carry no slot, so each draws one; own worlds deliver it. */
    private long expected(String counter) {
        if (counter.equals(VISIT_SLOT_DRAWN)) {
            return sealed.receipt().worldKind() == WorldKind.FOREIGN ? expected("arrivals") : 0;
        }
        return totals.values().stream()
                .filter(dataset -> dataset.hasCounter(counter))
                .findFirst()
                .map(dataset -> dataset.counter(counter))
                .orElse(0L);
    }

    private String text(String key) {
        return manifest.required(key).asString();
    }

    private static SortedMap<String, String> texts(JsonNode node) {
        TreeMap<String, String> texts = new TreeMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString()));
        return texts;
    }

    private static void compare(String key, Object counted, Object told, List<Problem> problems) {
        if (!counted.equals(told)) {
            problems.add(Problem.of(
                    ErrorCode.PUBLISHED_RUN_DAMAGED,
                    RunManifest.FILE + "#/" + key,
                    "must be what the rows give (" + counted + ")",
                    told.toString(),
                    "put the file back"));
        }
    }
}
