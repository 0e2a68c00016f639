package io.millrace.job.flows;

import io.millrace.flows.FlowMaker;
import io.millrace.job.slab.AccountingTag;
import io.millrace.job.slab.BucketKeySelector;
import io.millrace.job.slab.DoerSource;
import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.job.topology.OperatorId;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabKind;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Sessioned rows to flows, chained behind sessionise: its slabs keep their bucket, so no shuffle is needed. */
public final class FlowStage {
    private FlowStage() {}

    /**
     * @param arrivals slabs of one key bucket each, partitioned as {@link BucketKeySelector} would
     * @param buckets max parallelism of the job
     */
    public static FlowStreams on(DataStream<SessionedSlab> arrivals, DoerSource<FlowMaker> makers, int buckets) {
        SingleOutputStreamOperator<FlowSlab> anchors = OperatorId.FLOWS.on(DataStreamUtils.reinterpretAsKeyedStream(
                        arrivals, new BucketKeySelector<SessionedSlab>(buckets), Types.INT)
                .process(new FlowFunction(makers), SlabTypeInfo.<FlowSlab>of(SlabKind.FLOW)));
        return new FlowStreams(
                anchors,
                anchors.getSideOutput(FlowFunction.OUTCOMES),
                anchors.getSideOutput(FlowFunction.EVENTS),
                anchors.getSideOutput(AccountingTag.TAG));
    }
}
