package io.millrace.job.sinks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line of the ledger: a committed part file, in canonical JSON with a final newline, at
 * {@code _ledger/<dataset_id>/<file name>.json}.
 *
 * @param links link name to {@code p1:p2}
 */
public record LedgerEntry(
        String datasetId,
        String path,
        int attempt,
        long checkpointId,
        int subtask,
        long rows,
        String rowDigest,
        Map<String, String> links,
        long sizeBytes,
        String sha256,
        long tsMinMicros,
        long tsMaxMicros) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static LedgerEntry of(PartFile file) {
        return new LedgerEntry(
                file.datasetId(),
                file.path(),
                file.runAttempt(),
                file.checkpointId(),
                file.subtask(),
                file.content().rows(),
                file.content().rowDigest(),
                new TreeMap<>(file.content().links()),
                file.sizeBytes(),
                file.sha256(),
                file.content().tsMinMicros(),
                file.content().tsMaxMicros());
    }

    /** Parses one ledger file. */
    public static LedgerEntry parse(byte[] json) {
        JsonNode node = JSON.readTree(json);
        Map<String, String> links = new TreeMap<>();
        node.get("links")
                .properties()
                .forEach(link -> links.put(link.getKey(), link.getValue().asString()));
        return new LedgerEntry(
                node.get("dataset_id").asString(),
                node.get("path").asString(),
                node.get("attempt").asInt(),
                node.get("checkpoint_id").asLong(),
                node.get("subtask").asInt(),
                node.get("rows").asLong(),
                node.get("row_digest").asString(),
                links,
                node.get("size_bytes").asLong(),
                node.get("sha256_hex").asString(),
                node.get("ts_min_us").asLong(),
                node.get("ts_max_us").asLong());
    }

    /** Canonical bytes: keys in ASCII order, no space, one newline at the end. */
    public byte[] json() {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("attempt", attempt);
        fields.put("checkpoint_id", checkpointId);
        fields.put("dataset_id", datasetId);
        fields.put("links", new TreeMap<>(links));
        fields.put("path", path);
        fields.put("row_digest", rowDigest);
        fields.put("rows", rows);
        fields.put("sha256_hex", sha256);
        fields.put("size_bytes", sizeBytes);
        fields.put("subtask", subtask);
        fields.put("ts_max_us", tsMaxMicros);
        fields.put("ts_min_us", tsMinMicros);
        ObjectNode node = JSON.valueToTree(fields);
        return (node + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Puts the line into the ledger by rename; one that is there with these very bytes is left alone. */
    void write(FileSystem files, String runRoot) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1) + ".json";
        Path folder = new Path(runRoot + "/_ledger/" + datasetId);
        Path target = new Path(folder, name);
        if (files.exists(target) && Arrays.equals(bytesOf(files, target), json())) {
            return;
        }
        files.mkdirs(folder);
        Path temporary = new Path(folder, "." + name + ".tmp");
        try (FSDataOutputStream out = files.create(temporary, FileSystem.WriteMode.OVERWRITE)) {
            out.write(json());
            // Before the rename: a power cut must not leave a named line without its bytes.
            out.sync();
        }
        if (!files.rename(temporary, target)) {
            throw new IOException("rename of " + temporary + " to " + target + " was refused");
        }
    }

    private static byte[] bytesOf(FileSystem files, Path file) throws IOException {
        try (FSDataInputStream in = files.open(file)) {
            return in.readAllBytes();
        }
    }
}
