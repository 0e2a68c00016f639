package io.millrace.job.topology;

import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.slab.AccountingSlab;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabKind;
import java.util.function.UnaryOperator;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The ends of the job, with a task that breaks before the events are written. */
final class FaultySinks implements GenerateSinks {
    private final GenerateSinks files;
    private final UnaryOperator<DataStream<EventSlab>> inTheWay;
    private final boolean accounts;

    FaultySinks(GenerateSinks files, Fault fault) {
        this(
                files,
                rows -> rows.map(new BreakOnce(fault))
                        .returns(SlabTypeInfo.<EventSlab>of(SlabKind.EVENT))
                        .uid("fault")
                        .name("fault"),
                true);
    }

    private FaultySinks(GenerateSinks files, UnaryOperator<DataStream<EventSlab>> inTheWay, boolean accounts) {
        this.files = files;
        this.inTheWay = inTheWay;
        this.accounts = accounts;
    }

    /** A program whose accounting is known by another uid, so that the state of the old one has no place. */
    static GenerateSinks withoutAccounting(GenerateSinks files) {
        return new FaultySinks(files, UnaryOperator.identity(), false);
    }

    /** A task that breaks after the end of its input. */
    static GenerateSinks atEnd(GenerateSinks files, BreakAtEnd task) {
        return new FaultySinks(
                files,
                rows -> rows.transform("fault", SlabTypeInfo.<EventSlab>of(SlabKind.EVENT), task)
                        .uid("fault"),
                true);
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
        files.events(inTheWay.apply(rows));
    }

    @Override
    public void accounting(DataStream<AccountingSlab> rows) {
        if (accounts) {
            files.accounting(rows);
        } else {
            rows.sinkTo(new DiscardingSink<>()).uid("accounting-of-another-program");
        }
    }
}
