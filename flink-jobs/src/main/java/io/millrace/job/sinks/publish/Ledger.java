package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.Fence;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.run.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * The committed files of a run, and which of them count. Every start of the job is a run attempt; the valid set of
 * (attempt a, checkpoint c) is what a committed up to c, plus the valid set of the point a was restored from.
 */
public final class Ledger {
    private static final Pattern PART = Pattern.compile("part-([0-9]+)-([0-9]+)-[0-9]+-[0-9]+[.]parquet([.]json)?");

    /** A part file or its line, temporary or not. */
    private static final Pattern OF_ATTEMPT = Pattern.compile("[.]{0,2}part-([0-9]+)-.*");

    private final Path runRoot;
    private final Attempts attempts;

    public Ledger(Path runRoot) {
        this.runRoot = runRoot;
        this.attempts = new Attempts(runRoot);
    }

    /** A point a run can be resumed from. */
    public record Point(int attempt, long checkpointId) {
        /** Whether it comes before another of the same lineage. */
        public boolean isBefore(Point other) {
            return attempt < other.attempt || (attempt == other.attempt && checkpointId < other.checkpointId);
        }

        /** {@code checkpoint 7 of attempt 2}. */
        public String text() {
            return "checkpoint " + checkpointId + " of attempt " + attempt;
        }
    }

    /**
     * Number of the newest attempt, 0 before the first.
     *
     * @throws RunException COMMITTED_FILE_DAMAGED when the file of an older one is gone
     */
    public int attempts() {
        return attempts.newest();
    }

    /**
     * Registers the next run attempt; to be called before the job starts and before anything is set aside. From now on
     * tasks of older attempts commit nothing more, and the next start begins where this one does.
     *
     * @param seen {@link #attempts()} before the caller looked at anything else: a start that was taken over between its
     *     look and this call takes nothing back
     * @param restoredFrom empty for a start from nothing
     * @return its number
     * @throws RunException RUN_BUSY when somebody else has registered since
     */
    public int begin(int seen, Optional<Point> restoredFrom) {
        return attempts.begin(seen, restoredFrom.map(point -> new Attempts.Origin(point, Optional.empty())));
    }

    /**
     * As {@link #begin}, and writes down where the point lies, so that it is found again.
     *
     * @param folder with its {@code _metadata}
     */
    public int beginFrom(int seen, Point restoredFrom, Path folder) {
        return attempts.begin(seen, Optional.of(new Attempts.Origin(restoredFrom, Optional.of(folder))));
    }

    /**
     * For a process that may have been frozen while another start took its run.
     *
     * @throws RunException RUN_BUSY when an attempt is not the newest any more
     */
    public void requireNewest(int attempt) {
        int newest = attempts();
        if (newest != attempt) {
            throw new RunException(Problem.of(
                    ErrorCode.RUN_BUSY,
                    runRoot.toString(),
                    "must be written by attempt " + attempt,
                    "attempt " + newest + " was begun",
                    "nothing to do: this start was taken over and ends; millrace runs shows who writes"));
        }
    }

    /** Says that an attempt has all its files: a task of it that was frozen opens and commits none any more. */
    public void close(int attempt) {
        try {
            DurableFile.writeIfDifferent(folder().resolve(Fence.closed(attempt)), new byte[0]);
        } catch (IOException e) {
            throw unwritable(folder(), e);
        }
    }

    /** Where the point lay that an attempt was restored from; empty when it was from none, or nobody wrote it down. */
    public Optional<Path> restoredFolder(int attempt) {
        return attempts.origin(attempt).flatMap(Attempts.Origin::folder);
    }

    /** What tells the starts of copies apart; empty for an attempt that is not there. */
    public Optional<String> token(int attempt) {
        return attempts.token(attempt);
    }

    /**
     * The furthest point that is known to have been whole: the newest attempt has committed files of it, or was restored
     * from it. A start from anything before it makes rows again that are there. Empty when nothing was committed.
     */
    public Optional<Point> reached() {
        int newest = attempts();
        OptionalLong own = ownedFiles().stream()
                .map(file -> PART.matcher(file.getFileName().toString()))
                .filter(part -> part.matches() && Integer.parseInt(part.group(1)) == newest)
                .mapToLong(part -> Long.parseLong(part.group(2)))
                .max();
        return own.isPresent()
                ? Optional.of(new Point(newest, own.getAsLong()))
                : attempts.origin(newest).map(Attempts.Origin::point);
    }

    /** Whether a point lies in the lineage of the newest attempt, so that the files it rests on are in place. */
    public boolean isLive(Point point) {
        return lineage(new Point(attempts(), Long.MAX_VALUE)).stream()
                .anyMatch(end -> end.attempt() == point.attempt() && point.checkpointId() <= end.checkpointId());
    }

