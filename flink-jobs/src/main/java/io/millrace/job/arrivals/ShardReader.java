package io.millrace.job.arrivals;

import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.RowGather;
import io.millrace.slab.SlabKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Makes the arrivals of its shards, hour after hour, in the task's own thread. A position is (hour, rows of it that were
 * handed out): after a restart the hour is made once more and the rows are skipped, so slab size and restarts change
 * nothing. The watermark is exact: an hour's last millisecond when all shards have done it, in the steps of {@link
 * WatermarkStep}. Rows at or after the time of a pause stay here; the watermark before it tells everybody that all earlier
 * ones have left.
 */
final class ShardReader implements SourceReader<ArrivalSlab, ShardSplit> {
    /** 2020-01-01T00Z, hour 0. */
    private static final long FIRST_HOUR_MILLIS = 1_577_836_800_000L;

    private static final long MILLIS_PER_HOUR = 3_600_000L;

    private final SourceReaderContext context;
    private final ArrivalHours arrivals;
    private final int endHour;
    private final int slabRows;
    private final long untilMicros;
    private final RowGather gather = RowGather.between(SlabKind.ARRIVAL, SlabKind.ARRIVAL);
    private final WatermarkStep step;
    /** Shards that have hours left, the one furthest behind first. */
    private final PriorityQueue<ShardSplit> waiting =
            new PriorityQueue<>(Comparator.comparingInt(ShardSplit::hour).thenComparingInt(ShardSplit::shard));

    /** The shard in work with its hour's rows, or nothing. */
    private ShardSplit working;

    private ArrivalSlab made;
    /** Rows of the hour in work that come before the pause. */
    private int rowsDue;

    /** Shards that stand at the pause. */
    private final List<ShardSplit> paused = new ArrayList<>();

    private int[] rows = new int[0];
    private boolean started;
    private boolean hasAllShards;
    private int granted = Integer.MIN_VALUE;
    private CompletableFuture<Void> available = new CompletableFuture<>();

    /**
     * @param endHour first hour that is not made
     * @param step of the watermark
     * @param untilMicros event time of the pause; {@link Long#MAX_VALUE} for none
     */
    ShardReader(
            SourceReaderContext context,
            ArrivalHours arrivals,
            int endHour,
            int slabRows,
            WatermarkStep step,
            long untilMicros) {
        this.context = context;
        this.arrivals = arrivals;
        this.endHour = endHour;
        this.slabRows = slabRows;
        this.step = step;
        this.untilMicros = untilMicros;
    }

    @Override
    public void start() {
        started = true;
        report();
    }

    @Override
    public void addSplits(List<ShardSplit> splits) {
        waiting.addAll(splits);
        report();
        available.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
        hasAllShards = true;
        report();
        available.complete(null);
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (!(event instanceof ShardEvents.Granted now)) {
            throw new IllegalStateException("not an event of the enumerator: " + event);
        }
        granted = Math.max(granted, now.hour());
        available.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<ArrivalSlab> output) {
        if (working == null && !begin()) {
            if (waiting.isEmpty() && paused.isEmpty() && hasAllShards) {
                return InputStatus.END_OF_INPUT;
            }
            available = new CompletableFuture<>();
            return InputStatus.NOTHING_AVAILABLE;
        }
        int end = Math.min(rowsDue, working.rowsDone() + slabRows);
        if (working.rowsDone() < end) {
            // A fresh slab each time: whoever receives it owns it.
            ArrivalSlab slab = new ArrivalSlab(end - working.rowsDone());
            gather.append(made, rows, working.rowsDone(), end, slab);
            output.collect(slab);
            step.add(slab.size);
            working = working.after(slab.size);
        }
        if (working.rowsDone() >= rowsDue) {
            finishHour(output);
        }
        return InputStatus.MORE_AVAILABLE;
    }

    private boolean begin() {
        ShardSplit next = waiting.peek();
        if (next == null || next.hour() > granted) {
            return false;
        }
        working = waiting.remove();
        made = arrivals.hour(next.shard(), next.hour());
        if (next.rowsDone() > made.size) {
            throw new IllegalStateException("shard " + next.shard() + " has handed out " + next.rowsDone()
                    + " rows of hour " + next.hour() + ", which has " + made.size + ": another world");
        }
        rowsDue = made.size;
        while (rowsDue > 0 && made.tsMicros[rowsDue - 1] >= untilMicros) {
            rowsDue--;
        }
        if (rows.length < made.size) {
            rows = new int[Math.max(made.size, 2 * rows.length)];
            for (int row = 0; row < rows.length; row++) {
                rows[row] = row;
            }
        }
        return true;
    }

    private void finishHour(ReaderOutput<ArrivalSlab> output) {
        int hour = working.hour();
        long hourEndMillis = FIRST_HOUR_MILLIS + (hour + 1) * MILLIS_PER_HOUR;
        long pauseMillis = Math.floorDiv(untilMicros, 1_000L);
        if (hourEndMillis > pauseMillis) {
            paused.add(working);
        } else if (hour + 1 < endHour) {
            waiting.add(working.nextHour());
        }
        working = null;
        made = null;
        if (waiting.isEmpty() || waiting.peek().hour() > hour) {
            if (hourEndMillis >= pauseMillis || step.isDue(hour + 1)) {
                output.emitWatermark(new Watermark(Math.min(hourEndMillis, pauseMillis) - 1));
            }
            report();
        }
    }

    /** The hour that the shard furthest behind has reached; nothing as long as shards may still come. */
    private void report() {
        if (!started || (waiting.isEmpty() && working == null && !hasAllShards)) {
            return;
        }
        int hour = waiting.isEmpty() ? Integer.MAX_VALUE : waiting.peek().hour();
        for (ShardSplit split : paused) {
            hour = Math.min(hour, split.hour());
        }
        context.sendSourceEventToCoordinator(
                new ShardEvents.Reached(working == null ? hour : Math.min(hour, working.hour())));
    }

    @Override
    public List<ShardSplit> snapshotState(long checkpointId) {
        List<ShardSplit> splits = new ArrayList<>(waiting);
        splits.addAll(paused);
        if (working != null) {
            splits.add(working);
        }
        return splits;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
