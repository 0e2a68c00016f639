package io.millrace.job.arrivals;

import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.RowGather;
import io.millrace.slab.SlabKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Hands out the arrivals of its shards when the clock on the wall has come to them, all shards together in the order of
 * time. Late when what follows is slow, never early, and nothing is dropped. The watermark follows the clock, so sessions
 * close in time although no row comes. Positions are those of {@link ShardReader}: a run may be paced at one start and not
 * at the next.
 */
final class PacedReader implements SourceReader<ArrivalSlab, ShardSplit> {
    private static final long FIRST_HOUR_MICROS = 1_577_836_800_000_000L;
    private static final long MICROS_PER_HOUR = 3_600_000_000L;
    private static final long MICROS_PER_MILLI = 1_000L;
    private static final long STEP_MICROS_MIN = 1_000_000L;
    /** At a high speed a step of the watermark is as long as this on the wall. */
    private static final long STEP_WALL_MICROS = 200_000L;

    /** Rows that come due together leave together. */
    private static final long WAIT_MILLIS_MIN = 20;

    private static final long WAIT_MILLIS_MAX = 60_000;
    private static final long ROW_MASK = 0xFFFF_FFFFL;
    private static final long MIDDLE = 1L << 31;

    private final SourceReaderContext context;
    private final ArrivalHours arrivals;
    private final int endHour;
    private final int slabRows;
    private final Pace pace;
    private final LongSupplier wallMillis;
    private final RowGather gather = RowGather.between(SlabKind.ARRIVAL, SlabKind.ARRIVAL);
    private final List<ShardSplit> later = new ArrayList<>();

    /** Shards of the hour in work, with the rows of it that each has handed out. */
    private final List<ShardSplit> inHour = new ArrayList<>();

    private int[] done = new int[0];
    private boolean isLoaded;
    private int hour;
    /** Rows of the hour that were not handed out before, as they lie in {@link #rows}. */
    private ArrivalSlab rows = new ArrivalSlab(1);
    /** By row: place of its shard in {@link #inHour}. */
    private int[] shardOf = new int[0];
    /** Rows in the order of time. */
    private int[] order = new int[0];

    private int next;
    private boolean started;
    private boolean hasAllShards;
    private int granted = Integer.MIN_VALUE;
    private ShardEvents.Clock clock;
    private long watermarkMicros = Long.MIN_VALUE;
    private CompletableFuture<Void> available = new CompletableFuture<>();

    /**
     * @param endHour first hour that is not made
     * @param wallMillis the clock on the wall
     */
    PacedReader(
            SourceReaderContext context,
            ArrivalHours arrivals,
            int endHour,
            int slabRows,
            Pace pace,
            LongSupplier wallMillis) {
        this.context = context;
        this.arrivals = arrivals;
        this.endHour = endHour;
        this.slabRows = slabRows;
        this.pace = pace;
        this.wallMillis = wallMillis;
    }

    @Override
    public void start() {
        started = true;
        report();
    }

    @Override
    public void addSplits(List<ShardSplit> splits) {
        later.addAll(splits);
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
        if (event instanceof ShardEvents.Granted now) {
            granted = Math.max(granted, now.hour());
        } else if (event instanceof ShardEvents.Clock now) {
            clock = now;
        } else {
            throw new IllegalStateException("not an event of the enumerator: " + event);
        }
        available.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<ArrivalSlab> output) {
        if (!isLoaded) {
            if (later.isEmpty() && hasAllShards) {
                return InputStatus.END_OF_INPUT;
            }
            if (!hasAllShards || earliest() > granted) {
                return waitForWord();
            }
            load();
        }
        if (clock == null) {
            return waitForWord();
        }
        long now = clock.eventMicros(wallMillis.getAsLong(), pace.speedup());
        long due = Math.min(now, pace.untilMicros());
        int end = next;
        while (end < rows.size && end - next < slabRows && rows.tsMicros[order[end]] < due) {
            end++;
        }
        if (end > next) {
            handOut(end, output);
            return InputStatus.MORE_AVAILABLE;
        }
        long hourEnd = hourStart(hour) + MICROS_PER_HOUR;
        if (due >= hourEnd && next == rows.size) {
            finishHour(hourEnd, output);
            return InputStatus.MORE_AVAILABLE;
        }
        if (due >= pace.untilMicros()) {
            mark(Math.min(due, hourEnd), output);
            return waitForWord();
        }
        long step = Math.max(STEP_MICROS_MIN, (long) Math.min(pace.speedup() * STEP_WALL_MICROS, MICROS_PER_HOUR));
        if (watermarkMicros == Long.MIN_VALUE || due >= watermarkMicros + step) {
            mark(due, output);
        }
        long nextMicros = next < rows.size ? rows.tsMicros[order[next]] + 1 : hourEnd;
        return waitUntil(Math.min(Math.min(nextMicros, watermarkMicros + step), pace.untilMicros()));
    }

    private int earliest() {
        return later.stream().mapToInt(ShardSplit::hour).min().orElse(Integer.MAX_VALUE);
    }

