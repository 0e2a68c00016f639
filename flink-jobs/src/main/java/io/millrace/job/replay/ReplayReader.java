package io.millrace.job.replay;

import io.millrace.base.RunException;
import io.millrace.contract.DatasetDictionary;
import io.millrace.job.sinks.RunHold;
import io.millrace.job.sinks.kafka.BusRecord;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.EnvelopeWriter;
import io.millrace.job.slab.BrokenLaw;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
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
    /** Waking up for each of ten thousand messages a second would cost more than sending them. */
    private static final long WAIT_NANOS_MIN = 500_000L;

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

    private final OwnLanes lanes;

    private boolean hasAllLanes;
    private boolean started;
    /** Event time of the furthest lane at the start. */
    private long standsAtMicros;

    private boolean saidWhereItStands;
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
        this.lanes = new OwnLanes(plan.lanes());
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
        withdraw();
        started = true;
        begin();
    }

    @Override
    public void addSplits(List<LaneSplit> splits) {
        splits.forEach(lanes::add);
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

    /** Once all lanes are there: finds the first stretch, and where the furthest lane stands. */
    private void begin() {
        if (!started || !hasAllLanes) {
            return;
        }
        fromMicros = lanes.earliestMicros(plan.from().tsMicros());
        standsAtMicros = lanes.furthestMicros(plan.firstMicros());
        messages = lanes.messages();
        load();
        if (stretches.isGrowing()) {
            // Perhaps there is nothing to read for a long while, and who waits for that wants to be told.
            sayWhereItStands();
        }
        available.complete(null);
    }

    /** The clock starts when all have said so: with their first rows in hand, or these would be late. */
    private void sayWhereItStands() {
        context.sendSourceEventToCoordinator(new LaneEvents.Stands(standsAtMicros));
        saidWhereItStands = true;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<BusRecord> output) throws Exception {
        if (ended) {
            return InputStatus.END_OF_INPUT;
        }
        if (!started || !hasAllLanes) {
            return await(new CompletableFuture<>());
        }
        if (!saidWhereItStands) {
            if (loading != null && !loading.isDone()) {
                return await(loading.handle((rows, failure) -> null));
            }
            sayWhereItStands();
        }
        if (clock == null) {
            return await(new CompletableFuture<>());
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
        if (metronome == null) {
            // Not before there is something to send: what is waited for is not late.
            metronome = metronome();
        }
        for (int sent = 0; sent < MESSAGES_PER_POLL && place < slice.size(); sent++) {
            long left = metronome.nanosUntil(slice.tsMicros(place), messages);
            if (left > 0) {
                long wait = Math.max(WAIT_NANOS_MIN, Math.min(left, WAIT_NANOS_MAX));
                return await(new CompletableFuture<Void>().completeOnTimeout(null, wait, TimeUnit.NANOSECONDS));
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

    /** What an earlier attempt has said is not so any more: some of it is to be handed out again. */
    private void withdraw() {
        if (stretches.isGrowing()) {
            try {
                Standing.withdraw(attempt.folder(), context.getIndexOfSubtask());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void send(ReaderOutput<BusRecord> output) {
        BusStream stream = slice.stream(place);
        int lane = slice.lane(place);
        record.stream = stream;
        record.partition = lane;
        record.tsMicros = slice.tsMicros(place);
        record.key = slice.key(place);
        EnvelopeWriter writer = writers.get(stream);
        record.value = writer.write(slice.slab(stream), slice.row(place));
        output.collect(record, Math.floorDiv(record.tsMicros, 1_000L));
        lanes.handedOut(lane, place, stream, writer.idBits());
        place++;
        messages++;
    }

    private Metronome metronome() {
        long now = System.nanoTime();
        // One clock for all readers by event time; by rate each keeps its share from where it stands.
        long startNanos = pace instanceof ReplayPace.BySpeedup
                ? now - (System.currentTimeMillis() - clock.wallMillis()) * MILLION
                : now;
        return new Metronome(pace, System::nanoTime, startNanos, clock.startMicros(), lanes.share(), messages);
    }

    /** Writes the places of the stretch in hand into the lanes; it is needed no more. */
    private void settle() {
        if (slice != null) {
            lanes.settle(slice);
            slice = null;
        }
    }

    /** Begins to read the next stretch, behind the rows that lanes handed out at earlier starts. */
    private void load() {
        if (fromMicros == Long.MAX_VALUE) {
            loading = null;
            return;
        }
        long from = fromMicros;
        // Of the stretch in hand nothing comes twice: the next one begins behind its end.
        RowKey[] positions = lanes.positions();
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
        lanes.writeTallies(attempt.folder());
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
        return lanes.snapshot(slice);
    }

    /** The first one that completes after the end has the end. */
    @Override
    public void notifyCheckpointComplete(long checkpointId) throws IOException {
        if (checkpointOfEnd == NONE || checkpointId < checkpointOfEnd || isDone) {
            return;
        }
        lanes.writeDone(attempt.folder(), checkpointId);
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
