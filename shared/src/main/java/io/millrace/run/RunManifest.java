package io.millrace.run;

import io.millrace.digest.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code run_manifest_6B.json}: what a published run holds, without a word on its files, so any parallelism, file size or
 * restart gives the same bytes. Contracts 6.5.
 *
 * @param contractsVersion version of the dictionary
 * @param scenario horizon of the run
 * @param laws policy id to law revision
 * @param sealedInputsDigest of the gate
 * @param tablesDigest of the quantile tables
 * @param datasets totals by dataset id
 * @param schemaVersions dataset id to schema version
 * @param trace draw ledger
 * @param parity all equations
 * @param members fellow files of the validation bundle
 */
public record RunManifest(
        RunIdentity identity,
        String contractsVersion,
        WorldReceipt.Scenario scenario,
        SortedMap<String, Integer> laws,
        String sealedInputsDigest,
        String tablesDigest,
        SortedMap<String, DatasetTotals> datasets,
        SortedMap<String, String> schemaVersions,
        List<RngTraceRow> trace,
        List<Equation> parity,
        List<Member> members) {
    public static final String FILE = "run_manifest_6B.json";

    private static final int MANIFEST_VERSION = 1;

    /** A file of the bundle. */
    public record Member(String path, long sizeBytes, String sha256Hex) {
        Map<String, Object> plain() {
            return new TreeMap<>(Map.of("path", path, "size_bytes", sizeBytes, "sha256_hex", sha256Hex));
        }
    }

    /** File content: canonical JSON and a newline. */
    public byte[] bytes() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("manifest_version", MANIFEST_VERSION);
        json.put("contracts_version", contractsVersion);
        json.put("run_id", identity.runId());
        json.put("seed", identity.seedText());
        json.put("scenario_id", identity.scenarioId());
        json.put("manifest_fingerprint", identity.manifestFingerprint());
        json.put("parameter_hash", identity.parameterHash());
        json.put("world_parameter_hash", identity.worldParameterHash());
        json.put("horizon_start_us", scenario.horizonStartMicros());
        json.put(
                "horizon_end_us",
                scenario.horizonEndMicros().isPresent()
                        ? scenario.horizonEndMicros().getAsLong()
                        : null);
        json.put("laws", laws);
        json.put("sealed_inputs_digest_6B", sealedInputsDigest);
        json.put("tables_digest", tablesDigest);
        json.put("datasets", datasets.values().stream().map(this::dataset).toList());
        json.put(
                "rng",
                trace.stream()
                        .sorted(RngTraceRow.BY_NAME)
                        .map(RngTraceRow::manifestRow)
                        .toList());
        json.put("parity", parity.stream().map(Equation::plain).toList());
        json.put(
                "bundle_members",
                members.stream()
                        .sorted(Comparator.comparing(Member::path))
                        .map(Member::plain)
                        .toList());
        return (CanonicalJson.of(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, Object> dataset(DatasetTotals totals) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("dataset_id", totals.datasetId());
        json.put("schema_version", schemaVersions.get(totals.datasetId()));
        json.put("rows", totals.rows());
        json.put("row_digest", totals.rowDigest());
        json.put("links", totals.links());
        TreeMap<String, String> counters = new TreeMap<>();
        totals.counters().forEach((name, value) -> counters.put(name, Long.toString(value)));
        json.put("counters", counters);
        json.put("ts_min_us", totals.rows() == 0 || totals.tsMaxMicros() == 0 ? null : totals.tsMinMicros());
        json.put("ts_max_us", totals.rows() == 0 || totals.tsMaxMicros() == 0 ? null : totals.tsMaxMicros());
        return json;
    }
}
