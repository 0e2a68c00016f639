package io.millrace.job.replay;

import io.millrace.job.sinks.kafka.BusStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The lanes of one reader and how far each is. In the stretch in hand that is a place, and only behind it, or in a
 * checkpoint, a row: so handing out a message makes no object.
 */
final class OwnLanes {
    /** By lane; null for lanes of others. */
    private final LaneSplit[] lanes;
    /** By lane: place of the last row of the stretch in hand, -1 for none. */
    private final int[] lastPlace;

    /** @param count lanes of all readers */
    OwnLanes(int count) {
        this.lanes = new LaneSplit[count];
        this.lastPlace = new int[count];
    }

    void add(LaneSplit split) {
        // Counted on from here: the arrays of the split belong to whoever sent it.
        lanes[split.lane()] = copy(split);
        lastPlace[split.lane()] = -1;
    }

    private static LaneSplit copy(LaneSplit split) {
        return new LaneSplit(
                split.lane(), split.last(), split.rows().clone(), split.idSums().clone());
    }

    /** Time of the last row of the lane that is least far, or a later one; {@link Long#MAX_VALUE} without lanes. */
    long earliestMicros(long fromMicros) {
        long earliest = Long.MAX_VALUE;
        for (LaneSplit lane : own()) {
            earliest = Math.min(earliest, Math.max(lane.last().tsMicros(), fromMicros));
        }
        return earliest;
    }

    /** Time of the last row of the lane that is furthest, or a later one. */
    long furthestMicros(long fromMicros) {
        long furthest = fromMicros;
        for (LaneSplit lane : own()) {
            furthest = Math.max(furthest, lane.last().tsMicros());
        }
        return furthest;
    }

    /** Messages handed out so far, earlier starts included. */
    long messages() {
        return own().stream().mapToLong(LaneSplit::rowsOfAll).sum();
    }

    /** Of all lanes, 0 excluded to 1. */
    double share() {
        return Math.max(1, own().size()) / (double) lanes.length;
    }

    /**
     * Counts one message.
     *
     * @param place of its row in the stretch in hand
     * @param idBits first 64 bits of its id
     */
    void handedOut(int lane, int place, BusStream stream, long idBits) {
        LaneSplit at = lanes[lane];
        at.rows()[stream.ordinal()]++;
        at.idSums()[stream.ordinal()] += idBits;
        lastPlace[lane] = place;
    }

    /** Writes the places of a stretch into the lanes; it is needed no more. */
    void settle(SliceRows slice) {
        for (LaneSplit lane : own()) {
            lanes[lane.lane()] = now(lane, slice);
            lastPlace[lane.lane()] = -1;
        }
    }

    /** A lane as it stands. */
    private LaneSplit now(LaneSplit lane, SliceRows slice) {
        int place = lastPlace[lane.lane()];
        return place < 0 ? lane : new LaneSplit(lane.lane(), slice.rowKey(place), lane.rows(), lane.idSums());
    }

    /** Last rows before the stretch in hand, by lane; null for lanes of others. */
    RowKey[] positions() {
        RowKey[] positions = new RowKey[lanes.length];
        for (LaneSplit lane : own()) {
            positions[lane.lane()] = lane.last();
        }
        return positions;
    }

    /**
     * As they stand, to be kept.
     *
     * @param slice the stretch in hand, or null
     */
    List<LaneSplit> snapshot(SliceRows slice) {
        List<LaneSplit> state = new ArrayList<>();
        for (LaneSplit lane : own()) {
            // Counted on while the checkpoint is written.
            state.add(copy(now(lane, slice)));
        }
        return state;
    }

    /** Writes down what each has sent. */
    void writeTallies(String folder) throws IOException {
        for (LaneSplit lane : own()) {
            LaneTally.of(lane).write(folder);
        }
    }

    /** Writes down that a checkpoint has all of each. */
    void writeDone(String folder, long checkpointId) throws IOException {
        for (LaneSplit lane : own()) {
            LaneTally.writeDone(folder, lane.lane(), checkpointId);
        }
    }

    private List<LaneSplit> own() {
        List<LaneSplit> own = new ArrayList<>();
        for (LaneSplit lane : lanes) {
            if (lane != null) {
                own.add(lane);
            }
        }
        return own;
    }
}
