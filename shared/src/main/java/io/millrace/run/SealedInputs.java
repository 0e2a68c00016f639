package io.millrace.run;

import io.millrace.digest.TupleDigest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything a run may read: the rows of {@code sealed_inputs_6B.json} and the lines of {@code sealed_files_6B.jsonl},
 * in the order and the exact bytes of the files.
 *
 * @param rows sorted by (owner_layer, owner_segment, manifest_key, path), unique on it
 * @param files sorted by (manifest_key, path)
 */
public record SealedInputs(List<SealedInput> rows, List<SealedFile> files) {
    /** Names in the gate folder. */
    public static final String ROWS_FILE = "sealed_inputs_6B.json";

    public static final String FILES_FILE = "sealed_files_6B.jsonl";

    public SealedInputs {
        rows = rows.stream().sorted(SealedInput.ORDER).toList();
        files = files.stream().sorted(SealedFile.ORDER).toList();
        Set<List<Object>> keys = new HashSet<>();
        for (SealedInput row : rows) {
            if (!keys.add(List.of(row.key(), row.place().path()))) {
                throw new IllegalArgumentException("two sealed inputs are called " + row.key() + " at "
                        + row.place().path());
            }
        }
    }

    /** {@code [} LF, one canonical object per row joined by {@code ,} LF, LF {@code ]} LF. */
    public byte[] rowsBytes() {
        return rows.stream()
                .map(SealedInput::json)
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** One canonical object per line. */
    public byte[] filesBytes() {
        return files.stream()
                .map(file -> file.json() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** sealed_inputs_digest_6B: SHA-256 of the file's bytes, so {@code sha256sum} verifies it. */
    public String rowsDigest() {
        return TupleDigest.sha256Hex(rowsBytes());
    }

    /** sealed_files_digest_6B. */
    public String filesDigest() {
        return TupleDigest.sha256Hex(filesBytes());
    }

    /** The row of a full key. */
    public Optional<SealedInput> row(SealedInput.Key key, String path) {
        return rows.stream()
                .filter(row -> row.key().equals(key) && row.place().path().equals(path))
                .findFirst();
    }

    /** @throws IllegalArgumentException or a parser's exception for anything else than these two files */
    static SealedInputs parse(byte[] rowsBytes, byte[] filesBytes) {
        List<SealedFile> files = new ArrayList<>();
        new String(filesBytes, StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), SealedFile.KEYS))
                .forEach(json -> files.add(SealedFile.of(json)));
        return new SealedInputs(parseRows(rowsBytes), files);
    }

    static List<SealedInput> parseRows(byte[] rowsBytes) {
        return JsonObject.parseArray(rowsBytes, SealedInput.KEYS).stream()
                .map(SealedInput::of)
                .toList();
    }
}
