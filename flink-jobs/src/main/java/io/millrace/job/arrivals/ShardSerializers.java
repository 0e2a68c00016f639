package io.millrace.job.arrivals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Bytes of splits in checkpoints: three big-endian int each. */
final class ShardSerializers {
    private static final int VERSION = 1;
    private static final int BYTES = 3 * Integer.BYTES;

    private ShardSerializers() {}

    private static void requireVersion(int version) throws IOException {
        if (version != VERSION) {
            throw new IOException("shards are read in version " + VERSION + ", the checkpoint has version " + version);
        }
    }

    private static void write(ShardSplit split, ByteBuffer to) {
        to.putInt(split.shard()).putInt(split.hour()).putInt(split.rowsDone());
    }

    private static ShardSplit read(ByteBuffer from) {
        return new ShardSplit(from.getInt(), from.getInt(), from.getInt());
    }

    /** Of one split, in the state of a reader. */
    static final class OfSplit implements SimpleVersionedSerializer<ShardSplit> {
        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(ShardSplit split) {
            ByteBuffer bytes = ByteBuffer.allocate(BYTES);
            write(split, bytes);
            return bytes.array();
        }

        @Override
        public ShardSplit deserialize(int version, byte[] bytes) throws IOException {
            requireVersion(version);
            return read(ByteBuffer.wrap(bytes));
        }
    }

    /** Of the shards that no reader has, in the state of the enumerator. */
    static final class OfSplits implements SimpleVersionedSerializer<List<ShardSplit>> {
        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(List<ShardSplit> splits) {
            ByteBuffer bytes = ByteBuffer.allocate(BYTES * splits.size());
            splits.forEach(split -> write(split, bytes));
            return bytes.array();
        }

        @Override
        public List<ShardSplit> deserialize(int version, byte[] bytes) throws IOException {
            requireVersion(version);
            ByteBuffer from = ByteBuffer.wrap(bytes);
            List<ShardSplit> splits = new ArrayList<>();
            while (from.hasRemaining()) {
                splits.add(read(from));
            }
            return splits;
        }
    }
}
