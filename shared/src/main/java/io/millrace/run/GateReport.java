package io.millrace.run;

import io.millrace.base.Problem;
import io.millrace.digest.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code reports/s0_report.json}: everything a gate saw, also when it failed. Holds durations, so it is never compared.
 * Canonical JSON and a final newline.
 */
final class GateReport {
    private GateReport() {}

    /**
     * Renders the report.
     *
     * @param status how the gate ended
     * @param runId when the axes are known
     * @param problems all of the pass
     * @param notChecked what could not be looked at
     * @param rows inputs that were found, also when the gate failed
     * @param durationMillisByStep for the curious
     */
    static String json(
            GateStatus status,
            Optional<String> runId,
            List<Problem> problems,
            List<NotChecked> notChecked,
            List<SealedInput> rows,
            SortedMap<String, Long> durationMillisByStep) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("status", status.name());
        json.put("run_id", runId.orElse(null));
        json.put(
                "problems",
                problems.stream().sorted(Problem.BY_PLACE).map(GateReport::json).toList());
        json.put("not_checked", notChecked.stream().map(GateReport::json).toList());
        json.put("counts", counts(rows));
        json.put("durations_ms", durationMillisByStep);
        return CanonicalJson.of(json) + "\n";
    }

    private static Map<String, Object> json(Problem problem) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("code", problem.code().name());
        json.put("where", problem.where());
        json.put("line", problem.line());
        json.put("column", problem.column());
        json.put("rule", problem.rule());
        json.put("expected", problem.expected());
        json.put("found", problem.found());
        json.put("fix", problem.fix());
        return json;
    }

    private static Map<String, Object> json(NotChecked notChecked) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("check", notChecked.check());
        json.put("waits_for", notChecked.waitsFor());
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
