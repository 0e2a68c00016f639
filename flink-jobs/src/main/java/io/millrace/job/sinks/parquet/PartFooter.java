package io.millrace.job.sinks.parquet;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.job.slab.ParquetReaders;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.InputFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What a part file says of itself, contracts 6.3. Only the footer is read.
 *
 * @param links link name to {@code p1:p2}
 * @param counters counter name to decimal text
 * @param keys all key-value pairs, those above included
 * @param createdBy writer and version
 */
public record PartFooter(
        long rows,
        String rowDigest,
        SortedMap<String, String> links,
        SortedMap<String, String> counters,
        long tsMinMicros,
        long tsMaxMicros,
        SortedMap<String, String> keys,
        String createdBy) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param where path for messages
     * @throws ContractException when the file is no whole Parquet file, or lacks a key, or Parquet counts other rows
     */
    public static PartFooter read(InputFile input, String where) {
        try (ParquetFileReader file = ParquetReaders.open(input)) {
            Map<String, String> pairs = file.getFooter().getFileMetaData().getKeyValueMetaData();
            for (String key : FooterKeys.COMPUTED) {
                if (!pairs.containsKey(key)) {
                    throw damaged(where, "its footer must have " + key, "absent", null);
                }
            }
            PartFooter footer = new PartFooter(
                    Long.parseLong(pairs.get(FooterKeys.ROWS)),
                    pairs.get(FooterKeys.ROW_DIGEST),
                    texts(pairs.get(FooterKeys.LINKS)),
                    texts(pairs.get(FooterKeys.COUNTERS)),
                    Long.parseLong(pairs.get(FooterKeys.TS_MIN_MICROS)),
                    Long.parseLong(pairs.get(FooterKeys.TS_MAX_MICROS)),
                    new TreeMap<>(pairs),
                    file.getFooter().getFileMetaData().getCreatedBy());
            if (footer.rows() != file.getRecordCount()) {
                throw damaged(
                        where,
                        FooterKeys.ROWS + " must be the rows of the file (" + file.getRecordCount() + ")",
                        Long.toString(footer.rows()),
                        null);
            }
            return footer;
        } catch (IOException | RuntimeException e) {
            if (e instanceof ContractException known) {
                throw known;
            }
            throw damaged(where, "must be a whole Parquet file", String.valueOf(e.getMessage()), e);
        }
    }

    private static SortedMap<String, String> texts(String json) {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
            texts.put(entry.getKey(), entry.getValue().asString());
        }
        return texts;
    }

    private static ContractException damaged(String where, String expected, String found, Exception cause) {
        Problem problem = Problem.of(
                ErrorCode.COMMITTED_FILE_DAMAGED, where, expected, found, "put the file back, or make it again");
        return cause == null ? new ContractException(problem) : new ContractException(problem, cause);
    }
}
