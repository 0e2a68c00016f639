package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.digest.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Reads files and remembers what they looked like before the first byte. Whoever judges bytes asks at the end whether
 * any of the files has changed since: what was hashed is then what was judged. Several threads may read.
 */
final class ReadGuard {
    private final ConcurrentNavigableMap<Path, Stamp> before = new ConcurrentSkipListMap<>();

    /** Size and time of the last change. */
    private record Stamp(long sizeBytes, FileTime modified) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime());
        }
    }

    byte[] bytes(Path file) throws IOException {
        watch(file);
        return Files.readAllBytes(file);
    }

    /** SHA-256 of the file, hex64. */
    String sha256(Path file) throws IOException {
        watch(file);
        return FileDigest.ofFile(file);
    }

    String sha256(Path file, FileDigest.ByteSink alsoTo) throws IOException {
        watch(file);
        return FileDigest.ofFile(file, alsoTo);
    }

    /** Footer of a Parquet file. */
    FooterFacts footer(Path file, TableFooters footers) throws IOException {
        watch(file);
        return footers.read(file);
    }

    /** Size at the first look. */
    long sizeBytes(Path file) throws IOException {
        watch(file);
        return before.get(file).sizeBytes();
    }

    /** INPUT_CHANGED_WHILE_READ for each file that has another size or time now, or is gone. */
    List<Problem> changes(Path root) {
        return before.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(now(entry.getKey())))
                .map(entry -> Problem.of(
                        ErrorCode.INPUT_CHANGED_WHILE_READ,
                        root.relativize(entry.getKey()).toString().replace('\\', '/'),
                        "must not change while the gate reads it",
                        "another size or time of change than before",
                        "wait until its writer has ended and seal again"))
                .toList();
    }

    private void watch(Path file) throws IOException {
        if (!before.containsKey(file)) {
            before.putIfAbsent(file, Stamp.of(file));
        }
    }

    private static Stamp now(Path file) {
        try {
            return Stamp.of(file);
        } catch (IOException gone) {
            return new Stamp(-1, FileTime.fromMillis(0));
        }
    }
}
