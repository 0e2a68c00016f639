package io.millrace.job.replay;

import io.millrace.job.sinks.kafka.BusStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
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
    /** Folder of these files. */
    public static final String FOLDER = "lanes";

    /** End of the names of files that tell by which checkpoint a lane was done. */
    public static final String DONE = ".done";

    static LaneTally of(LaneSplit split) {
        return new LaneTally(split.lane(), split.rows(), split.idSums());
    }

    /** @param folder of the replay, as Flink writes paths */
    void write(String folder) throws IOException {
        ReplayNotes.write(folder, FOLDER + "/" + lane + ".json", json());
    }

    /**
     * Writes down that a checkpoint has all of a lane: {@code lanes/<lane>.done}, its number. A replay whose lanes all have one,
     * and which has no checkpoint of such a number any more, has been done to its end.
     */
    static void writeDone(String folder, int lane, long checkpointId) throws IOException {
        ReplayNotes.write(folder, FOLDER + "/" + lane + DONE, checkpointId + "\n");
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

    /**
     * Parses what {@link #write} has written.
     *
     * @throws IllegalArgumentException when that is something else
     */
    public static LaneTally parse(byte[] json) {
        try {
            return parse(JsonMapper.shared().readTree(json));
        } catch (JacksonException illegible) {
            throw new IllegalArgumentException(illegible.getOriginalMessage(), illegible);
        }
    }

    private static LaneTally parse(JsonNode node) {
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
