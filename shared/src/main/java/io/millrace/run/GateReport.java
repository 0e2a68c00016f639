package io.millrace.run;

import io.millrace.base.Problem;
import io.millrace.digest.CanonicalJson;
import io.millrace.policy.LintReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code reports/s0_report.json}: everything a gate saw, also when it failed. Holds durations, so it is never compared.
 * Canonical JSON and a final newline.
 */
final class GateReport {
    private static final int VERSION = 1;

    private GateReport() {}

    /**
     * What goes into the report.
     *
     * @param status how the gate ended
     * @param contractsVersion of the program
     * @param identity axes, when known
     * @param segments gates that were looked at
     * @param rows inputs that were found, also when the gate failed
     * @param sealedInputsDigest hex64, when the gate passed
     * @param totals counts of the inputs, when they were looked at
     * @param lint what the linter said, when it ran
     * @param unreleased packs that changed while their version did not
     * @param problems all of the pass
     * @param notChecked what could not be looked at
     * @param durationMillisByStep for the curious
     */
    record Content(
            GateStatus status,
            String contractsVersion,
            Optional<RunIdentity> identity,
            List<SegmentGate> segments,
            List<SealedInput> rows,
            Optional<String> sealedInputsDigest,
            Optional<GateReceipt.Totals> totals,
            Optional<LintReport> lint,
            List<LintReport.Warning> unreleased,
            List<Problem> problems,
            List<NotChecked> notChecked,
            SortedMap<String, Long> durationMillisByStep) {}

    static String json(Content content) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("report_version", VERSION);
        json.put("status", content.status().name());
        json.put("contracts_version", content.contractsVersion());
        json.put("identity", content.identity().map(GateReport::json).orElse(null));
        json.put(
                "problems",
                content.problems().stream()
                        .sorted(Problem.BY_PLACE)
                        .map(GateReport::json)
                        .toList());
        json.put(
                "not_checked",
                content.notChecked().stream().map(NotChecked::text).toList());
        json.put("segments", content.segments().stream().map(GateReport::json).toList());
        json.put("sealed_inputs_digest_6B", content.sealedInputsDigest().orElse(null));
        json.put("counts", counts(content.rows()));
        json.put("inputs", content.totals().map(GateReport::json).orElse(null));
        json.put(
                "lint",
                content.lint().map(lint -> json(lint, content.unreleased())).orElse(null));
        json.put("duration_ms", content.durationMillisByStep());
        return CanonicalJson.of(json) + "\n";
    }

    private static Map<String, Object> json(RunIdentity identity) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("run_id", identity.runId());
        json.put("seed", identity.seedText());
        json.put("scenario_id", identity.scenarioId());
        json.put("manifest_fingerprint", identity.manifestFingerprint());
        json.put("parameter_hash", identity.parameterHash());
        json.put("world_parameter_hash", identity.worldParameterHash());
        return json;
    }

    private static Map<String, Object> json(Problem problem) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("code", problem.code().name());
        json.put("exit", problem.code().exit());
        json.put("where", problem.where());
        json.put("line", problem.line());
        json.put("column", problem.column());
        json.put("rule", problem.rule());
        json.put("expected", problem.expected());
        json.put("found", problem.found());
        json.put("fix", problem.fix());
        return json;
    }

    private static Map<String, Object> json(SegmentGate gate) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("segment", gate.segment());
        json.put("layer", gate.layer());
        json.put("status", gate.status().name());
        json.put("producer", gate.bundle().producer());
        json.put("bundle_path", gate.bundle().path());
        json.put("bundle_sha256", gate.bundle().sha256Hex().orElse(null));
        json.put("members_listed", gate.bundle().membersListed());
        json.put("members_verified", gate.bundle().membersVerified());
        json.put("verdict_source", gate.verdictSource());
        return json;
    }

    private static Map<String, Object> json(GateReceipt.Totals totals) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put(
                "arrival_rows",
                totals.arrivalRows().isEmpty() ? null : totals.arrivalRows().getAsLong());
        json.put("arrival_files", totals.arrivalFiles());
        json.put("merchants", totals.merchants());
        json.put("parties", totals.parties());
        json.put("reject_rows", totals.rejectRows());
        return json;
    }

    private static Map<String, Object> json(LintReport lint, List<LintReport.Warning> unreleased) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("rules_passed", lint.passed());
        json.put(
                "warnings",
                Stream.concat(lint.warnings().stream(), unreleased.stream())
                        .map(LintReport.Warning::text)
                        .toList());
        json.put(
                "not_checked",
                lint.notChecked().stream().map(LintReport.NotChecked::text).toList());
        return json;
    }

    /** Sealed rows by layer, segment and role. */
    private static List<Map<String, Object>> counts(List<SealedInput> rows) {
        TreeMap<String, TreeMap<String, Object>> byGroup = new TreeMap<>();
        for (SealedInput row : rows) {
            String group = row.key().ownerLayer() + " " + row.key().ownerSegment() + " "
                    + row.use().role();
            TreeMap<String, Object> entry = byGroup.computeIfAbsent(group, key -> {
                TreeMap<String, Object> fresh = new TreeMap<>();
                fresh.put("owner_layer", row.key().ownerLayer());
                fresh.put("owner_segment", row.key().ownerSegment());
                fresh.put("role", row.use().role().name());
                fresh.put("rows", 0);
                return fresh;
            });
            entry.merge("rows", 1, (count, one) -> (Integer) count + (Integer) one);
        }
        return List.copyOf(byGroup.values());
    }
}
