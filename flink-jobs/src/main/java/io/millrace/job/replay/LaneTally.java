package io.millrace.job.replay;

import io.millrace.job.sinks.kafka.BusStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a lane has sent from its first message to its last, written down when it has ended: {@code lanes/<lane>.json} of the
 * replay. Follows from the plan alone, so a lane that ends twice writes the same.
 *
 * @param rows by {@link BusStream}
 * @param idSums by {@link BusStream}: sum of the first 64 bits of the ids
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record LaneTally(int lane, long[] rows, long[] idSums) {
    static LaneTally of(LaneSplit split) {
        return new LaneTally(split.lane(), split.rows(), split.idSums());
    }

    /** @param folder of the replay, as Flink writes paths */
    void write(String folder) throws IOException {
        Path target = new Path(folder + "/lanes/" + lane + ".json");
        FileSystem files = target.getFileSystem();
        files.mkdirs(target.getParent());
        try (FSDataOutputStream out = files.create(target, FileSystem.WriteMode.OVERWRITE)) {
            out.write(json().getBytes(StandardCharsets.UTF_8));
        }
    }

    private String json() {
        TreeMap<String, Object> fields = new TreeMap<>(Map.of("lane", lane));
        for (BusStream stream : BusStream.values()) {
            fields.put(
                    stream.word(),
                    new TreeMap<>(Map.of(
                            "rows",
                            rows[stream.ordinal()],
                            "event_id_sum",
                            Long.toHexString(idSums[stream.ordinal()]))));
        }
        return JsonMapper.shared().writeValueAsString(fields) + "\n";
    }

    /** Parses what {@link #write} has written. */
    public static LaneTally parse(byte[] json) {
        JsonNode node = JsonMapper.shared().readTree(json);
        int streams = BusStream.values().length;
        long[] rows = new long[streams];
        long[] idSums = new long[streams];
        for (BusStream stream : BusStream.values()) {
            JsonNode of = node.required(stream.word());
            rows[stream.ordinal()] = of.required("rows").asLong();
            idSums[stream.ordinal()] =
                    Long.parseUnsignedLong(of.required("event_id_sum").asString(), 16);
        }
        return new LaneTally(node.required("lane").asInt(), rows, idSums);
    }
}
