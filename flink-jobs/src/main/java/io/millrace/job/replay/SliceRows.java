package io.millrace.job.replay;

import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.MessageKey;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.Slab;
import java.util.Arrays;

/**
 * The rows of one stretch of time, by lane and in order. Rows are named by their place in the order, 0 first.
 */
final class SliceRows {
    /** A day has fewer than 2^37 microseconds, so time and row number fit into one long. */
    private static final int ROW_BITS = 26;

    static final int ROWS_MAX = 1 << ROW_BITS;

    private static final int ROW_MASK = ROWS_MAX - 1;

    private final KeyText keys;
    private final SessionedSlab entities;
    private final FlowSlab anchors;
    private final EventSlab events;
    /** Account or party of events, or nothing. */
    private final long[] owners;
    /** By row number, streams after one another. */
    private final int[] laneOf;

    private final int[] order;

    /**
     * @param owners by event row, where the key does not stand on the event
     * @param laneOf by row number: entities, then anchors, then events
     */
    SliceRows(
            MessageKey key,
            SessionedSlab entities,
            FlowSlab anchors,
            EventSlab events,
            long[] owners,
            int[] laneOf,
            long fromMicros) {
        this.keys = new KeyText(key);
        this.entities = entities;
        this.anchors = anchors;
        this.events = events;
        this.owners = owners;
        this.laneOf = laneOf;
        this.order = sorted(fromMicros);
    }

    int size() {
        return order.length;
    }

    BusStream stream(int place) {
        return streamOf(order[place]);
    }

    Slab slab(BusStream stream) {
        return switch (stream) {
            case ENTITIES -> entities;
            case ANCHORS -> anchors;
            case EVENTS -> events;
        };
    }

    /** Row of its slab. */
    int row(int place) {
        return rowOf(order[place]);
    }

    int lane(int place) {
        return laneOf[order[place]];
    }

    long tsMicros(int place) {
        return timeOf(order[place]);
    }

    RowKey rowKey(int place) {
        int number = order[place];
        return new RowKey(timeOf(number), streamOf(number).ordinal(), idOf(number), seqOf(number));
    }

    /** Bytes of the message key, good until the next key. */
    byte[] key(int place) {
        int number = order[place];
        return keys.of(streamOf(number), slab(streamOf(number)), rowOf(number), owners);
    }

    private int[] sorted(long fromMicros) {
        int size = entities.size + anchors.size + events.size;
        long[] keys = new long[size];
        for (int number = 0; number < size; number++) {
            keys[number] = (timeOf(number) - fromMicros) << ROW_BITS | number;
        }
        Arrays.sort(keys);
        int[] sorted = new int[size];
        for (int place = 0; place < size; place++) {
            sorted[place] = (int) keys[place] & ROW_MASK;
            // Streams are in order already; inside of one, rows of one microsecond are few.
            for (int at = place; at > 0 && isBefore(sorted[at], sorted[at - 1]); at--) {
                int moved = sorted[at];
                sorted[at] = sorted[at - 1];
                sorted[at - 1] = moved;
            }
        }
        return sorted;
    }

    /** Among rows of one time. */
    private boolean isBefore(int number, int other) {
        if (timeOf(number) != timeOf(other) || streamOf(number) != streamOf(other)) {
            return false;
        }
        int byId = Long.compareUnsigned(idOf(number), idOf(other));
        return byId < 0 || (byId == 0 && seqOf(number) < seqOf(other));
    }

    private BusStream streamOf(int number) {
        if (number < entities.size) {
            return BusStream.ENTITIES;
        }
        return number < entities.size + anchors.size ? BusStream.ANCHORS : BusStream.EVENTS;
    }

    private int rowOf(int number) {
        return switch (streamOf(number)) {
            case ENTITIES -> number;
            case ANCHORS -> number - entities.size;
            case EVENTS -> number - entities.size - anchors.size;
        };
    }

    private long timeOf(int number) {
        int row = rowOf(number);
        return switch (streamOf(number)) {
            case ENTITIES -> entities.tsMicros[row];
            case ANCHORS -> anchors.tsMicros[row];
            case EVENTS -> events.tsMicros[row];
        };
    }

    private long idOf(int number) {
        int row = rowOf(number);
        return switch (streamOf(number)) {
            case ENTITIES -> entities.merchantId[row];
            case ANCHORS -> anchors.flowId[row];
            case EVENTS -> events.flowId[row];
        };
    }

    private long seqOf(int number) {
        int row = rowOf(number);
        return switch (streamOf(number)) {
            case ENTITIES -> entities.arrivalSeq[row];
            case ANCHORS -> 0;
            case EVENTS -> events.eventSeq[row];
        };
    }
}
