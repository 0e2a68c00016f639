package io.millrace.job.sinks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Marks in checkpoints; version 1 is the field order below without what was written, version 2 has it. */
public final class RunMarkSerializer implements SimpleVersionedSerializer<RunMark> {
    private static final int VERSION = 2;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(RunMark mark) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(mark.attempt());
        out.writeUTF(mark.token());
        out.writeLong(mark.checkpointId());
        out.writeInt(mark.identity().size());
        for (Map.Entry<String, String> entry : mark.identity().entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
        out.writeUTF(mark.written().datasetId());
        out.writeLong(mark.written().watermarkMillis());
        out.writeLong(mark.written().files());
        return bytes.toByteArray();
    }

    @Override
    public RunMark deserialize(int version, byte[] serialized) throws IOException {
        if (version < 1 || version > VERSION) {
            throw new IOException(
                    "run marks of state version " + version + " cannot be read; this program reads up to " + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        int attempt = in.readInt();
        String token = in.readUTF();
        long checkpointId = in.readLong();
        TreeMap<String, String> identity = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String key = in.readUTF();
            identity.put(key, in.readUTF());
        }
        RunMark.Written written = version == 1
                ? RunMark.Written.UNKNOWN
                : new RunMark.Written(in.readUTF(), in.readLong(), in.readLong());
        return new RunMark(attempt, token, checkpointId, identity, written);
    }
}
