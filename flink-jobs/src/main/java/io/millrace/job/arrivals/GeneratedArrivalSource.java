package io.millrace.job.arrivals;

import io.millrace.job.slab.DoerSource;
import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.SlabKind;
import java.io.Serial;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Arrivals of a world of our own, made on the fly: splits are shards of merchants, walked hour by hour. */
public final class GeneratedArrivalSource implements Source<ArrivalSlab, ShardSplit, List<ShardSplit>> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final DoerSource<ArrivalHours> arrivals;
    private final int shards;
    private final int startHour;
    private final int endHour;
    private final int slabRows;
    private final Boundedness boundedness;
    private final Pace pace;
    private final DoerSource<Runnable> attendant;

    private GeneratedArrivalSource(
            DoerSource<ArrivalHours> arrivals,
            int shards,
            int startHour,
            int endHour,
            int slabRows,
            Boundedness boundedness,
            Pace pace,
            DoerSource<Runnable> attendant) {
        this.arrivals = arrivals;
        this.shards = shards;
        this.startHour = startHour;
        this.endHour = endHour;
        this.slabRows = slabRows;
        this.boundedness = boundedness;
        this.pace = pace;
        this.attendant = attendant;
    }

    /**
     * A window with an end, as fast as it goes.
     *
     * @param shards of merchants; changes no row
     * @param startHour first hour, whole hours since 2020-01-01T00Z
     * @param endHour first hour after the last
     * @param slabRows rows per slab at most; changes no row of any output
     */
    public static SingleOutputStreamOperator<ArrivalSlab> on(
            StreamExecutionEnvironment env,
            DoerSource<ArrivalHours> arrivals,
            int shards,
            int startHour,
            int endHour,
            int slabRows) {
        return on(
                env,
                new GeneratedArrivalSource(
                        arrivals,
                        shards,
                        startHour,
                        endHour,
                        slabRows,
                        Boundedness.BOUNDED,
                        Pace.FLAT_OUT,
                        () -> () -> {}));
    }

    /**
     * Day after day without end.
     *
     * @param shards of merchants; changes no row
     * @param startHour first hour, whole hours since 2020-01-01T00Z
     * @param lastHour first hour that cannot be named any more
     * @param slabRows rows per slab at most; changes no row of any output
     * @param pace how fast, and where it pauses
     * @param attendant called about once a second where the job is coordinated; what it throws fails the job
     */
    public static SingleOutputStreamOperator<ArrivalSlab> live(
            StreamExecutionEnvironment env,
            DoerSource<ArrivalHours> arrivals,
            int shards,
            int startHour,
            int lastHour,
            int slabRows,
            Pace pace,
            DoerSource<Runnable> attendant) {
        return on(
                env,
                new GeneratedArrivalSource(
                        arrivals,
                        shards,
                        startHour,
                        lastHour,
                        slabRows,
                        Boundedness.CONTINUOUS_UNBOUNDED,
                        pace,
                        attendant));
    }

    private static SingleOutputStreamOperator<ArrivalSlab> on(
            StreamExecutionEnvironment env, GeneratedArrivalSource source) {
        return env.fromSource(
                source,
                // The reader says itself when an hour is done.
                WatermarkStrategy.noWatermarks(),
                "arrivals",
                SlabTypeInfo.<ArrivalSlab>of(SlabKind.ARRIVAL));
    }

    @Override
    public Boundedness getBoundedness() {
        return boundedness;
    }

    @Override
    public SplitEnumerator<ShardSplit, List<ShardSplit>> createEnumerator(SplitEnumeratorContext<ShardSplit> context) {
        return new ShardEnumerator(
                context,
                startHour == endHour
                        ? List.of()
                        : IntStream.range(0, shards)
                                .mapToObj(shard -> new ShardSplit(shard, startHour, 0))
                                .toList(),
                attendant.open());
    }

    @Override
    public SplitEnumerator<ShardSplit, List<ShardSplit>> restoreEnumerator(
            SplitEnumeratorContext<ShardSplit> context, List<ShardSplit> unassigned) {
        return new ShardEnumerator(context, unassigned, attendant.open());
    }

    @Override
    public SourceReader<ArrivalSlab, ShardSplit> createReader(SourceReaderContext context) {
        if (pace.isPaced()) {
            return new PacedReader(context, arrivals.open(), endHour, slabRows, pace, System::currentTimeMillis);
        }
        return new ShardReader(
                context, arrivals.open(), endHour, slabRows, new WatermarkStep(shards, slabRows), pace.untilMicros());
    }

    @Override
    public SimpleVersionedSerializer<ShardSplit> getSplitSerializer() {
        return new ShardSerializers.OfSplit();
    }

    @Override
    public SimpleVersionedSerializer<List<ShardSplit>> getEnumeratorCheckpointSerializer() {
        return new ShardSerializers.OfSplits();
    }
}
