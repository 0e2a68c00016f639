package io.millrace.job.topology;

import io.millrace.attach.EntityAttacher;
import io.millrace.flows.FlowMaker;
import io.millrace.job.attach.AttachStage;
import io.millrace.job.attach.AttachStreams;
import io.millrace.job.flows.FlowStage;
import io.millrace.job.flows.FlowStreams;
import io.millrace.job.sessionise.SessionStage;
import io.millrace.job.sessionise.SessionStreams;
import io.millrace.job.slab.DoerSource;
import io.millrace.sessionise.Sessioniser;
import io.millrace.slab.ArrivalSlab;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The main job: arrivals -> attach -> sessionise -> flows -> sinks. */
public final class GenerateTopology {
    private final DoerSource<EntityAttacher> attachers;
    private final Sessioniser sessioniser;
    private final DoerSource<FlowMaker> flowMakers;
    private final int buckets;
    private final int slabRows;

    /**
     * @param buckets max parallelism of the job; parties hash into so many key buckets
     * @param slabRows rows of a routed slab at most; changes no row of any output
     */
    public GenerateTopology(
            DoerSource<EntityAttacher> attachers,
            Sessioniser sessioniser,
            DoerSource<FlowMaker> flowMakers,
            int buckets,
            int slabRows) {
        this.attachers = attachers;
        this.sessioniser = sessioniser;
        this.flowMakers = flowMakers;
        this.buckets = buckets;
        this.slabRows = slabRows;
    }

    /** Wires the graph between its ends; reads no file and executes nothing. */
    public void define(DataStream<ArrivalSlab> arrivals, GenerateSinks sinks) {
        AttachStreams attach = AttachStage.on(arrivals, attachers, buckets, slabRows);
        SessionStreams sessions = SessionStage.on(attach.attached(), sessioniser, buckets);
        FlowStreams flows = FlowStage.on(sessions.arrivals(), flowMakers, buckets);

        sinks.arrivalEntities(sessions.arrivals());
        sinks.sessionIndex(sessions.index());
        sinks.flowAnchors(flows.anchors());
        sinks.flowOutcomes(flows.outcomes());
        sinks.events(flows.events());
        sinks.accounting(attach.accounting().union(sessions.accounting(), flows.accounting()));
    }
}
