package io.millrace.run;

import io.millrace.digest.CanonicalJson;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A line of {@code sealed_files_6B.jsonl}: one Parquet file of a sealed data set. A stage that opens the file compares
 * size and footer with it.
 *
 * @param manifestKey of the sealed input it belongs to
 * @param path relative to the input's root
 * @param sizeBytes file size
 * @param rowCount from the footer
 * @param footerSha256Hex hex64 of the footer
 * @param sha256Hex hex64 of the whole file; empty in partitions that are sealed by footers
 */
public record SealedFile(
        String manifestKey,
        String path,
        long sizeBytes,
        long rowCount,
        String footerSha256Hex,
        Optional<String> sha256Hex) {
    /** Order of the file. */
    public static final Comparator<SealedFile> ORDER =
            Comparator.comparing(SealedFile::manifestKey).thenComparing(SealedFile::path);

    static final Set<String> KEYS =
            Set.of("manifest_key", "path", "size_bytes", "row_count", "footer_sha256_hex", "sha256_hex");

    /** Canonical JSON of the line. */
    public String json() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("manifest_key", manifestKey);
        json.put("path", path);
        json.put("size_bytes", sizeBytes);
        json.put("row_count", rowCount);
        json.put("footer_sha256_hex", footerSha256Hex);
        json.put("sha256_hex", sha256Hex.orElse(null));
        return CanonicalJson.of(json);
    }

    static SealedFile of(JsonObject json) {
        return new SealedFile(
                json.text("manifest_key"),
                json.text("path"),
                json.integer("size_bytes"),
                json.integer("row_count"),
                json.text("footer_sha256_hex"),
                json.optionalText("sha256_hex"));
    }
}
