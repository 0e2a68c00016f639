package io.millrace.job.replay;

import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.Visibility;
import io.millrace.job.arrivals.SlabFileReader;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.BusTopic;
import io.millrace.job.sinks.kafka.PartitionLaw;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.RowGather;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.Slab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.io.LocalInputFile;

/**
 * Reads the rows of a stretch of time that belong to some lanes, from all files that may have some. Row groups whose times
 * lie elsewhere are passed over unread, columns that never leave are not read at all.
 */
final class SliceLoader {
    private static final int READ_ROWS = 4_096;
    private static final String TIME = "ts_utc";

    private final ReplayPlan plan;
    private final List<String> zones =
            ZoneId.getAvailableZoneIds().stream().sorted().toList();
    private final FlowOwners flowOwners;
    private final KeyText keys;
    private final Map<BusStream, Set<String>> columns = new EnumMap<>(BusStream.class);
    private int[] rows = new int[READ_ROWS];
    /** By row that stays, streams after one another. */
    private int[] lanes = new int[0];

    private int kept;

    SliceLoader(ReplayPlan plan) {
        this.plan = plan;
        this.flowOwners = new FlowOwners(plan, zones);
        this.keys = new KeyText(plan.key());
        for (BusStream stream : BusStream.values()) {
            columns.put(stream, columns(stream));
        }
    }

    /** Names of time zones by the numbers that rows have here. */
    List<String> zones() {
        return zones;
    }

    /**
     * @param positions by lane: the last row that was handed out, or null for lanes of others
     * @param fromMicros inclusive
     * @param untilMicros exclusive
     */
    SliceRows load(RowKey[] positions, long fromMicros, long untilMicros) throws IOException {
        SessionedSlab entities = (SessionedSlab) window(BusStream.ENTITIES, fromMicros, untilMicros);
        FlowSlab anchors = (FlowSlab) window(BusStream.ANCHORS, fromMicros, untilMicros);
        EventSlab events = (EventSlab) window(BusStream.EVENTS, fromMicros, untilMicros);
        long[] owners = new long[0];
        if (plan.keysOfEventsStandOnAnchors()) {
            owners = Arrays.copyOf(events.flowId, events.size);
            flowOwners.resolve(owners, events.size, untilMicros);
        }
        lanes = new int[entities.size + anchors.size + events.size];
        kept = 0;
        entities = (SessionedSlab) keep(BusStream.ENTITIES, entities, owners, positions);
        anchors = (FlowSlab) keep(BusStream.ANCHORS, anchors, owners, positions);
        events = (EventSlab) keep(BusStream.EVENTS, events, owners, positions);
        return new SliceRows(plan.key(), entities, anchors, events, owners, Arrays.copyOf(lanes, kept), fromMicros);
    }

    /** All rows of a stream in a stretch of time and in the plan. */
    private Slab window(BusStream stream, long fromMicros, long untilMicros) throws IOException {
        Slab all = stream.kind().empty(READ_ROWS);
        if (plan.topic(stream).isEmpty()) {
            return all;
        }
        RowGather gather = RowGather.between(stream.kind(), stream.kind());
        Slab chunk = stream.kind().empty(READ_ROWS);
        for (ReplayFile file : plan.files(stream, fromMicros, untilMicros)) {
            try (SlabFileReader reader = new SlabFileReader(
                            new LocalInputFile(Path.of(file.path())), file.path(), zones)
                    .only(columns.get(stream))
                    .between(TIME, fromMicros, untilMicros)) {
                while (reader.read(chunk)) {
                    int count = inside(stream, chunk, fromMicros, untilMicros);
                    all = withRoom(gather, all, count);
                    gather.append(chunk, rows, 0, count, all);
                }
            }
        }
        return all;
    }

    /** Fills {@link #rows}. */
    private int inside(BusStream stream, Slab chunk, long fromMicros, long untilMicros) {
        int count = 0;
        for (int row = 0; row < chunk.size; row++) {
            long ts = time(stream, chunk, row);
            if (ts >= fromMicros
                    && ts < untilMicros
                    && compare(stream, chunk, row, plan.from()) >= 0
                    && compare(stream, chunk, row, plan.until()) < 0) {
                rows[count++] = row;
            }
        }
        return count;
    }

    private static Slab withRoom(RowGather gather, Slab slab, int more) {
        if (slab.size + more > SliceRows.ROWS_MAX) {
            throw new IllegalStateException("a minute of more than " + SliceRows.ROWS_MAX + " rows");
        }
        if (slab.size + more <= slab.rowsMax()) {
            return slab;
        }
        Slab larger = slab.kind().empty(Math.max(2 * slab.rowsMax(), slab.size + more));
        int[] all = new int[slab.size];
        Arrays.setAll(all, row -> row);
        gather.append(slab, all, 0, slab.size, larger);
        return larger;
    }

    /**
     * Drops what belongs to lanes of others or was handed out before; owners of events move along. Adds to {@link #lanes}.
     *
     * @return the rows that stay
     */
    private Slab keep(BusStream stream, Slab slab, long[] owners, RowKey[] positions) {
        Optional<BusTopic> topic = plan.topic(stream);
        if (topic.isEmpty()) {
            return slab;
        }
        int partitions = topic.get().partitions();
        int[] staying = new int[slab.size];
        int count = 0;
        for (int row = 0; row < slab.size; row++) {
            int lane = PartitionLaw.of(keys.of(stream, slab, row, owners), partitions);
            if (positions[lane] != null && compare(stream, slab, row, positions[lane]) > 0) {
                staying[count++] = row;
                lanes[kept++] = lane;
            }
        }
        if (count == slab.size) {
            return slab;
        }
        Slab staid = slab.kind().empty(Math.max(1, count));
        RowGather.between(slab.kind(), slab.kind()).append(slab, staying, 0, count, staid);
        if (stream == BusStream.EVENTS && owners.length > 0) {
            for (int row = 0; row < count; row++) {
                owners[row] = owners[staying[row]];
            }
        }
        return staid;
    }

    private static int compare(BusStream stream, Slab slab, int row, RowKey other) {
        return switch (stream) {
            case ENTITIES -> {
                SessionedSlab rows = (SessionedSlab) slab;
                yield RowKey.compare(
                        rows.tsMicros[row], stream.ordinal(), rows.merchantId[row], rows.arrivalSeq[row], other);
            }
            case ANCHORS -> {
                FlowSlab rows = (FlowSlab) slab;
                yield RowKey.compare(rows.tsMicros[row], stream.ordinal(), rows.flowId[row], 0, other);
            }
            case EVENTS -> {
                EventSlab rows = (EventSlab) slab;
                yield RowKey.compare(rows.tsMicros[row], stream.ordinal(), rows.flowId[row], rows.eventSeq[row], other);
            }
        };
    }

    private static long time(BusStream stream, Slab slab, int row) {
        return switch (stream) {
            case ENTITIES -> ((SessionedSlab) slab).tsMicros[row];
            case ANCHORS -> ((FlowSlab) slab).tsMicros[row];
            case EVENTS -> ((EventSlab) slab).tsMicros[row];
        };
    }

    /** What leaves; keys and time are among it. */
    private static Set<String> columns(BusStream stream) {
        Set<String> names = new TreeSet<>();
        DatasetDictionary.shipped().dataset(stream.kind().datasetId()).rowSchema().columns().stream()
                .filter(column ->
                        column.visibility() == Visibility.TRAFFIC || column.visibility() == Visibility.CONTEXT)
                .forEach(column -> names.add(column.name()));
        return names;
    }
}
