package io.millrace.job.topology;

import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.slab.AccountingSlab;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabKind;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The ends of the job, with a task that breaks before the events are written. */
final class FaultySinks implements GenerateSinks {
    private final GenerateSinks files;
    private final Fault fault;

    FaultySinks(GenerateSinks files, Fault fault) {
        this.files = files;
        this.fault = fault;
    }

    @Override
    public void arrivalEntities(DataStream<SessionedSlab> rows) {
        files.arrivalEntities(rows);
    }

    @Override
    public void sessionIndex(DataStream<SessionIndexSlab> rows) {
        files.sessionIndex(rows);
    }

    @Override
    public void flowAnchors(DataStream<FlowSlab> rows) {
        files.flowAnchors(rows);
    }

    @Override
    public void flowOutcomes(DataStream<OutcomeSlab> rows) {
        files.flowOutcomes(rows);
    }

    @Override
    public void events(DataStream<EventSlab> rows) {
        files.events(rows.map(new BreakOnce(fault))
                .returns(SlabTypeInfo.<EventSlab>of(SlabKind.EVENT))
                .uid("fault")
                .name("fault"));
    }

    @Override
    public void accounting(DataStream<AccountingSlab> rows) {
        files.accounting(rows);
    }
}
