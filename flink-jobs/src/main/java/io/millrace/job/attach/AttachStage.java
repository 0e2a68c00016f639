package io.millrace.job.attach;

import io.millrace.attach.EntityAttacher;
import io.millrace.job.slab.AccountingTag;
import io.millrace.job.slab.BucketRouter;
import io.millrace.job.slab.DoerSource;
import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.job.topology.OperatorId;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.SlabKind;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Arrivals to attached rows in slabs of one key bucket: attach and router, chained to the source. */
public final class AttachStage {
    private AttachStage() {}

    /**
     * @param buckets max parallelism of the job
     * @param slabRows rows of a routed slab at most
     */
    public static AttachStreams on(
            DataStream<ArrivalSlab> arrivals, DoerSource<EntityAttacher> attachers, int buckets, int slabRows) {
        SlabTypeInfo<AttachedSlab> type = SlabTypeInfo.of(SlabKind.ATTACHED);
        SingleOutputStreamOperator<AttachedSlab> attached =
                OperatorId.ATTACH.on(arrivals.transform(OperatorId.ATTACH.uid(), type, new AttachOperator(attachers)));
        SingleOutputStreamOperator<AttachedSlab> routed = OperatorId.ROUTE.on(
                attached.transform(OperatorId.ROUTE.uid(), type, new BucketRouter(buckets, slabRows)));
        return new AttachStreams(routed, attached.getSideOutput(AccountingTag.TAG));
    }
}
