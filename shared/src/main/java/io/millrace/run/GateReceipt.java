package io.millrace.run;

import io.millrace.contract.WorldKind;
import io.millrace.digest.CanonicalJson;
import io.millrace.policy.LintReport.Warning;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code s0_gate_receipt_6B.json}: the gate passed, on these digests. It exists only for a pass. Canonical JSON and a
 * final newline; closed; no clock, no host, no path of the machine.
 *
 * @param contractsVersion of the program
 * @param identity axes of the run
 * @param worldKind own or foreign
 * @param segments gates that passed, in the order they were asked for
 * @param contracts digest by path below {@code contracts}
 * @param policies by policy id
 * @param totals counts of the inputs
 * @param lint what the linter said
 * @param sealedInputsDigest hex64 of {@code sealed_inputs_6B.json}
 * @param sealedFilesDigest hex64 of {@code sealed_files_6B.jsonl}
 */
public record GateReceipt(
        String contractsVersion,
        RunIdentity identity,
        WorldKind worldKind,
        List<Segment> segments,
        SortedMap<String, String> contracts,
        SortedMap<String, Policy> policies,
        Totals totals,
        Lint lint,
        String sealedInputsDigest,
        String sealedFilesDigest) {
    /** Name in the gate folder. */
    public static final String FILE = "s0_gate_receipt_6B.json";

    private static final int VERSION = 1;
    private static final Set<String> KEYS = Set.of(
            "receipt_version",
            "contracts_version",
            "run_id",
            "seed",
            "scenario_id",
            "manifest_fingerprint",
            "parameter_hash",
            "world_parameter_hash",
            "world_kind",
            "required_segments",
            "upstream_segments",
            "contracts_6B",
            "policies_6B",
            "inputs",
            "lint",
            "sealed_inputs_digest_6B",
            "sealed_files_digest_6B",
            "verdict");
    private static final Set<String> SEGMENT_KEYS = Set.of(
            "status", "producer", "bundle_path", "bundle_sha256", "flag_path", "members_verified", "verdict_source");
    private static final Set<String> TOTAL_KEYS =
            Set.of("arrival_rows", "arrival_files", "merchants", "parties", "reject_rows");

    public GateReceipt {
        segments = List.copyOf(segments);
        contracts = Collections.unmodifiableSortedMap(new TreeMap<>(contracts));
        policies = Collections.unmodifiableSortedMap(new TreeMap<>(policies));
    }

    /**
     * A segment's gate.
     *
     * @param segment 1A .. 6A
     * @param status PASS or DERIVED
     * @param producer whose law was applied
     * @param bundlePath relative to the upstream root
     * @param bundleSha256 recomputed; empty when DERIVED
     * @param flagPath relative to the upstream root
     * @param membersVerified members whose own digest was recomputed
     * @param verdictSource who gave the verdict
     */
    public record Segment(
            String segment,
            SegmentGate.Status status,
            String producer,
            String bundlePath,
            Optional<String> bundleSha256,
            String flagPath,
            long membersVerified,
            String verdictSource) {
        static Segment of(SegmentGate gate) {
            return new Segment(
                    gate.segment(),
                    gate.status(),
                    gate.bundle().producer(),
                    gate.bundle().path(),
                    gate.bundle().sha256Hex(),
                    gate.flag().path(),
                    gate.bundle().membersVerified(),
                    gate.verdictSource());
        }
    }

    /**
     * A pack.
     *
     * @param version free text of its author
     * @param lawRevision of the law it is written for
     * @param digest hex64 of its canonical JSON
     */
    public record Policy(String version, long lawRevision, String digest) {}

    /**
     * Counts of the inputs.
     *
     * @param arrivalRows accepted arrivals in scope; empty when their law is sealed, since the gate makes no row
     * @param arrivalFiles their files
     * @param merchants rows of the merchant dimension
     * @param parties in the entity index, or of the plan
     * @param rejectRows arrivals that were kept back when the world was prepared
     */
    public record Totals(OptionalLong arrivalRows, long arrivalFiles, long merchants, long parties, long rejectRows) {}

    /**
     * What the linter said.
     *
     * @param rulesPassed ids
     * @param warnings figures to look at
     * @param notChecked rules that could not run, with what they wait for
     */
    public record Lint(List<String> rulesPassed, List<Warning> warnings, List<String> notChecked) {
        public Lint {
            rulesPassed = List.copyOf(rulesPassed);
            warnings = List.copyOf(warnings);
            notChecked = List.copyOf(notChecked);
        }
    }

    /** File content. */
    public byte[] bytes() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("receipt_version", VERSION);
        json.put("contracts_version", contractsVersion);
        json.put("run_id", identity.runId());
        json.put("seed", identity.seedText());
        json.put("scenario_id", identity.scenarioId());
        json.put("manifest_fingerprint", identity.manifestFingerprint());
        json.put("parameter_hash", identity.parameterHash());
        json.put("world_parameter_hash", identity.worldParameterHash());
        json.put("world_kind", worldKind.name());
        json.put("required_segments", segments.stream().map(Segment::segment).toList());
        TreeMap<String, Object> bySegment = new TreeMap<>();
        segments.forEach(segment -> bySegment.put(segment.segment(), json(segment)));
        json.put("upstream_segments", bySegment);
        json.put("contracts_6B", contracts);
        TreeMap<String, Object> byPolicy = new TreeMap<>();
        policies.forEach((id, policy) -> {
            TreeMap<String, Object> entry = new TreeMap<>();
            entry.put("policy_version", policy.version());
            entry.put("law_revision", policy.lawRevision());
            entry.put("pack_digest", policy.digest());
            byPolicy.put(id, entry);
        });
        json.put("policies_6B", byPolicy);
        TreeMap<String, Object> inputs = new TreeMap<>();
        inputs.put(
                "arrival_rows",
                totals.arrivalRows().isEmpty() ? null : totals.arrivalRows().getAsLong());
        inputs.put("arrival_files", totals.arrivalFiles());
        inputs.put("merchants", totals.merchants());
        inputs.put("parties", totals.parties());
        inputs.put("reject_rows", totals.rejectRows());
        json.put("inputs", inputs);
        TreeMap<String, Object> linted = new TreeMap<>();
        linted.put("rules_passed", lint.rulesPassed());
        linted.put("warnings", lint.warnings().stream().map(GateReceipt::json).toList());
        linted.put("not_checked", lint.notChecked());
        json.put("lint", linted);
        json.put("sealed_inputs_digest_6B", sealedInputsDigest);
        json.put("sealed_files_digest_6B", sealedFilesDigest);
        json.put("verdict", "PASS");
        return (CanonicalJson.of(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException or a parser's exception for anything else than a receipt */
    static GateReceipt parse(byte[] bytes) {
        JsonObject json = JsonObject.parse(bytes, KEYS);
        if (json.integer("receipt_version") != VERSION) {
            throw new IllegalArgumentException("receipt_version must be " + VERSION);
        }
        if (!json.text("verdict").equals("PASS")) {
            throw new IllegalArgumentException("verdict must be PASS");
        }
        RunIdentity identity = new RunIdentity(
                Long.parseUnsignedLong(json.text("seed")),
                json.text("scenario_id"),
                json.text("world_parameter_hash"),
                json.text("parameter_hash"),
                json.text("manifest_fingerprint"));
        if (!json.text("run_id").equals(identity.runId())) {
            throw new IllegalArgumentException("run_id must follow from the axes, " + identity.runId());
        }
        SortedMap<String, JsonObject> bySegment = json.objectsByKey("upstream_segments", SEGMENT_KEYS);
        List<Segment> segments = new ArrayList<>();
        for (String segment : json.texts("required_segments")) {
            JsonObject entry = bySegment.remove(segment);
            if (entry == null) {
                throw new IllegalArgumentException("upstream_segments must hold " + segment);
            }
            segments.add(new Segment(
                    segment,
                    SegmentGate.Status.valueOf(entry.text("status")),
                    entry.text("producer"),
                    entry.text("bundle_path"),
                    entry.optionalText("bundle_sha256"),
                    entry.text("flag_path"),
                    entry.integer("members_verified"),
                    entry.text("verdict_source")));
        }
        if (!bySegment.isEmpty()) {
            throw new IllegalArgumentException("upstream_segments must hold required segments alone");
        }
        TreeMap<String, Policy> policies = new TreeMap<>();
        json.objectsByKey("policies_6B", Set.of("policy_version", "law_revision", "pack_digest"))
                .forEach((id, entry) -> policies.put(
                        id,
                        new Policy(
                                entry.text("policy_version"),
                                entry.integer("law_revision"),
                                entry.text("pack_digest"))));
        JsonObject inputs = json.object("inputs", TOTAL_KEYS);
        JsonObject lint = json.object("lint", Set.of("rules_passed", "warnings", "not_checked"));
        return new GateReceipt(
                json.text("contracts_version"),
                identity,
                WorldKind.valueOf(json.text("world_kind")),
                segments,
                json.textsByKey("contracts_6B"),
                policies,
                new Totals(
                        inputs.optionalInteger("arrival_rows"),
                        inputs.integer("arrival_files"),
                        inputs.integer("merchants"),
                        inputs.integer("parties"),
                        inputs.integer("reject_rows")),
                new Lint(
                        lint.texts("rules_passed"),
                        lint.objects("warnings", Set.of("rule", "file", "pointer", "must", "was")).stream()
                                .map(warning -> new Warning(
                                        warning.text("rule"),
                                        warning.text("file"),
                                        warning.text("pointer"),
                                        warning.text("must"),
                                        warning.text("was")))
                                .toList(),
                        lint.texts("not_checked")),
                json.text("sealed_inputs_digest_6B"),
                json.text("sealed_files_digest_6B"));
    }

    private static Map<String, Object> json(Segment segment) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("status", segment.status().name());
        json.put("producer", segment.producer());
        json.put("bundle_path", segment.bundlePath());
        json.put("bundle_sha256", segment.bundleSha256().orElse(null));
        json.put("flag_path", segment.flagPath());
        json.put("members_verified", segment.membersVerified());
        json.put("verdict_source", segment.verdictSource());
        return json;
    }

    private static Map<String, Object> json(Warning warning) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("rule", warning.rule());
        json.put("file", warning.file());
        json.put("pointer", warning.pointer());
        json.put("must", warning.must());
        json.put("was", warning.was());
        return json;
    }
}
