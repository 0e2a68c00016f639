package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.DatasetDictionary;
import io.millrace.digest.CanonicalJson;
import io.millrace.run.RunIdentity;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Says that a day of a data set is finished, {@code utc_date=YYYY-MM-DD/_finished.json} beside its part files: no row of
 * that day comes any more, and all its files are committed.
 *
 * @param runId of the run
 * @param datasetId dictionary id
 * @param utcDate {@code YYYY-MM-DD}
 * @param point the checkpoint at which it was found finished; a run that is rewound behind it takes the flag back
 * @param rows of the day
 * @param rowDigest 32 hex digits
 * @param links link name to {@code p1:p2}
 * @param files part files of the day
 * @param sizeBytes of them all
 * @param ledgerSha256 SHA-256 over the bytes of their ledger lines in the order of their paths, hex64
 */
public record DayFlag(
        String runId,
        String datasetId,
        String utcDate,
        Ledger.Point point,
        long rows,
        String rowDigest,
        SortedMap<String, String> links,
        long files,
        long sizeBytes,
        String ledgerSha256) {
    /** Readers of Hive layouts pass over names that begin so. */
    public static final String FILE = "_finished.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether a path is that of a flag. */
    static boolean isFlag(Path file) {
        return file.getFileName().toString().equals(FILE);
    }

    /**
     * The finished days of a data set, by date.
     *
     * @throws RunException COMMITTED_FILE_DAMAGED when one is illegible
     */
    public static List<DayFlag> all(Path runRoot, RunIdentity identity, SlabKind kind) {
        Path folder = runRoot.resolve(
                DatasetDictionary.shipped().dataset(kind.datasetId()).folder(identity.axes()));
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> days = Files.list(folder)) {
            return days.sorted()
                    .map(day -> read(day.resolve(FILE)))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            folder.toString(),
                            "must be readable",
                            e.toString(),
                            "mend the storage"),
                    e);
        }
    }

    /** Canonical JSON and a newline. */
    public byte[] bytes() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("run_id", runId);
        json.put("dataset_id", datasetId);
        json.put("utc_date", utcDate);
        json.put("attempt", point.attempt());
        json.put("checkpoint_id", point.checkpointId());
        json.put("rows", rows);
        json.put("row_digest", rowDigest);
        json.put("links", links);
        json.put("files", files);
        json.put("size_bytes", sizeBytes);
        json.put("ledger_sha256_hex", ledgerSha256);
        return (CanonicalJson.of(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a flag that may be damaged: it is made again from the ledger by a run that goes on.
     *
     * @return empty when there is none, or none that can be read
     */
    static Optional<DayFlag> legible(Path file) {
        try {
            return read(file);
        } catch (RunException damaged) {
            return Optional.empty();
        }
    }

    /**
     * Reads a flag.
     *
     * @return empty when there is none
     * @throws RunException COMMITTED_FILE_DAMAGED when it is illegible
     */
    public static Optional<DayFlag> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            TreeMap<String, String> links = new TreeMap<>();
            json.required("links")
                    .properties()
                    .forEach(link -> links.put(link.getKey(), link.getValue().asString()));
            return Optional.of(new DayFlag(
                    json.required("run_id").asString(),
                    json.required("dataset_id").asString(),
                    json.required("utc_date").asString(),
                    new Ledger.Point(
                            json.required("attempt").asInt(),
                            json.required("checkpoint_id").asLong()),
                    json.required("rows").asLong(),
                    json.required("row_digest").asString(),
                    links,
                    json.required("files").asLong(),
                    json.required("size_bytes").asLong(),
                    json.required("ledger_sha256_hex").asString()));
        } catch (IOException | JacksonException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.COMMITTED_FILE_DAMAGED,
                            file.toString(),
                            "must be a whole flag of a day",
                            String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                            "stop the run and resume it: that moves the flag to _quarantine, and it is written again"),
                    e);
        }
    }
}