    /** Lines of a data set that count at a point; names alone are looked at. */
    public long lines(String datasetId, Point point) {
        List<Point> lineage = lineage(point);
        Path lines = folder().resolve(datasetId);
        if (!Files.isDirectory(lines)) {
            return 0;
        }
        try (Stream<Path> list = Files.list(lines)) {
            return list.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && belongsTo(lineage, name))
                    .count();
        } catch (IOException e) {
            throw storage(lines, e);
        }
    }

    /** What tells whether a part file belongs to the lineage of an attempt, by its name. */
    Predicate<Path> ofLineage(int attempt) {
        List<Point> lineage = lineage(new Point(attempt, Long.MAX_VALUE));
        return file -> belongsTo(lineage, file);
    }

    /** The line of a part file, as its bytes lie there. */
    public byte[] line(String datasetId, String fileName) {
        Path line = folder().resolve(datasetId).resolve(fileName + ".json");
        try {
            return Files.readAllBytes(line);
        } catch (IOException e) {
            throw storage(line, e);
        }
    }

    /** Visible files and lines outside the lineage of a point, which {@link #rewind} would set aside. */
    public List<Path> outside(Point point) {
        List<Point> lineage = lineage(point);
        return ownedFiles().stream().filter(file -> !belongsTo(lineage, file)).toList();
    }

    /**
     * Sets aside what tasks of dead attempts have committed after the run was taken from them: a process that was frozen
     * between its last look and the rename.
     *
     * @return files moved
     */
    public int retireLateCommits(int attempt) {
        Path quarantine = runRoot.resolve("_quarantine").resolve("late-" + attempt);
        int moved = 0;
        for (Path file : outside(new Point(attempt, Long.MAX_VALUE))) {
            Matcher part = PART.matcher(file.getFileName().toString());
            if (part.matches() && Integer.parseInt(part.group(1)) < attempt) {
                moveAside(file, quarantine.resolve(runRoot.relativize(file)));
                moved++;
            }
        }
        return moved;
    }

    /** Entries that count at the end of an attempt, by path. */
    public List<LedgerEntry> valid(int attempt) {
        return valid(new Point(attempt, Long.MAX_VALUE));
    }

    /** Entries that count at a point, by path. */
    public List<LedgerEntry> valid(Point point) {
        List<LedgerEntry> all = all();
        List<LedgerEntry> valid = new ArrayList<>();
        for (Point here : lineage(point)) {
            all.stream()
                    .filter(entry -> entry.attempt() == here.attempt() && entry.checkpointId() <= here.checkpointId())
                    .forEach(valid::add);
        }
        valid.sort(Comparator.comparing(LedgerEntry::path));
        return valid;
    }

    /**
     * Whether all files a point rests on are in place.
     *
     * @throws RunException COMMITTED_FILE_DAMAGED with every valid file that is missing or has another size
     */
    public void requireWhole(Point point) {
        List<Problem> problems = new ArrayList<>();
        for (LedgerEntry entry : valid(point)) {
            damage(entry, runRoot.resolve(entry.path())).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
    }

    /**
     * Sets aside everything that does not count at a point: ledger lines and part files of later checkpoints. Nothing is
     * deleted. What the restored job still has to commit stays: temporary files, and files that were renamed but have no
     * line yet. An empty point sets all data aside but the gate. Done after {@link #begin}, and done again by the next
     * start when it was cut short. What a later attempt has written is not touched.
     *
     * @param attempt on whose behalf
     * @return files moved
     */
    public int rewind(int attempt, Optional<Point> point) {
        List<Point> lineage = point.map(this::lineage).orElse(List.of());
        Path quarantine = quarantine(point);
        int moved = 0;
        for (Path file : ownedFiles()) {
            if (!belongsTo(lineage, file) && !isLater(attempt, file)) {
                moveAside(file, quarantine.resolve(runRoot.relativize(file)));
                moved++;
            }
        }
        return moved;
    }

    /** Where {@link #rewind} puts what does not count at a point; a start from nothing by the number of its attempt. */
    public Path quarantine(Optional<Point> point) {
        return runRoot.resolve("_quarantine")
                .resolve(point.map(at -> at.attempt() + "-" + at.checkpointId()).orElse("start-" + attempts()));
    }

    /**
     * Sets aside what was begun and never committed: temporary files of task attempts that broke. Only for a job that has
     * ended and whose rows are all there: until then a temporary file may still be wanted. Those of later attempts stay.
     *
     * @param attempt on whose behalf
     * @return files moved
     */
    public int retireTemporaries(int attempt) {
        Path quarantine = runRoot.resolve("_quarantine").resolve("temporary-" + attempt);
        int moved = 0;
        for (Path file : ownedFiles()) {
            if (file.getFileName().toString().startsWith(".") && !isLater(attempt, file)) {
                moveAside(file, quarantine.resolve(runRoot.relativize(file)));
                moved++;
            }
        }
        return moved;
    }

    /** A day that was finished behind the lineage is not finished any more; a flag that nobody can read says nothing. */
    private static boolean belongsTo(List<Point> lineage, Path file) {
        String name = file.getFileName().toString();
        if (!name.equals(DayFlag.FILE)) {
            return belongsTo(lineage, name);
        }
        return DayFlag.legible(file).map(DayFlag::point).stream().anyMatch(at -> lineage.stream()
                .anyMatch(end -> end.attempt() == at.attempt() && at.checkpointId() <= end.checkpointId()));
    }

    /** Whether a file was made by a start that came after: whoever was frozen meanwhile keeps its hands off. */
    private static boolean isLater(int attempt, Path file) {
        if (DayFlag.isFlag(file)) {
            return DayFlag.legible(file)
                    .filter(flag -> flag.point().attempt() > attempt)
                    .isPresent();
        }
        Matcher name = OF_ATTEMPT.matcher(file.getFileName().toString());
        return name.matches() && Integer.parseInt(name.group(1)) > attempt;
    }

    /** Part files and their lines carry attempt and checkpoint in their names; hidden files belong to any lineage. */
    private static boolean belongsTo(List<Point> lineage, String fileName) {
        if (fileName.startsWith(".")) {
            return !lineage.isEmpty();
        }
        Matcher part = PART.matcher(fileName);
        return part.matches()
                && lineage.stream()
                        .anyMatch(point -> point.attempt() == Integer.parseInt(part.group(1))
                                && Long.parseLong(part.group(2)) <= point.checkpointId());
    }

    /** The point and the points its attempts were restored from, newest first. */
    List<Point> lineage(Point point) {
        return attempts.lineage(point);
    }

    /** All ledger lines, by path. */
    public List<LedgerEntry> all() {
        List<LedgerEntry> entries = new ArrayList<>();
        for (Path line : files(folder(), this::isLine)) {
            try {
                entries.add(LedgerEntry.parse(Files.readAllBytes(line)));
            } catch (IOException e) {
                throw storage(line, e);
            } catch (JacksonException | NullPointerException e) {
                throw illegible(line, e);
            }
        }
        entries.sort(Comparator.comparing(LedgerEntry::path));
        return entries;
    }

    /** Lines being written are hidden. */
    private boolean isLine(Path path) {
        return path.getParent().getParent().equals(folder())
                && !path.getFileName().toString().startsWith(".");
    }

    private static RunException illegible(Path file, RuntimeException e) {
        return new RunException(
                Problem.of(
                        ErrorCode.COMMITTED_FILE_DAMAGED,
                        file.toString(),
                        "must be a whole line of the ledger",
                        String.valueOf(e.getMessage()),
                        "restore it from a copy, or move the run folder aside and start over"),
                e);
    }

    private static Optional<Problem> damage(LedgerEntry entry, Path file) {
        long size = Files.exists(file) ? file.toFile().length() : -1;
        return size == entry.sizeBytes()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ErrorCode.COMMITTED_FILE_DAMAGED,
                        entry.path(),
                        "must be there with " + entry.sizeBytes() + " bytes",
                        size < 0 ? "no file" : size + " bytes",
                        "put the file back, or move the run folder aside and start over"));
    }

    /** Ledger lines and everything below the datasets of stages S1 and S2, temporary files included; never the gate. */
    private List<Path> ownedFiles() {
        Path data = runRoot.resolve("data/layer3/6B");
        List<Path> ofData = files(data, path -> {
            String dataset = data.relativize(path).getName(0).toString();
            return !dataset.startsWith("s0_") && !dataset.startsWith("validation_");
        });
        // Flags of days go before the files they vouch for.
        List<Path> owned =
                new ArrayList<>(ofData.stream().filter(DayFlag::isFlag).toList());
        owned.addAll(files(folder(), path -> path.getParent().getParent().equals(folder())));
        owned.addAll(ofData.stream().filter(file -> !DayFlag.isFlag(file)).toList());
        return owned;
    }

    private Path folder() {
        return runRoot.resolve("_ledger");
    }

    private static void moveAside(Path file, Path target) {
        try {
            Files.createDirectories(target.getParent());
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException renamed) {
            // A task that was thawed has given it its next name in the meantime; whoever looks again finds that.
            return;
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static List<Path> files(Path root, Predicate<Path> wanted) {
        try {
            return RunTree.files(root).stream().filter(wanted).toList();
        } catch (IOException e) {
            throw storage(root, e);
        }
    }

    static RunException storage(Path where, IOException e) {
        return new RunException(
                Problem.of(
                        ErrorCode.IO_READ_FAILED,
                        where.toString(),
                        "must be readable",
                        e.toString(),
                        "mend the storage"),
                e);
    }

    static RunException unwritable(Path where, IOException e) {
        return new RunException(
                Problem.of(
                        ErrorCode.IO_WRITE_FAILED,
                        where.toString(),
                        "must be writable",
                        e.toString(),
                        "free space or mend permissions, then start the run again"),
                e);
    }
}
