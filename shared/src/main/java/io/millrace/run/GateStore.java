package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * The gate folder on disk: whole or absent, and never overwritten. What is found decides: nothing, the same, a part of
 * the same, or something else. Contracts 3.6.
 */
final class GateStore {
    private static final String STAGING_PREFIX = ".s0-";

    private final Path folder;
    /** Bytes by path below the folder, in the order of writing; the receipt is the last. */
    private final Map<String, byte[]> files;

    GateStore(Path folder, Map<String, byte[]> files) {
        this.folder = folder;
        this.files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /**
     * What must not be, as found on disk: other sealed inputs, another receipt. Writes nothing.
     *
     * @return empty when the folder is absent, the same or a part of the same
     */
    List<Problem> conflicts() throws IOException {
        Optional<Problem> carrier = otherCarrier();
        if (carrier.isPresent()) {
            return List.of(carrier.get());
        }
        List<Problem> problems = new ArrayList<>();
        for (String name : present()) {
            byte[] found = Files.readAllBytes(folder.resolve(name));
            if (!Arrays.equals(found, files.get(name)) && !name.equals(GateReceipt.FILE)) {
                problems.addAll(
                        name.equals(SealedInputs.ROWS_FILE)
                                ? differences(found)
                                : List.of(drift(name, "must be the bytes that were sealed", "other bytes")));
            }
        }
        Path receipt = folder.resolve(GateReceipt.FILE);
        if (problems.isEmpty()
                && Files.exists(receipt)
                && !Arrays.equals(Files.readAllBytes(receipt), files.get(GateReceipt.FILE))) {
            problems.add(Problem.of(
                    ErrorCode.GATE_RECEIPT_IDEMPOTENCE_VIOLATION,
                    GateReceipt.FILE,
                    "must be the receipt that these inputs give",
                    "other bytes over the same sealed inputs",
                    "the file was changed, or another version of the program wrote it; use another --runs-root"));
        }
        return problems;
    }

    /** Brings the folder to the sealed state; the caller holds the run's lock and has asked for {@link #conflicts}. */
    GateStatus publish() throws IOException {
        deleteStaging(folder);
        deleteStaging(folder.getParent());
        SortedSet<String> present = present();
        if (present.isEmpty()) {
            create();
            return GateStatus.CREATED;
        }
        if (present.containsAll(files.keySet())) {
            return GateStatus.NOOP_IDEMPOTENT;
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!present.contains(file.getKey())) {
                DurableFile.write(folder.resolve(file.getKey()), file.getValue());
            }
        }
        return GateStatus.COMPLETED;
    }

    private void create() throws IOException {
        Path parent = folder.getParent();
        Path staging = parent.resolve(STAGING_PREFIX + folder.getFileName());
        Files.createDirectories(staging);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = staging.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            DurableFile.writeSynced(target, file.getValue());
            DurableFile.syncFolder(target.getParent());
            if (!Arrays.equals(Files.readAllBytes(target), file.getValue())) {
                throw new IOException(file.getKey() + " reads back other bytes than were written");
            }
        }
        DurableFile.syncFolder(staging);
        Files.deleteIfExists(folder);
        Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.syncFolder(parent);
    }

    private SortedSet<String> present() throws IOException {
        if (!Files.isDirectory(folder)) {
            return new TreeSet<>();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            TreeSet<String> names = new TreeSet<>();
            walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith(STAGING_PREFIX))
                    // A write that a kill cut short: whoever comes next writes the whole file.
                    .filter(name -> !name.endsWith(".tmp"))
                    .forEach(names::add);
            return names;
        }
    }

    /** One problem per sealed row that differs, with both digests. */
    private List<Problem> differences(byte[] found) {
        Map<String, String> before;
        Map<String, String> after;
        try {
            before = digests(SealedInputs.parseRows(found));
            after = digests(SealedInputs.parseRows(files.get(SealedInputs.ROWS_FILE)));
        } catch (JacksonException | IllegalArgumentException e) {
            return List.of(
                    drift(SealedInputs.ROWS_FILE, "must be the sealed inputs of this run", "an unreadable file"));
        }
        List<Problem> problems = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            String old = Optional.ofNullable(before.get(key)).orElse("no such input");
            String now = Optional.ofNullable(after.get(key)).orElse("no such input");
            if (!old.equals(now)) {
                problems.add(drift(SealedInputs.ROWS_FILE + "#" + key, "must still be " + old, now));
            }
        }
        if (problems.isEmpty()) {
            problems.add(drift(SealedInputs.ROWS_FILE, "must be the bytes that were sealed", "other bytes"));
        }
        return problems;
    }

    /** Files sealed before and law now, or the other way round: nearly every row differs, for one reason. */
    private Optional<Problem> otherCarrier() throws IOException {
        Path sealed = folder.resolve(SealedInputs.ROWS_FILE);
        if (!Files.exists(sealed)) {
            return Optional.empty();
        }
        boolean before;
        try {
            before = isMadeOnTheFly(SealedInputs.parseRows(Files.readAllBytes(sealed)));
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
        boolean now = isMadeOnTheFly(SealedInputs.parseRows(files.get(SealedInputs.ROWS_FILE)));
        return before == now
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ErrorCode.SEALED_INPUTS_DRIFT,
                        SealedInputs.ROWS_FILE,
                        "must still be sealed over a world " + carrier(before),
                        "a world " + carrier(now),
                        "use another --runs-root; rows are the same either way"));
    }

    private static boolean isMadeOnTheFly(List<SealedInput> rows) {
        return rows.stream()
                .flatMap(row -> row.content().stream())
                .anyMatch(content -> content.digestKind() == DigestKind.LAW_SHA256);
    }

    private static String carrier(boolean madeOnTheFly) {
        return madeOnTheFly ? "made on the fly (--procedural)" : "of files";
    }

    private static Map<String, String> digests(List<SealedInput> rows) {
        TreeMap<String, String> digests = new TreeMap<>();
        rows.forEach(
                row -> digests.put(row.key().manifestKey() + " " + row.place().path(), row.digestText()));
        return digests;
    }

    private static Problem drift(String where, String expected, String found) {
        return Problem.of(
                ErrorCode.SEALED_INPUTS_DRIFT,
                where,
                expected,
                found,
                "restore the input, or use another --runs-root for the new content");
    }

    private static void deleteStaging(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        List<Path> leftovers;
        try (Stream<Path> children = Files.list(parent)) {
            leftovers = children.filter(child -> child.getFileName().toString().startsWith(STAGING_PREFIX))
                    .toList();
        }
        for (Path leftover : leftovers) {
            List<Path> inside;
            try (Stream<Path> walk = Files.walk(leftover)) {
                inside = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : inside) {
                Files.delete(path);
            }
        }
    }
}
