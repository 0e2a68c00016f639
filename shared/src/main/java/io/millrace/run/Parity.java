package io.millrace.run;

import io.millrace.contract.EventType;
import io.millrace.slab.SlabKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parity laws P1 to P7 over the totals of all datasets; P8 is checked where footers are read. Contracts 6.5. */
public final class Parity {
    private final Map<String, DatasetTotals> totals;
    private final DatasetTotals arrivals;
    private final List<Equation> equations = new ArrayList<>();

    private Parity(Map<String, DatasetTotals> totals, DatasetTotals arrivals) {
        this.totals = totals;
        this.arrivals = arrivals;
    }

    /**
     * @param totals by dataset id; datasets without files count as empty
     * @param arrivals rows and link sums of the sealed input
     * @param trace draw ledger
     */
    public static List<Equation> of(
            Map<String, DatasetTotals> totals, DatasetTotals arrivals, List<RngTraceRow> trace) {
        Parity parity = new Parity(totals, arrivals);
        parity.arrivals();
        parity.sessions();
        parity.flows();
        parity.events();
        parity.amounts();
        parity.orders();
        parity.draws(trace);
        return List.copyOf(parity.equations);
    }

    private void arrivals() {
        DatasetTotals entities = of(SlabKind.SESSIONED);
        DatasetTotals anchors = of(SlabKind.FLOW);
        equal("P1 arrival rows: sealed = entity rows", arrivals.rows(), entities.rows());
        equal("P1 arrival rows: sealed = flow anchors", arrivals.rows(), anchors.rows());
        equal("P1 arrival keys: sealed = entity rows", arrivals.link("arrival"), entities.link("arrival"));
        equal("P1 arrival keys: sealed = flow anchors", arrivals.link("arrival"), anchors.link("arrival"));
    }

    private void sessions() {
        DatasetTotals entities = of(SlabKind.SESSIONED);
        DatasetTotals sessions = of(SlabKind.SESSION_INDEX);
        equal("P2 session keys: first arrivals = session index", entities.link("session"), sessions.link("session"));
        equal("P2 arrivals of sessions = entity rows", sessions.counter("arrival_count"), entities.rows());
    }

    private void flows() {
        String anchors = of(SlabKind.FLOW).link("flow");
        equal("P3 flow keys: anchors = outcomes", anchors, of(SlabKind.OUTCOME).link("flow"));
        equal(
                "P3 flow keys: anchors = first events",
                anchors,
                of(SlabKind.EVENT).link("flow"));
    }

    private void events() {
        DatasetTotals outcomes = of(SlabKind.OUTCOME);
        long events = of(SlabKind.EVENT).rows();
        equal("P4 event rows = sum of event_count", events, outcomes.counter("emitted_events"));
        equal(
                "P4 event rows = planned - censored events",
                events,
                outcomes.counter("planned_events") - outcomes.counter("censored_events"));
    }

    private void amounts() {
        DatasetTotals events = of(SlabKind.EVENT);
        DatasetTotals outcomes = of(SlabKind.OUTCOME);
        equal(
                "P5 amounts: authorisation requests = anchors",
                events.counter("amount_minor." + EventType.AUTH_REQUEST),
                of(SlabKind.FLOW).counter("amount_minor"));
        equal(
                "P5 amounts: clearing events = outcomes",
                events.counter("amount_minor." + EventType.CLEARING),
                outcomes.counter("clearing_amount_minor"));
        equal(
                "P5 amounts: refund events = outcomes",
                events.counter("amount_minor." + EventType.REFUND),
                outcomes.counter("refund_amount_minor"));
    }

    private void orders() {
        DatasetTotals anchors = of(SlabKind.FLOW);
        equal(
                "P6 first attempts + retries = anchors",
                anchors.counter("orders_opened") + anchors.counter("retries"),
                anchors.rows());
    }

    private void draws(List<RngTraceRow> trace) {
        for (RngTraceRow row : trace) {
            equations.add(new Equation(
                    "P7 draws of " + row.decision() + ": counted = expected from rows",
                    row.evaluations() + " evaluations, " + row.draws() + " draws, " + row.blocks() + " blocks",
                    row.expectedEvaluations() + " evaluations, "
                            + row.expectedEvaluations() * row.drawsPerEvaluation() + " draws, "
                            + row.expectedEvaluations() + " blocks"));
        }
    }

    private DatasetTotals of(SlabKind kind) {
        return totals.getOrDefault(kind.datasetId(), new DatasetTotals(kind.datasetId()));
    }

    private void equal(String name, long left, long right) {
        equations.add(Equation.of(name, left, right));
    }

    private void equal(String name, String left, String right) {
        equations.add(new Equation(name, left, right));
    }
}
