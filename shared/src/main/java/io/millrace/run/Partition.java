package io.millrace.run;

import io.millrace.digest.FileDigest;
import io.millrace.digest.FileDigest.FileEntry;
import io.millrace.digest.FileDigest.FooterEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Parquet files below one folder, with their footers and the digest that binds them all. The kind of digest follows
 * from the size alone, so the gate and the job that made the world say the same.
 *
 * @param files in ASCII order of path; paths relative to the folder
 * @param digestKind FILESET_SHA256 up to the limit of {@link UpstreamLaws#fileSetBytesMax}, else PARQUET_FOOTER_SHA256
 * @param sha256Hex by that law; the empty partition has the digest of nothing
 */
public record Partition(List<TableFile> files, DigestKind digestKind, String sha256Hex) {
    /**
     * One file.
     *
     * @param path relative to the folder, with {@code /}
     * @param sizeBytes file size
     * @param footer what its footer says
     * @param sha256Hex of all bytes; empty above the limit
     */
    public record TableFile(String path, long sizeBytes, FooterFacts footer, Optional<String> sha256Hex) {}

    /** A file that is no Parquet file. */
    static final class NoTableException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient List<Unreadable> files;

        NoTableException(List<Unreadable> files) {
            super(files.stream()
                    .map(file -> file.path() + " is " + file.reason())
                    .collect(Collectors.joining("; ")));
            this.files = files;
        }

        /** All of the partition. */
        List<Unreadable> files() {
            return files;
        }
    }

    /**
     * A file that is no table.
     *
     * @param path relative to the folder
     * @param reason what its reader says
     */
    record Unreadable(String path, String reason) {}

    /** Reads a partition; an absent folder is an empty one. */
    public static Partition read(Path folder, TableFooters footers) throws IOException {
        return read(folder, footers, new ReadGuard(), UpstreamLaws.load().fileSetBytesMax());
    }

    static Partition read(Path folder, TableFooters footers, ReadGuard guard, long fileSetBytesMax) throws IOException {
        List<Path> paths = paths(folder);
        long total = 0;
        for (Path path : paths) {
            total += guard.sizeBytes(path);
        }
        boolean isSmall = total <= fileSetBytesMax;
        List<Look> looks;
        try {
            looks = paths.parallelStream()
                    .map(path -> look(path, footers, guard, isSmall))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        List<TableFile> files = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (Look look : looks) {
            String relative = folder.relativize(look.path).toString().replace('\\', '/');
            look.reason.ifPresent(reason -> unreadable.add(new Unreadable(relative, reason)));
            if (look.footer.isPresent()) {
                files.add(new TableFile(relative, guard.sizeBytes(look.path), look.footer.get(), look.sha256));
            }
        }
        if (!unreadable.isEmpty()) {
            throw new NoTableException(unreadable);
        }
        return isSmall
                ? new Partition(
                        files,
                        DigestKind.FILESET_SHA256,
                        FileDigest.ofFileSet(files.stream()
                                .map(file -> new FileEntry(
                                        file.path(),
                                        file.sizeBytes(),
                                        file.sha256Hex().orElseThrow()))
                                .toList()))
                : new Partition(
                        files,
                        DigestKind.PARQUET_FOOTER_SHA256,
                        FileDigest.ofFooters(files.stream()
                                .map(file -> new FooterEntry(
                                        file.path(),
                                        file.sizeBytes(),
                                        file.footer().rows(),
                                        file.footer().footerSha256Hex()))
                                .toList()));
    }

    public long rows() {
        return files.stream().mapToLong(file -> file.footer().rows()).sum();
    }

    public long sizeBytes() {
        return files.stream().mapToLong(TableFile::sizeBytes).sum();
    }

    /** What was seen of one file: its footer, or why it has none. */
    private record Look(Path path, Optional<FooterFacts> footer, Optional<String> reason, Optional<String> sha256) {}

    private static Look look(Path path, TableFooters footers, ReadGuard guard, boolean isHashed) {
        Optional<FooterFacts> footer = Optional.empty();
        Optional<String> reason = Optional.empty();
        try {
            footer = Optional.of(guard.footer(path, footers));
        } catch (IOException e) {
            reason = Optional.of(String.valueOf(e.getMessage()));
        }
        try {
            return new Look(path, footer, reason, isHashed ? Optional.of(guard.sha256(path)) : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> paths(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(path -> path.toString().endsWith(".parquet") && Files.isRegularFile(path))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }
}
