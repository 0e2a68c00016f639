package io.millrace.job.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Bytes of lanes in checkpoints, big-endian. */
final class LaneSerializers {
    private static final int VERSION = 1;
    private static final int STREAMS = LaneSplit.atStart(0).rows().length;
    private static final int BYTES = 2 * Integer.BYTES + 3 * Long.BYTES + 2 * STREAMS * Long.BYTES;

    private LaneSerializers() {}

    private static void requireVersion(int version) throws IOException {
        if (version != VERSION) {
            throw new IOException("lanes are read in version " + VERSION + ", the checkpoint has version " + version);
        }
    }

    private static void write(LaneSplit split, ByteBuffer to) {
        RowKey last = split.last();
        to.putInt(split.lane())
                .putLong(last.tsMicros())
                .putInt(last.stream())
                .putLong(last.id())
                .putLong(last.seq());
        for (int stream = 0; stream < STREAMS; stream++) {
            to.putLong(split.rows()[stream]).putLong(split.idSums()[stream]);
        }
    }

    private static LaneSplit read(ByteBuffer from) {
        int lane = from.getInt();
        RowKey last = new RowKey(from.getLong(), from.getInt(), from.getLong(), from.getLong());
        long[] rows = new long[STREAMS];
        long[] idSums = new long[STREAMS];
        for (int stream = 0; stream < STREAMS; stream++) {
            rows[stream] = from.getLong();
            idSums[stream] = from.getLong();
        }
        return new LaneSplit(lane, last, rows, idSums);
    }

    /** Of one lane, in the state of a reader. */
    static final class OfSplit implements SimpleVersionedSerializer<LaneSplit> {
        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(LaneSplit split) {
            ByteBuffer bytes = ByteBuffer.allocate(BYTES);
            write(split, bytes);
            return bytes.array();
        }

        @Override
        public LaneSplit deserialize(int version, byte[] bytes) throws IOException {
            requireVersion(version);
            return read(ByteBuffer.wrap(bytes));
        }
    }

    /** Of the plan and the lanes that no reader has, in the state of the enumerator. */
    static final class OfLanes implements SimpleVersionedSerializer<LaneState> {
        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(LaneState state) {
            byte[] digest = state.planDigest().getBytes(StandardCharsets.US_ASCII);
            ByteBuffer bytes = ByteBuffer.allocate(
                    Integer.BYTES + digest.length + BYTES * state.unassigned().size());
            bytes.putInt(digest.length).put(digest);
            state.unassigned().forEach(split -> write(split, bytes));
            return bytes.array();
        }

        @Override
        public LaneState deserialize(int version, byte[] bytes) throws IOException {
            requireVersion(version);
            ByteBuffer from = ByteBuffer.wrap(bytes);
            byte[] digest = new byte[from.getInt()];
            from.get(digest);
            List<LaneSplit> splits = new ArrayList<>();
            while (from.hasRemaining()) {
                splits.add(read(from));
            }
            return new LaneState(new String(digest, StandardCharsets.US_ASCII), splits);
        }
    }
}
