package io.millrace.job.sessionise;

import io.millrace.job.slab.AccountingTag;
import io.millrace.job.slab.BucketKeySelector;
import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.job.topology.OperatorId;
import io.millrace.sessionise.Sessioniser;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabKind;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Attached rows to sessions; the only shuffle of the job is before it. */
public final class SessionStage {
    private SessionStage() {}

    /** @param buckets max parallelism of the job */
    public static SessionStreams on(DataStream<AttachedSlab> attached, Sessioniser sessioniser, int buckets) {
        SingleOutputStreamOperator<SessionedSlab> arrivals =
                OperatorId.SESSIONISE.on(attached.keyBy(new BucketKeySelector<AttachedSlab>(buckets), Types.INT)
                        .process(new SessionFunction(sessioniser), SlabTypeInfo.<SessionedSlab>of(SlabKind.SESSIONED)));
        return new SessionStreams(
                arrivals, arrivals.getSideOutput(SessionFunction.INDEX), arrivals.getSideOutput(AccountingTag.TAG));
    }
}
