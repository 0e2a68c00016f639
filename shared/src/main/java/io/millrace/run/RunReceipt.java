package io.millrace.run;

import io.millrace.contract.WorldKind;
import io.millrace.digest.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code run_receipt.json}: whose folder this is. Written once, canonical JSON and a final newline, closed.
 *
 * @param identity axes of the run
 * @param worldKind own or foreign
 * @param contractsVersion of the program that sealed it
 */
public record RunReceipt(RunIdentity identity, WorldKind worldKind, String contractsVersion) {
    private static final int VERSION = 1;
    private static final Set<String> KEYS = Set.of(
            "receipt_version",
            "run_id",
            "seed",
            "scenario_id",
            "manifest_fingerprint",
            "parameter_hash",
            "world_parameter_hash",
            "world_kind",
            "contracts_version");

    /** File content. */
    public byte[] bytes() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("receipt_version", VERSION);
        json.put("run_id", identity.runId());
        json.put("seed", identity.seedText());
        json.put("scenario_id", identity.scenarioId());
        json.put("manifest_fingerprint", identity.manifestFingerprint());
        json.put("parameter_hash", identity.parameterHash());
        json.put("world_parameter_hash", identity.worldParameterHash());
        json.put("world_kind", worldKind.name());
        json.put("contracts_version", contractsVersion);
        return (CanonicalJson.of(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException or a parser's exception for anything else than a run receipt */
    static RunReceipt parse(byte[] bytes) {
        JsonObject json = JsonObject.parse(bytes, KEYS);
        RunIdentity identity = new RunIdentity(
                Long.parseUnsignedLong(json.text("seed")),
                json.text("scenario_id"),
                json.text("world_parameter_hash"),
                json.text("parameter_hash"),
                json.text("manifest_fingerprint"));
        if (json.integer("receipt_version") != VERSION || !json.text("run_id").equals(identity.runId())) {
            throw new IllegalArgumentException("receipt_version must be " + VERSION
                    + " and run_id must follow from the axes, " + identity.runId());
        }
        return new RunReceipt(identity, WorldKind.valueOf(json.text("world_kind")), json.text("contracts_version"));
    }
}
