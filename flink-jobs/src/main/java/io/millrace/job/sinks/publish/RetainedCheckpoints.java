package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.run.RunFolder;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points a run can be taken up at: checkpoints that an interrupted attempt has left,
 * {@code checkpoints/attempt-<4 digits>/<job id>/chk-<n>/_metadata}, and savepoints beside the runs,
 * {@code savepoints/<run_id>/attempt-<4 digits>/<any>/_metadata}, and what lies elsewhere but was named to a start. Flink deletes the checkpoints of a job that ends, also of
 * one that was stopped with a savepoint; a savepoint belongs to whoever asked for it.
 */
public final class RetainedCheckpoints {
    private static final Pattern CHECKPOINT = Pattern.compile("chk-([0-9]+)");
    private static final String METADATA = "_metadata";

    private RetainedCheckpoints() {}

    /**
     * A point that a job can start from.
     *
     * @param point run attempt and checkpoint id
     * @param folder folder with its {@code _metadata}
     * @param kind who made it
     */
    public record Retained(Ledger.Point point, Path folder, Kind kind) {}

    /** Who made a point. */
    public enum Kind {
        CHECKPOINT,
        SAVEPOINT
    }

    /** Folder for the checkpoints of an attempt. */
    public static Path folder(Path runRoot, int attempt) {
        return runRoot.resolve("checkpoints").resolve(attemptName(attempt));
    }

    /** Folder for the savepoints of an attempt. */
    public static Path savepoints(Path runRoot, int attempt) {
        return RunFolder.at(runRoot).savepoints().resolve(attemptName(attempt));
    }

    /**
     * The newest whole one in the lineage of the newest attempt. One that lies behind a point the run was rewound to does
     * not count: the files it rests on were set aside. Nor does one that is not whole: a process that is killed while it
     * takes a checkpoint leaves such a one, and nothing of it was committed.
     */
    public static Optional<Retained> newest(Path runRoot) {
        return all(runRoot).stream().filter(RetainedCheckpoints::isWhole).findFirst();
    }

    private static boolean isWhole(Retained retained) {
        try {
            RestorePoint.read(retained.folder());
            return true;
        } catch (RunException broken) {
            return false;
        }
    }

    /** All in the lineage of the newest attempt, newest first, whole or not. */
    public static List<Retained> all(Path runRoot) {
        Ledger ledger = new Ledger(runRoot);
        List<Retained> all = new ArrayList<>();
        Optional<Path> noted = Optional.empty();
        for (Ledger.Point end : ledger.lineage(new Ledger.Point(ledger.attempts(), Long.MAX_VALUE))) {
            List<Retained> ofAttempt = new ArrayList<>(checkpoints(runRoot, end.attempt()));
            ofAttempt.addAll(savepointsOf(ledger, runRoot, end.attempt()));
            if (noted.isPresent()) {
                elsewhere(ledger, end, noted.get(), ofAttempt).ifPresent(ofAttempt::add);
            }
            noted = ledger.restoredFolder(end.attempt());
            ofAttempt.stream()
                    .filter(retained -> retained.point().checkpointId() <= end.checkpointId())
                    .sorted(Comparator.comparingLong(
                                    (Retained retained) -> retained.point().checkpointId())
                            .reversed())
                    .forEach(all::add);
        }
        return all;
    }

    /** Folder of the newest whole checkpoint of an attempt that runs. */
    public static Optional<Path> newestCheckpoint(Path runRoot, int attempt) {
        return checkpoints(runRoot, attempt).stream()
                .max(Comparator.comparingLong(retained -> retained.point().checkpointId()))
                .map(Retained::folder);
    }

    /** A point that a later attempt was restored from and that lies at a place of its own, as that attempt noted. */
    private static Optional<Retained> elsewhere(Ledger ledger, Ledger.Point point, Path folder, List<Retained> known) {
        Path place = folder.toAbsolutePath().normalize();
        boolean isKnown = known.stream()
                .anyMatch(other -> other.folder().toAbsolutePath().normalize().equals(place));
        if (isKnown || !isOf(ledger, point, place)) {
            return Optional.empty();
        }
        return Optional.of(new Retained(point, place, Kind.SAVEPOINT));
    }

    private static boolean isOf(Ledger ledger, Ledger.Point point, Path folder) {
        try {
            RestorePoint read = RestorePoint.read(folder);
            return read.mark().isPresent()
                    && read.point().equals(point)
                    && ledger.token(point.attempt()).equals(read.mark().map(mark -> mark.token()));
        } catch (RunException illegible) {
            return false;
        }
    }

    /** Removes what interrupted attempts have left, once the run is published and nothing can be resumed any more. */
    public static void discard(Path runRoot) throws IOException {
        Path folder = runRoot.resolve("checkpoints");
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(folder, new Removal());
    }

    /** Goes through folders that somebody else empties: what is gone when its turn comes was never there. */
    private static class Walk extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            return goneOr(failure);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : goneOr(failure);
        }

        private static FileVisitResult goneOr(IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }

    private static final class Removal extends Walk {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            super.postVisitDirectory(folder, failure);
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }

    /** Folders that hold metadata, which is written last. */
    private static final class Search extends Walk {
        private final List<Path> found = new ArrayList<>();

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.getFileName().toString().equals(METADATA)) {
                found.add(file.getParent());
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private static List<Retained> checkpoints(Path runRoot, int attempt) {
        List<Retained> found = new ArrayList<>();
        for (Path folder : withMetadata(folder(runRoot, attempt), 3)) {
            Matcher name = CHECKPOINT.matcher(folder.getFileName().toString());
            if (name.matches()) {
                found.add(new Retained(
                        new Ledger.Point(attempt, Long.parseLong(name.group(1))), folder, Kind.CHECKPOINT));
            }
        }
        return found;
    }

    /** Runs of the same id in other folders may have theirs at the same place; the token of the start tells them apart. */
    private static List<Retained> savepointsOf(Ledger ledger, Path runRoot, int attempt) {
        List<Retained> found = new ArrayList<>();
        for (Path folder : withMetadata(savepoints(runRoot, attempt), 2)) {
            RestorePoint read;
            try {
                read = RestorePoint.read(folder);
            } catch (RunException illegible) {
                continue;
            }
            if (read.mark().isPresent()
                    && ledger.token(attempt).equals(read.mark().map(mark -> mark.token()))) {
                found.add(new Retained(read.point(), folder, Kind.SAVEPOINT));
            }
        }
        return found;
    }

    private static List<Path> withMetadata(Path folder, int depth) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        Search search = new Search();
        try {
            Files.walkFileTree(folder, Set.of(), depth, search);
            return search.found.stream().sorted().toList();
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

    private static String attemptName(int attempt) {
        return String.format(Locale.ROOT, "attempt-%04d", attempt);
    }
}
