package io.millrace.run;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * One row of the draw ledger of a run: evaluations counted by the stages against the number that published rows ask for.
 *
 * @param expectedCounter additive row counter that the rng policy names
 */
public record RngTraceRow(
        String stage,
        String family,
        String decision,
        long evaluations,
        long draws,
        long blocks,
        String expectedCounter,
        long expectedEvaluations,
        int drawsPerEvaluation) {
    static final Comparator<RngTraceRow> BY_NAME = Comparator.comparing(RngTraceRow::stage)
            .thenComparing(RngTraceRow::family)
            .thenComparing(RngTraceRow::decision);

    public boolean matches() {
        return evaluations == expectedEvaluations && draws == evaluations * drawsPerEvaluation && blocks == evaluations;
    }

    /** Line of {@code rng_trace_log}, for canonical JSON. */
    public Map<String, Object> line() {
        TreeMap<String, Object> line = manifestRow();
        line.put("expected_counter", expectedCounter);
        line.put("expected_evaluations", Long.toString(expectedEvaluations));
        line.put("matches", matches());
        return line;
    }

    /** Entry of the run manifest, for canonical JSON. */
    TreeMap<String, Object> manifestRow() {
        TreeMap<String, Object> row = new TreeMap<>();
        row.put("stage", stage);
        row.put("family", family);
        row.put("decision", decision);
        row.put("evaluations", Long.toString(evaluations));
        row.put("draws", Long.toString(draws));
        row.put("blocks", Long.toString(blocks));
        return row;
    }
}
