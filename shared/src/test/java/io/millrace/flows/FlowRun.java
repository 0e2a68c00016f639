package io.millrace.flows;

import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.Slab;
import java.util.ArrayList;
import java.util.List;

/** One bucket, one maker, everything that came out. */
final class FlowRun {
    final FlowMaker maker;
    final FlowSlab flows;
    final OutcomeSlab outcomes;
    final EventSlab events;
    PendingDeclines pending = new PendingDeclines();

    /** @param flowsMax over all calls */
    FlowRun(FlowMaker maker, int flowsMax) {
        this.maker = maker;
        flows = new FlowSlab(flowsMax);
        outcomes = new OutcomeSlab(flowsMax);
        events = new EventSlab(flowsMax * FlowMaker.EVENTS_PER_FLOW_MAX);
    }

    FlowRun make(SessionedSlab arrivals) {
        maker.make(arrivals, pending, flows, outcomes, events);
        return this;
    }

    /** Forgets the rows, keeps the state. */
    FlowRun clearRows() {
        flows.size = 0;
        outcomes.size = 0;
        events.size = 0;
        return this;
    }

    /** Texts of all rows, anchors first, in order of emission. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Slab slab : new Slab[] {flows, outcomes, events}) {
            for (int row = 0; row < slab.size; row++) {
                texts.add(slab.describe(row));
            }
        }
        return texts;
    }
}
