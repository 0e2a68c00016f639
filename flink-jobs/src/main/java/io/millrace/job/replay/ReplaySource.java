package io.millrace.job.replay;

import io.millrace.job.sinks.kafka.BusRecord;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The messages of a run, each lane in the order of time: splits are {@linkplain ReplayPlan lanes}, positions are rows, so
 * lanes may be dealt out anew at every start.
 */
public final class ReplaySource implements Source<BusRecord, LaneSplit, LaneState> {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Rows that are sorted at a time, unless somebody says otherwise. */
    public static final int SLICE_ROWS = Slices.ROWS;

    private final ReplayPlan plan;
    private final ReplayPace pace;
    private final ReplayAttempt attempt;
    private final int sliceRows;
    /** Folder of the run while it is written; empty when all its files are in the plan. */
    private final String growing;

    /**
     * @param attempt in whose folder is written down what a lane has sent
     * @param sliceRows rows that are sorted at a time; changes no message and no order
     */
    public ReplaySource(ReplayPlan plan, ReplayPace pace, ReplayAttempt attempt, int sliceRows) {
        this(plan, pace, attempt, sliceRows, "");
    }

    private ReplaySource(ReplayPlan plan, ReplayPace pace, ReplayAttempt attempt, int sliceRows, String growing) {
        this.plan = plan;
        this.pace = pace;
        this.attempt = attempt;
        this.sliceRows = sliceRows;
        this.growing = growing;
    }

    /**
     * The same of a run that is still written, up to its flag: rows are handed out as it grows.
     *
     * @param runRoot folder of the run; the plan has no files
     */
    public ReplaySource growing(Path runRoot) {
        return new ReplaySource(plan, pace, attempt, sliceRows, runRoot.toString());
    }

    @Override
    public Boundedness getBoundedness() {
        return growing.isEmpty() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<LaneSplit, LaneState> createEnumerator(SplitEnumeratorContext<LaneSplit> context) {
        return new LaneEnumerator(
                context,
                plan,
                IntStream.range(0, plan.lanes()).mapToObj(LaneSplit::atStart).toList());
    }

    @Override
    public SplitEnumerator<LaneSplit, LaneState> restoreEnumerator(
            SplitEnumeratorContext<LaneSplit> context, LaneState state) {
        return LaneEnumerator.restored(context, plan, state);
    }

    @Override
    public SourceReader<BusRecord, LaneSplit> createReader(SourceReaderContext context) throws IOException {
        return new ReplayReader(context, plan, pace, attempt, stretches());
    }

    private Stretches stretches() {
        return growing.isEmpty()
                ? new KnownStretches(plan, sliceRows, Long.MAX_VALUE)
                : new GrowingStretches(plan, Path.of(growing), sliceRows);
    }

    @Override
    public SimpleVersionedSerializer<LaneSplit> getSplitSerializer() {
        return new LaneSerializers.OfSplit();
    }

    @Override
    public SimpleVersionedSerializer<LaneState> getEnumeratorCheckpointSerializer() {
        return new LaneSerializers.OfLanes();
    }
}
