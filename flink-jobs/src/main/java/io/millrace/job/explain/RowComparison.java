package io.millrace.job.explain;

import io.millrace.Storyteller;
import io.millrace.slab.Columns;
import io.millrace.slab.EventSlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows that were made again, beside the stored ones, column by column. Stored rows are read for many arrivals at once. */
final class RowComparison {
    private static final String FLOW_ID = "flow_id";
    private static final String EVENT_SEQ = "event_seq";

    private final StoredRows stored;
    private final List<String> zones;
    private final HeldRow.Standing ofAbsent;
    private Map<Long, List<Map<String, Optional<String>>>> entities = Map.of();
    private Map<Long, List<Map<String, Optional<String>>>> anchors = Map.of();
    private Map<Long, List<Map<String, Optional<String>>>> outcomes = Map.of();
    private Map<Long, List<Map<String, Optional<String>>>> events = Map.of();
    private Map<Long, List<Map<String, Optional<String>>>> sessions = Map.of();

    /**
     * @param zones tzids by ordinal
     * @param ofAbsent what it means that a row is not stored
     */
    RowComparison(StoredRows stored, List<String> zones, HeldRow.Standing ofAbsent) {
        this.stored = stored;
        this.zones = zones;
        this.ofAbsent = ofAbsent;
    }

    /** Reads what the run has of some arrivals; those before are forgotten. */
    void load(Map<ArrivalName, Storyteller.Walk> made) {
        Map<ArrivalName, Long> flows = new LinkedHashMap<>();
        Set<Long> sessionIds = new HashSet<>();
        made.forEach((name, walk) -> {
            int row = walk.position(name.merchantId(), name.arrivalSeq());
            flows.put(name, walk.anchors().flowId[row]);
            sessionIds.add(walk.entities().sessionId[row]);
        });
        entities = stored.rowsOfArrivals(SlabKind.SESSIONED, flows);
        anchors = stored.rowsOfArrivals(SlabKind.FLOW, flows);
        outcomes = stored.rows(SlabKind.OUTCOME, FLOW_ID, flows.values());
        events = stored.rows(SlabKind.EVENT, FLOW_ID, flows.values());
        sessions = stored.rows(SlabKind.SESSION_INDEX, "session_id", sessionIds);
    }

    /** All rows of a loaded arrival. */
    List<HeldRow> of(ArrivalName name, Storyteller.Walk walk, int row) {
        long flowId = walk.anchors().flowId[row];
        long sessionId = walk.entities().sessionId[row];
        List<HeldRow> held = new ArrayList<>();
        held.add(held(walk.entities(), row, name.text(), entities.getOrDefault(flowId, List.of())));
        for (int session = 0; session < walk.sessions().size; session++) {
            if (walk.sessions().sessionId[session] == sessionId) {
                held.add(held(
                        walk.sessions(),
                        session,
                        Long.toString(sessionId),
                        sessions.getOrDefault(sessionId, List.of())));
            }
        }
        held.add(held(walk.anchors(), row, Long.toString(flowId), anchors.getOrDefault(flowId, List.of())));
        held.add(held(walk.outcomes(), row, Long.toString(flowId), outcomes.getOrDefault(flowId, List.of())));
        held.addAll(events(walk.events(), flowId));
        return held;
    }

    private List<HeldRow> events(EventSlab made, long flowId) {
        Map<String, List<Map<String, Optional<String>>>> bySeq = new HashMap<>();
        for (Map<String, Optional<String>> event : events.getOrDefault(flowId, List.of())) {
            bySeq.computeIfAbsent(event.get(EVENT_SEQ).orElse("-"), absent -> new ArrayList<>())
                    .add(event);
        }
        List<HeldRow> held = new ArrayList<>();
        for (int row = 0; row < made.size; row++) {
            if (made.flowId[row] == flowId) {
                String seq = Integer.toString(made.eventSeq[row]);
                List<Map<String, Optional<String>>> found = bySeq.remove(seq);
                held.add(held(made, row, flowId + " event " + seq, found == null ? List.of() : found));
            }
        }
        bySeq.keySet().stream()
                .sorted()
                .forEach(seq -> held.add(new HeldRow(
                        SlabKind.EVENT.datasetId(), flowId + " event " + seq, HeldRow.Standing.NOT_MADE, List.of())));
        return held;
    }

    private HeldRow held(Slab made, int row, String name, List<Map<String, Optional<String>>> found) {
        HeldRow.Standing standing =
                found.isEmpty() ? ofAbsent : found.size() == 1 ? HeldRow.Standing.BOTH : HeldRow.Standing.REPEATED;
        List<HeldRow.HeldCell> cells = new ArrayList<>();
        for (Columns.Column column : made.columns().published()) {
            Optional<String> text = Cell.text(column, row, zones);
            Optional<String> ofFile =
                    found.isEmpty() ? Optional.empty() : found.get(0).get(column.name());
            cells.add(new HeldRow.HeldCell(column.name(), Cell.shown(column, text), Cell.shown(column, ofFile)));
        }
        return new HeldRow(made.kind().datasetId(), name, standing, cells);
    }
}
