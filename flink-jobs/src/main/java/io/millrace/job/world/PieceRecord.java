package io.millrace.job.world;

import io.millrace.digest.CanonicalJson;
import io.millrace.digest.FileDigest;
import io.millrace.digest.TupleDigest;
import io.millrace.run.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The small file that says a piece is whole: its files with rows and digests, and the figures of its maker. It is written
 * when the last file of the piece has its name, and read by a later start, which believes it only after it has hashed the
 * files again. Canonical JSON and a final newline.
 */
final class PieceRecord {
    /** Folder below the working folder. */
    static final String FOLDER = "_pieces";

    private static final ObjectMapper JSON = new ObjectMapper();

    private PieceRecord() {}

    /** Puts the record there, whole or not at all. */
    static void write(Path root, PieceResult result) throws IOException {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (TablePart part : result.parts()) {
            parts.add(new TreeMap<>(Map.of(
                    "dataset_id", part.datasetId(),
                    "path", part.path(),
                    "rows", part.rows(),
                    "row_digest", part.rowDigest(),
                    "size_bytes", part.sizeBytes(),
                    "sha256_hex", part.sha256Hex())));
        }
        TreeMap<String, Object> document = new TreeMap<>();
        document.put("piece", result.piece());
        document.put("parts", parts);
        document.put("figures", Base64.getEncoder().encodeToString(result.figures()));
        document.put("figures_sha256_hex", TupleDigest.sha256Hex(result.figures()));
        DurableFile.write(
                file(root, result.piece()), (CanonicalJson.of(document) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The piece as an earlier start has made it; empty unless record and files are as they were written. */
    static Optional<PieceResult> whole(Path root, int piece) throws IOException {
        Path file = file(root, piece);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(Files.readAllBytes(file)))
                    .filter(result -> result.piece() == piece)
                    .filter(result -> List.of(result.parts()).stream().allMatch(part -> isAsWritten(root, part)));
        } catch (JacksonException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static Path file(Path root, int piece) {
        return root.resolve(FOLDER).resolve("piece-" + piece + ".json");
    }

    private static PieceResult parse(byte[] bytes) {
        JsonNode document = JSON.readTree(bytes);
        List<TablePart> parts = new ArrayList<>();
        for (JsonNode part : document.required("parts")) {
            parts.add(new TablePart(
                    part.required("dataset_id").stringValue(),
                    part.required("path").stringValue(),
                    part.required("rows").longValue(),
                    part.required("row_digest").stringValue(),
                    part.required("size_bytes").longValue(),
                    part.required("sha256_hex").stringValue()));
        }
        byte[] figures = Base64.getDecoder().decode(document.required("figures").stringValue());
        if (!TupleDigest.sha256Hex(figures)
                .equals(document.required("figures_sha256_hex").stringValue())) {
            throw new IllegalArgumentException("figures are not as they were written");
        }
        return new PieceResult(document.required("piece").intValue(), parts.toArray(TablePart[]::new), figures);
    }

    private static boolean isAsWritten(Path root, TablePart part) {
        Path file = root.resolve(part.path());
        try {
            return Files.isRegularFile(file)
                    && Files.size(file) == part.sizeBytes()
                    && FileDigest.ofFile(file).equals(part.sha256Hex());
        } catch (IOException unreadable) {
            return false;
        }
    }
}
