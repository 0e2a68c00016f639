package io.millrace.job.cli;

import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.RunHold;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.PublishedRun;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.job.verify.CheckResult;
import io.millrace.job.verify.Verify;
import io.millrace.job.verify.VerifySettings;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.RunManifest;
import io.millrace.run.SealedRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one run of a folder of runs, looked at from its files only. */
final class ChaosRun {
    /** Its rows are one per subtask; every other data set has the same at any parallelism. */
    private static final String SUBTASK_ROWS = "stage_accounting_6B";

    private static final String ARRIVALS = "s1_arrival_entities_6B";
    private static final int LOOKS_MAX = 5;

    private final Path runs;
    /** Rows of the ledger lines seen so far; a line never changes. */
    private final Map<String, Long> rowsOfLines = new HashMap<>();

    /** How far a run is looked into. */
    enum Depth {
        /** Receipt, gate, bundle, ledger and the hash of every file. */
        HASHES,
        /** All that, and every check query in DuckDB. */
        QUERIES
    }

    /** @param runs folder with the one run */
    ChaosRun(Path runs) {
        this.runs = runs;
    }

    Path runs() {
        return runs;
    }

    /** Folder of the run; empty before it is sealed. */
    Optional<Path> root() throws IOException {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("run_receipt.json")))
                    .findFirst();
        }
    }

    /** Ledger lines so far; a file that is just being put there may or may not count. */
    long committedFiles() throws IOException {
        Optional<Path> root = root();
        if (root.isEmpty()) {
            return 0;
        }
        Path ledger = root.get().resolve("_ledger");
        if (!Files.isDirectory(ledger)) {
            return 0;
        }
        // Names only: a walk would look at temporary files that are being renamed.
        long lines = 0;
        try (Stream<Path> folders = Files.list(ledger)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                lines += linesOf(folder).size();
            }
        }
        return lines;
    }

    /** Arrivals that are committed now. */
    long arrivals() throws IOException {
        Optional<Path> root = root();
        Path lines = root.isEmpty() ? runs : root.get().resolve("_ledger").resolve(ARRIVALS);
        if (root.isEmpty() || !Files.isDirectory(lines)) {
            return 0;
        }
        long rows = 0;
        for (Path line : linesOf(lines)) {
            String name = line.getFileName().toString();
            Long known = rowsOfLines.get(name);
            if (known == null) {
                try {
                    known = LedgerEntry.parse(Files.readAllBytes(line)).rows();
                } catch (NoSuchFileException setAside) {
                    // A start rewinds the ledger at this very moment.
                    continue;
                }
                rowsOfLines.put(name, known);
            }
            rows += known;
        }
        return rows;
    }

    private static List<Path> linesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .toList();
        }
    }

    /** Where the run would be taken up now; empty when it is not there or its job has come to its end. */
    Optional<String> resumesFrom() throws IOException {
        for (int look = 1; ; look++) {
            try {
                return root().flatMap(RetainedCheckpoints::newest)
                        .map(retained -> retained.folder().getFileName().toString());
            } catch (UncheckedIOException vanishing) {
                // Flink deletes checkpoints beside us.
                if (look == LOOKS_MAX) {
                    throw vanishing;
                }
            }
        }
    }

    /** Whether a process has tasks of the run. */
    boolean isHeld() throws IOException {
        Optional<Path> root = root();
        return root.isPresent() && RunHold.isHeld(root.get());
    }

    /** The oldest complete checkpoint that is kept, when there is a newer one; else empty. */
    Optional<Path> olderCheckpoint() throws IOException {
        Optional<Path> root = root();
        if (root.isEmpty() || !Files.isDirectory(root.get().resolve("checkpoints"))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(root.get().resolve("checkpoints"))) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().equals("_metadata"))
                    .map(Path::getParent)
                    .sorted(Comparator.comparingLong(ChaosRun::checkpointId))
                    .toList();
            return found.size() < 2 ? Optional.empty() : Optional.of(found.get(0));
        }
    }

    private static long checkpointId(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().replaceFirst("chk-", ""));
    }

    boolean isPublished() throws IOException {
        Optional<Path> root = root();
        return root.isPresent()
                && Files.isRegularFile(root.get()
                        .resolve(ValidationBundle.folder(identity(root.get())))
                        .resolve(ValidationBundle.FLAG));
    }

    /**
     * Whether a fault that comes now meets work: rows are still to be committed.
     *
     * @param all arrivals of the undisturbed run
     */
    boolean isUnfinished(long all) throws IOException {
        return arrivals() < all && !isPublished();
    }

    /** Bytes of the run manifest: rows, row digests, links, draws and parity of every data set, free of layout. */
    byte[] manifest() throws IOException {
        Path root = root().orElseThrow();
        return Files.readAllBytes(
                root.resolve(ValidationBundle.folder(identity(root))).resolve(RunManifest.FILE));
    }

    long rows() throws IOException {
        return entries().stream()
                .filter(entry -> !entry.datasetId().equals(SUBTASK_ROWS))
                .mapToLong(LedgerEntry::rows)
                .sum();
    }

    /** Part files among the data, hidden ones too, that no valid ledger line names. */
    long orphans() throws IOException {
        Path root = root().orElseThrow();
        Set<Path> named = entries().stream()
                .map(entry -> root.resolve(entry.path()).normalize())
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(root.resolve("data"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().contains("part-"))
                    .filter(file -> !named.contains(file.normalize()))
                    .count();
        }
    }

    /**
     * What the run lacks: files and their hashes against ledger and manifest, then every check query in DuckDB, keys and
     * footers among them.
     *
     * @param depth how far to look
     * @return empty when nothing was found
     */
    String finding(Depth depth) throws IOException {
        Path root = root().orElseThrow();
        try {
            if (PublishedRun.check(root, identity(root), PublishedRun.Depth.CONTENT)
                    .isEmpty()) {
                return "not published";
            }
        } catch (MillraceException damaged) {
            return damaged.problems().stream().map(Problem::text).collect(Collectors.joining("; "));
        }
        if (depth == Depth.HASHES) {
            return "";
        }
        return Verify.run(VerifySettings.of(root)).stream()
                .filter(check -> check.status() == CheckResult.Status.FAIL)
                .map(check -> check.checkId() + ": " + check.violations() + " rows, " + check.sample())
                .collect(Collectors.joining("; "));
    }

    boolean hasManifestOf(byte[] golden) throws IOException {
        return Arrays.equals(golden, manifest());
    }

    private List<LedgerEntry> entries() throws IOException {
        Ledger ledger = new Ledger(root().orElseThrow());
        return ledger.valid(ledger.attempts());
    }

    private static RunIdentity identity(Path root) {
        return SealedRun.open(RunFolder.at(root)).identity();
    }
}
