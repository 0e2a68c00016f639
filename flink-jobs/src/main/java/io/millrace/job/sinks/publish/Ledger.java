package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.run.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The committed files of a run, and which of them count. Every start of the job is a run attempt; the valid set of
 * (attempt a, checkpoint c) is what a committed up to c, plus the valid set of the point a was restored from.
 */
public final class Ledger {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PART = Pattern.compile("part-([0-9]+)-([0-9]+)-[0-9]+-[0-9]+[.]parquet([.]json)?");

    private final Path runRoot;

    public Ledger(Path runRoot) {
        this.runRoot = runRoot;
    }

    /** A point a run can be resumed from. */
    public record Point(int attempt, long checkpointId) {}

    /** Number of the newest attempt, 0 before the first. */
    public int attempts() {
        int attempt = 0;
        while (Files.exists(attemptFile(attempt + 1))) {
            attempt++;
        }
        return attempt;
    }

    /**
     * Registers the next run attempt; to be called before the job starts. From now on tasks of older attempts commit
     * nothing more.
     *
     * @param restoredFrom empty for a start from nothing
     * @return its number
     * @throws RunException RUN_BUSY when somebody else registers at the same time
     */
    public int begin(Optional<Point> restoredFrom) {
        int attempt = attempts() + 1;
        String from = restoredFrom
                .map(point -> "{\"attempt\":" + point.attempt() + ",\"checkpoint_id\":" + point.checkpointId() + "}")
                .orElse("null");
        String json = "{\"attempt\":" + attempt + ",\"restored_from\":" + from + ",\"token\":\""
                + JobID.generate().toHexString() + "\"}\n";
        Path file = attemptFile(attempt);
        Path begun = file.resolveSibling(
                "." + file.getFileName() + "." + JobID.generate().toHexString());
        try {
            DurableFile.write(begun, json.getBytes(StandardCharsets.UTF_8));
            claim(begun, file);
            Files.delete(begun);
        } catch (FileAlreadyExistsException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.RUN_BUSY,
                            file.toString(),
                            "must not be there yet",
                            "another start has just taken attempt " + attempt,
                            "wait for it to end; millrace runs shows it"),
                    e);
        } catch (IOException e) {
            throw unwritable(folder(), e);
        }
        return attempt;
    }

    /** A link is made whole or not at all, and only by one; where there are none, a copy at least never replaces. */
    private static void claim(Path begun, Path file) throws IOException {
        try {
            Files.createLink(file, begun);
        } catch (UnsupportedOperationException noLinks) {
            Files.copy(begun, file);
        }
    }

    /** What tells the starts of copies apart; empty for an attempt that is not there. */
    public Optional<String> token(int attempt) {
        return attempt(attempt).map(node -> node.path("token").asString(""));
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
     * Sets aside everything that does not count at a point: ledger lines and part files of later checkpoints. Nothing is
     * deleted. What the restored job still has to commit stays: temporary files, and files that were renamed but have no
     * line yet. An empty point sets all data aside but the gate.
     *
     * @return files moved
     * @throws RunException COMMITTED_FILE_DAMAGED when a valid file is missing or has another size
     */
    public int rewind(Optional<Point> point) {
        for (LedgerEntry entry : point.map(this::valid).orElse(List.of())) {
            requireWhole(entry, runRoot.resolve(entry.path()));
        }
        List<Point> lineage = point.map(this::lineage).orElse(List.of());
        String name = point.map(at -> at.attempt() + "-" + at.checkpointId()).orElse("start-" + attempts());
        Path quarantine = runRoot.resolve("_quarantine").resolve(name);
        int moved = 0;
        for (Path file : ownedFiles()) {
            if (!belongsTo(lineage, file)) {
                moveAside(file, quarantine.resolve(runRoot.relativize(file)));
                moved++;
            }
        }
        return moved;
    }

    /**
     * Sets aside what was begun and never committed: temporary files of task attempts that broke. Only for a job that has
     * ended and whose rows are all there: until then a temporary file may still be wanted.
     *
     * @return files moved
     */
    public int retireTemporaries() {
        Path quarantine = runRoot.resolve("_quarantine").resolve("temporary-" + attempts());
        int moved = 0;
        for (Path file : ownedFiles()) {
            if (file.getFileName().toString().startsWith(".")) {
                moveAside(file, quarantine.resolve(runRoot.relativize(file)));
                moved++;
            }
        }
        return moved;
    }

    /** A day that was finished behind the lineage is not finished any more. */
    private static boolean belongsTo(List<Point> lineage, Path file) {
        String name = file.getFileName().toString();
        if (!name.equals(DayFlag.FILE)) {
            return belongsTo(lineage, name);
        }
        return DayFlag.read(file).map(DayFlag::point).stream().anyMatch(at -> lineage.stream()
                .anyMatch(end -> end.attempt() == at.attempt() && at.checkpointId() <= end.checkpointId()));
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
        List<Point> lineage = new ArrayList<>();
        for (Optional<Point> at = Optional.of(point);
                at.isPresent();
                at = restoredFrom(at.get().attempt())) {
            lineage.add(at.get());
        }
        return lineage;
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

    private Optional<Point> restoredFrom(int attempt) {
        return attempt(attempt)
                .map(node -> node.path("restored_from"))
                .filter(JsonNode::isObject)
                .map(from -> new Point(
                        from.path("attempt").asInt(), from.path("checkpoint_id").asLong()));
    }

    private Optional<JsonNode> attempt(int attempt) {
        Path file = attemptFile(attempt);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw storage(file, e);
        } catch (JacksonException e) {
            throw illegible(file, e);
        }
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

    private static void requireWhole(LedgerEntry entry, Path file) {
        long size = Files.exists(file) ? file.toFile().length() : -1;
        if (size != entry.sizeBytes()) {
            throw new RunException(Problem.of(
                    ErrorCode.COMMITTED_FILE_DAMAGED,
                    entry.path(),
                    "must be there with " + entry.sizeBytes() + " bytes",
                    size < 0 ? "no file" : size + " bytes",
                    "put the file back, or move the run folder aside and start over"));
        }
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

    private Path attemptFile(int attempt) {
        return folder().resolve(String.format(Locale.ROOT, "attempt-%04d.json", attempt));
    }

    private static void moveAside(Path file, Path target) {
        try {
            Files.createDirectories(target.getParent());
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static List<Path> files(Path root, java.util.function.Predicate<Path> wanted) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw storage(root, e);
        }
    }

    private static RunException storage(Path where, IOException e) {
        return new RunException(
                Problem.of(
                        ErrorCode.IO_READ_FAILED,
                        where.toString(),
                        "must be readable",
                        e.toString(),
                        "mend the storage"),
                e);
    }

    private static RunException unwritable(Path where, IOException e) {
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
