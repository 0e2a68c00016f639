package io.millrace.job.sinks;

import io.millrace.job.sinks.PartEncoder.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Part files in checkpoints and on the wire; version 1 is the field order below. */
final class PartFileSerializer implements SimpleVersionedSerializer<PartFile> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(PartFile file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(file.datasetId());
        out.writeUTF(file.folder());
        out.writeInt(file.runAttempt());
        out.writeLong(file.checkpointId());
        out.writeInt(file.subtask());
        out.writeInt(file.number());
        out.writeUTF(file.stagedName());
        out.writeInt(file.recoverable().length);
        out.write(file.recoverable());
        out.writeInt(file.recoverableVersion());
        Content content = file.content();
        out.writeLong(content.rows());
        out.writeUTF(content.rowDigest());
        out.writeInt(content.links().size());
        for (Map.Entry<String, String> link : content.links().entrySet()) {
            out.writeUTF(link.getKey());
            out.writeUTF(link.getValue());
        }
        out.writeLong(content.tsMinMicros());
        out.writeLong(content.tsMaxMicros());
        out.writeLong(file.sizeBytes());
        out.writeUTF(file.sha256());
        return bytes.toByteArray();
    }

    @Override
    public PartFile deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "part files of state version " + version + " cannot be read; this program reads " + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        String datasetId = in.readUTF();
        String folder = in.readUTF();
        int runAttempt = in.readInt();
        long checkpointId = in.readLong();
        int subtask = in.readInt();
        int number = in.readInt();
        String stagedName = in.readUTF();
        byte[] recoverable = in.readNBytes(in.readInt());
        int recoverableVersion = in.readInt();
        long rows = in.readLong();
        String rowDigest = in.readUTF();
        SortedMap<String, String> links = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readUTF();
            links.put(name, in.readUTF());
        }
        Content content = new Content(rows, rowDigest, links, in.readLong(), in.readLong());
        return new PartFile(
                datasetId,
                folder,
                runAttempt,
                checkpointId,
                subtask,
                number,
                stagedName,
                recoverable,
                recoverableVersion,
                content,
                in.readLong(),
                in.readUTF());
    }
}