    /** Makes the earliest hour of all shards that have reached it, and puts their rows in the order of time. */
    private void load() {
        hour = earliest();
        inHour.clear();
        later.stream().filter(split -> split.hour() == hour).forEach(inHour::add);
        later.removeAll(inHour);
        done = new int[inHour.size()];
        rows.size = 0;
        for (int shard = 0; shard < inHour.size(); shard++) {
            ShardSplit split = inHour.get(shard);
            ArrivalSlab made = arrivals.hour(split.shard(), hour);
            if (split.rowsDone() > made.size) {
                throw new IllegalStateException("shard " + split.shard() + " has handed out " + split.rowsDone()
                        + " rows of hour " + hour + ", which has " + made.size + ": another world");
            }
            done[shard] = split.rowsDone();
            int from = rows.size;
            reserve(from + made.size - split.rowsDone());
            gather.append(made, ascending(made.size), split.rowsDone(), made.size, rows);
            Arrays.fill(shardOf, from, rows.size, shard);
        }
        long[] keys = new long[rows.size];
        for (int row = 0; row < rows.size; row++) {
            // Microseconds of an hour need all 32 bits, so zero lies in the middle; the row number in the low word
            // keeps
            // the order inside a microsecond.
            keys[row] = (rows.tsMicros[row] - hourStart(hour) - MIDDLE) << 32 | row;
        }
        Arrays.sort(keys);
        for (int at = 0; at < keys.length; at++) {
            order[at] = (int) (keys[at] & ROW_MASK);
        }
        next = 0;
        isLoaded = true;
    }

    private void reserve(int count) {
        if (rows.tsMicros.length < count) {
            ArrivalSlab larger = new ArrivalSlab(2 * count);
            gather.append(rows, ascending(rows.size), 0, rows.size, larger);
            rows = larger;
        }
        if (shardOf.length < count) {
            shardOf = Arrays.copyOf(shardOf, 2 * count);
            order = new int[2 * count];
        }
    }

    private int[] ascending(int count) {
        int[] all = new int[count];
        for (int row = 0; row < count; row++) {
            all[row] = row;
        }
        return all;
    }

    private void handOut(int end, ReaderOutput<ArrivalSlab> output) {
        // A fresh slab each time: whoever receives it owns it.
        ArrivalSlab slab = new ArrivalSlab(end - next);
        gather.append(rows, order, next, end, slab);
        output.collect(slab);
        for (; next < end; next++) {
            done[shardOf[order[next]]]++;
        }
    }

    private void finishHour(long hourEnd, ReaderOutput<ArrivalSlab> output) {
        if (hour + 1 < endHour) {
            inHour.forEach(split -> later.add(split.nextHour()));
        }
        inHour.clear();
        isLoaded = false;
        mark(hourEnd, output);
        report();
    }

    /** All rows before this time have left. */
    private void mark(long micros, ReaderOutput<ArrivalSlab> output) {
        watermarkMicros = Math.max(watermarkMicros, micros);
        output.emitWatermark(new Watermark(Math.floorDiv(watermarkMicros, MICROS_PER_MILLI) - 1));
    }

    /** Until an event of the enumerator comes. */
    private InputStatus waitForWord() {
        available = new CompletableFuture<>();
        return InputStatus.NOTHING_AVAILABLE;
    }

    private InputStatus waitUntil(long eventMicros) {
        long millis = clock.millisUntil(eventMicros, wallMillis.getAsLong(), pace.speedup());
        available = new CompletableFuture<Void>()
                .completeOnTimeout(
                        null, Math.max(WAIT_MILLIS_MIN, Math.min(WAIT_MILLIS_MAX, millis)), TimeUnit.MILLISECONDS);
        return InputStatus.NOTHING_AVAILABLE;
    }

    /** The hour that the shard furthest behind has reached, and the time of the last row; nothing while shards may come. */
    private void report() {
        if (!started || !hasAllShards) {
            return;
        }
        context.sendSourceEventToCoordinator(
                new ShardEvents.Reached(isLoaded ? Math.min(hour, earliest()) : earliest()));
        if (clock == null) {
            context.sendSourceEventToCoordinator(new ShardEvents.Stands(lastMicros()));
        }
    }

    /** Time of the last row that was handed out before this start; the start of the hour where none was. */
    private long lastMicros() {
        long last = Long.MIN_VALUE;
        for (ShardSplit split : later) {
            long at = hourStart(split.hour());
            if (split.rowsDone() > 0) {
                at = arrivals.hour(split.shard(), split.hour()).tsMicros[split.rowsDone() - 1];
            }
            last = Math.max(last, at);
        }
        return last;
    }

    private static long hourStart(int hour) {
        return FIRST_HOUR_MICROS + hour * MICROS_PER_HOUR;
    }

    @Override
    public List<ShardSplit> snapshotState(long checkpointId) {
        List<ShardSplit> splits = new ArrayList<>(later);
        for (int shard = 0; shard < inHour.size(); shard++) {
            splits.add(new ShardSplit(inHour.get(shard).shard(), hour, done[shard]));
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
