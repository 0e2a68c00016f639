package io.millrace.job.arrivals;

import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.SlabKind;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The prepared arrivals of one scenario as a bounded stream of slabs, hour by hour. */
public final class PreparedArrivalSource {
    private PreparedArrivalSource() {}

    /**
     * @param folder {@code …/arrival_events_5B/…/scenario_id=…}, the parent of the date folders
     * @param zones tzids by zone ordinal
     * @param buckets key buckets of the job
     * @param slabRows rows per slab; changes no row of any output
     */
    public static SingleOutputStreamOperator<ArrivalSlab> on(
            StreamExecutionEnvironment env, String folder, List<String> zones, int buckets, int slabRows) {
        FileSource<ArrivalSlab> source = FileSource.forBulkFileFormat(
                        new ArrivalSlabFormat(zones, slabRows), new Path(folder))
                .setFileEnumerator(TimeOrderedSplits.HourFiles::new)
                .setSplitAssigner(TimeOrderedSplits::new)
                .build();
        return env.fromSource(
                source,
                WatermarkStrategy.forGenerator(new HourWatermarks(buckets, slabRows)),
                "arrivals",
                SlabTypeInfo.<ArrivalSlab>of(SlabKind.ARRIVAL));
    }
}
