package io.millrace.job.replay;

import io.millrace.base.RunException;
import io.millrace.contract.DatasetDictionary;
import io.millrace.job.sinks.RunHold;
import io.millrace.job.sinks.kafka.BusRecord;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.EnvelopeWriter;
import io.millrace.job.sinks.kafka.TopicAudit;
import io.millrace.job.slab.BrokenLaw;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Hands out the messages of its lanes, all lanes together in the one order. Stretches of time are read and sorted by a
 * thread of its own, one ahead of the one that is handed out. A position is the last row that was handed out, by lane: a
 * restart reads the stretch again and goes on behind that row.
 */
final class ReplayReader implements SourceReader<BusRecord, LaneSplit> {
    /** Between two looks at what else the task has to do. */
    private static final int MESSAGES_PER_POLL = 64;

    private static final long WAIT_NANOS_MAX = 1_000_000_000L;
    private static final long NONE = -1;
    private static final long MILLION = 1_000_000L;

    private final SourceReaderContext context;
    private final ReplayPlan plan;
    private final ReplayPace pace;
    private final ReplayAttempt attempt;
    private final RunHold hold;
    private final Stretches stretches;
    private final Map<BusStream, EnvelopeWriter> writers = new EnumMap<>(BusStream.class);
    private final ExecutorService reading = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "replay-reading");
        thread.setDaemon(true);
        return thread;
    });
    private final BusRecord record = new BusRecord();

    /** By lane; null for lanes of others. */
    private final LaneSplit[] lanes;
    /** By lane: place of the last row of the stretch in hand, -1 for none. */
    private final int[] lastPlace;

    private boolean hasAllLanes;
    private boolean started;
    private LaneEvents.Clock clock;
    private Metronome metronome;
    private long messages;

    /** Everything before it was loaded. */
    private long fromMicros;

    private long stoodMicros = Long.MAX_VALUE;
    private CompletableFuture<Stretches.Stretch> loading;
    private SliceRows slice;
    private int place;
    private boolean ended;
    private long checkpointOfEnd = NONE;
    private boolean isDone;
    private CompletableFuture<Void> available = new CompletableFuture<>();

    ReplayReader(
            SourceReaderContext context, ReplayPlan plan, ReplayPace pace, ReplayAttempt attempt, Stretches stretches)
            throws IOException {
        this.context = context;
        this.plan = plan;
        this.pace = pace;
        this.attempt = attempt;
        this.stretches = stretches;
        this.lanes = new LaneSplit[plan.lanes()];
        this.lastPlace = new int[plan.lanes()];
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        for (BusStream stream : BusStream.values()) {
            writers.put(
                    stream,
                    new EnvelopeWriter(
                            DatasetDictionary.shipped().dataset(stream.kind().datasetId()),
                            stream.kind().empty(1),
                            plan.identity(),
                            zones));
        }
        // First the hold: who begins another start sees it, or this task sees the claim of that start.
        this.hold = RunHold.of(attempt.folder());
    }

    @Override
    public void start() {
        requireNewest();
        started = true;
        begin();
    }

    @Override
    public void addSplits(List<LaneSplit> splits) {
        for (LaneSplit split : splits) {
            // Counted on from here: the arrays of the split belong to whoever sent it.
            lanes[split.lane()] = new LaneSplit(
                    split.lane(),
                    split.last(),
                    split.rows().clone(),
                    split.idSums().clone());
            lastPlace[split.lane()] = -1;
        }
    }

    @Override
    public void notifyNoMoreSplits() {
        hasAllLanes = true;
        begin();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (!(event instanceof LaneEvents.Clock now)) {
            throw new IllegalStateException("not an event of the enumerator: " + event);
        }
        clock = now;
        available.complete(null);
    }

    /** Once all lanes are there: finds the first stretch, and says where the furthest lane stands. */
    private void begin() {
        if (!started || !hasAllLanes) {
            return;
        }
        long earliest = Long.MAX_VALUE;
        long furthest = plan.firstMicros();
        for (LaneSplit lane : lanes) {
            if (lane != null) {
                earliest = Math.min(
                        earliest, Math.max(lane.last().tsMicros(), plan.from().tsMicros()));
                furthest = Math.max(furthest, lane.last().tsMicros());
                messages += lane.rowsOfAll();
            }
        }
        fromMicros = earliest;
        context.sendSourceEventToCoordinator(new LaneEvents.Stands(furthest));
        load();
        available.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<BusRecord> output) throws Exception {
        if (ended) {
            return InputStatus.END_OF_INPUT;
        }
        if (!started || !hasAllLanes || clock == null) {
            return await(new CompletableFuture<>());
        }
        if (metronome == null) {
            metronome = metronome();
        }
        if (slice == null || place == slice.size()) {
            settle();
            if (loading == null) {
                end();
                return InputStatus.END_OF_INPUT;
            }
            if (!loading.isDone()) {
                stand();
                return await(loading.handle((rows, failure) -> null));
            }
            Stretches.Stretch stretch = loaded();
            slice = stretch.rows();
            fromMicros = stretch.untilMicros();
            place = 0;
            load();
            return InputStatus.MORE_AVAILABLE;
        }
        for (int sent = 0; sent < MESSAGES_PER_POLL && place < slice.size(); sent++) {
            long left = metronome.nanosUntil(slice.tsMicros(place), messages);
            if (left > 0) {
                return await(new CompletableFuture<Void>()
                        .completeOnTimeout(null, Math.min(left, WAIT_NANOS_MAX), TimeUnit.NANOSECONDS));
            }
            send(output);
        }
        return InputStatus.MORE_AVAILABLE;
    }

    /** Of a run that grows: there is no more now. */
    private void stand() throws IOException {
        if (stretches.isGrowing() && stoodMicros != fromMicros) {
            stoodMicros = fromMicros;
            Standing.write(attempt.folder(), context.getIndexOfSubtask(), fromMicros);
        }
    }

    private void send(ReaderOutput<BusRecord> output) {
        BusStream stream = slice.stream(place);
        int lane = slice.lane(place);
        record.stream = stream;
        record.partition = lane;
        record.tsMicros = slice.tsMicros(place);
        record.key = slice.key(place);
        record.value = writers.get(stream).write(slice.slab(stream), slice.row(place));
        output.collect(record, Math.floorDiv(record.tsMicros, 1_000L));
        lanes[lane].rows()[stream.ordinal()]++;
        lanes[lane].idSums()[stream.ordinal()] += TopicAudit.idBits(record.value);
        lastPlace[lane] = place;
        place++;
        messages++;
    }

    private Metronome metronome() {
        int own = 0;
        for (LaneSplit lane : lanes) {
            own += lane == null ? 0 : 1;
        }
        long now = System.nanoTime();
        // One clock for all readers by event time; by rate each keeps its share from where it stands.
        long startNanos = pace instanceof ReplayPace.BySpeedup
                ? now - (System.currentTimeMillis() - clock.wallMillis()) * MILLION
                : now;
        return new Metronome(
                pace,
                System::nanoTime,
                startNanos,
                clock.startMicros(),
                Math.max(1, own) / (double) lanes.length,
                messages);
    }

    /** Writes the places of the stretch in hand into the lanes; it is needed no more. */
    private void settle() {
        if (slice != null) {
            for (int lane = 0; lane < lanes.length; lane++) {
                if (lanes[lane] != null) {
                    lanes[lane] = now(lane);
                    lastPlace[lane] = -1;
                }
            }
            slice = null;
        }
    }

    /** A lane as it stands. */
    private LaneSplit now(int lane) {
        LaneSplit at = lanes[lane];
        return new LaneSplit(
                lane, lastPlace[lane] < 0 ? at.last() : slice.rowKey(lastPlace[lane]), at.rows(), at.idSums());
    }

    /** Begins to read the next stretch, behind the rows that lanes handed out at earlier starts. */
    private void load() {
        if (fromMicros == Long.MAX_VALUE) {
            loading = null;
            return;
        }
        long from = fromMicros;
        RowKey[] positions = new RowKey[lanes.length];
        for (int lane = 0; lane < lanes.length; lane++) {
            // Of the stretch in hand nothing comes twice: the next one begins behind its end.
            positions[lane] = lanes[lane] == null ? null : lanes[lane].last();
        }
        loading = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return stretches.next(positions, from);
                    } catch (IOException | InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                reading);
    }

    private Stretches.Stretch loaded() throws Exception {
        try {
            return loading.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RunException law) {
                throw BrokenLaw.of(law);
            }
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    private void end() throws IOException {
        attempt.requireNewest();
        for (LaneSplit lane : lanes) {
            if (lane != null) {
                LaneTally.of(lane).write(attempt.folder());
            }
        }
        ended = true;
    }

    private void requireNewest() {
        try {
            attempt.requireNewest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStatus await(CompletableFuture<Void> event) {
        available = event;
        return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public List<LaneSplit> snapshotState(long checkpointId) {
        requireNewest();
        if (ended && checkpointOfEnd == NONE) {
            checkpointOfEnd = checkpointId;
        }
        List<LaneSplit> state = new ArrayList<>();
        for (int lane = 0; lane < lanes.length; lane++) {
            if (lanes[lane] != null) {
                LaneSplit at = now(lane);
                // Counted on while the checkpoint is written.
                state.add(new LaneSplit(
                        lane, at.last(), at.rows().clone(), at.idSums().clone()));
            }
        }
        return state;
    }

    /** The first one that completes after the end has the end. */
    @Override
    public void notifyCheckpointComplete(long checkpointId) throws IOException {
        if (checkpointOfEnd == NONE || checkpointId < checkpointOfEnd || isDone) {
            return;
        }
        for (LaneSplit lane : lanes) {
            if (lane != null) {
                LaneTally.writeDone(attempt.folder(), lane.lane(), checkpointId);
            }
        }
        isDone = true;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void close() {
        reading.shutdownNow();
        hold.close();
    }
}
