package io.millrace.digest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Digests of files and of sets of files; contracts 3.5. */
public final class FileDigest {
    private static final int BUFFER_BYTES = 1 << 16;

    private FileDigest() {}

    /**
     * One file of a set.
     *
     * @param path relative to the folder of the set, with {@code /}
     * @param sizeBytes file size
     * @param sha256Hex hex64 of all its bytes
     */
    public record FileEntry(String path, long sizeBytes, String sha256Hex) {}

    /**
     * One Parquet file of a large set.
     *
     * @param path relative to the folder of the set, with {@code /}
     * @param sizeBytes file size
     * @param rows row count of its footer
     * @param footerSha256Hex hex64 of the last (footer length + 8) bytes
     */
    public record FooterEntry(String path, long sizeBytes, long rows, String footerSha256Hex) {}

    /** Receives the bytes of a file in order; the buffer is reused. */
    @FunctionalInterface
    public interface ByteSink {
        void accept(byte[] buffer, int length) throws IOException;
    }

    /** SHA-256 of a file's bytes, hex64, read once in small pieces. */
    public static String ofFile(Path file) throws IOException {
        return ofFile(file, (buffer, length) -> {});
    }

    /** SHA-256 of a file's bytes, hex64; what is hashed is also handed on, so nothing is judged that was not hashed. */
    public static String ofFile(Path file, ByteSink alsoTo) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                digest.update(buffer, 0, length);
                alsoTo.accept(buffer, length);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** FILESET_SHA256: SHA-256 of the lines {@code <sha256_hex> <size> <path>} in ASCII order of path. */
    public static String ofFileSet(List<FileEntry> files) {
        MessageDigest digest = sha256();
        files.stream()
                .sorted(Comparator.comparing(FileEntry::path))
                .map(file -> file.sha256Hex() + " " + file.sizeBytes() + " " + file.path() + "\n")
                .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** PARQUET_FOOTER_SHA256: SHA-256 of the lines {@code <size> <rows> <footer_sha256_hex> <path>}, same order. */
    public static String ofFooters(List<FooterEntry> files) {
        MessageDigest digest = sha256();
        files.stream()
                .sorted(Comparator.comparing(FooterEntry::path))
                .map(file ->
                        file.sizeBytes() + " " + file.rows() + " " + file.footerSha256Hex() + " " + file.path() + "\n")
                .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
