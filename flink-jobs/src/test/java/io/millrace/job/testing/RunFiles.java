package io.millrace.job.testing;

import io.millrace.digest.TupleDigest;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.publish.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Files of a run folder, to be listed, copied and damaged. */
public final class RunFiles {
    private RunFiles() {}

    /** Everything in the folders of S1 and S2, temporary files included, relative to the run. */
    public static SortedSet<String> ofDatasets(Path runRoot) {
        TreeSet<String> names = new TreeSet<>();
        for (Path file : named(runRoot.resolve("data/layer3/6B"), ".*")) {
            String name = runRoot.relativize(file).toString();
            if (!name.startsWith("data/layer3/6B/s0_") && !name.startsWith("data/layer3/6B/validation_")) {
                names.add(name);
            }
        }
        return names;
    }

    /** What the valid ledger lines name, relative to the run. */
    public static SortedSet<String> ofLedger(Path runRoot) {
        Ledger ledger = new Ledger(runRoot);
        TreeSet<String> names = new TreeSet<>();
        for (LedgerEntry entry : ledger.valid(ledger.attempts())) {
            names.add(entry.path());
        }
        return names;
    }

    /** Regular files below a folder whose name matches, in order. What a cluster removes meanwhile, old checkpoints, is not there. */
    public static List<Path> named(Path folder, String pattern) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (Files.isRegularFile(file)
                            && file.getFileName().toString().matches(pattern)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException && !file.equals(folder)) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    /** Path to size and time of last change. */
    public static Map<String, String> stamps(Path folder) {
        TreeMap<String, String> stamps = new TreeMap<>();
        for (Path file : named(folder, ".*")) {
            try {
                stamps.put(
                        folder.relativize(file).toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return stamps;
    }

    /** Path to SHA-256 of content. */
    public static Map<String, String> digests(Path folder) {
        TreeMap<String, String> digests = new TreeMap<>();
        for (Path file : named(folder, ".*")) {
            try {
                digests.put(folder.relativize(file).toString(), TupleDigest.sha256Hex(Files.readAllBytes(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return digests;
    }

    /** Copies a folder with everything in it. */
    public static Path copy(Path from, Path to) {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a text file, folders included. */
    public static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a folder with everything in it. */
    public static void remove(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
