package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.run.DatasetTotals;
import io.millrace.run.RunIdentity;
import io.millrace.run.RunManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A run that has its flag, looked at again. */
public final class PublishedRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PublishedRun() {}

    /** How closely the data files are looked at. */
    public enum Depth {
        /** Each listed file is there with its size. */
        SIZES,
        /** And has its SHA-256. */
        CONTENT
    }

    /**
     * Recomputes the bundle of a run and looks for its files.
     *
     * @return bundle digest; empty when the run is not published
     * @throws RunException PUBLISHED_RUN_DAMAGED with everything that differs
     */
    public static Optional<String> check(Path runRoot, RunIdentity identity, Depth depth) {
        Optional<String> digest = ValidationBundle.check(runRoot.resolve(ValidationBundle.folder(identity)));
        if (digest.isEmpty()) {
            return digest;
        }
        Ledger ledger = new Ledger(runRoot);
        List<LedgerEntry> entries = ledger.valid(ledger.attempts());
        List<Problem> problems = new ArrayList<>(againstManifest(runRoot, identity, entries));
        for (LedgerEntry entry : entries) {
            try {
                look(runRoot, entry, depth).ifPresent(problems::add);
            } catch (IOException e) {
                problems.add(damaged(entry, "must be readable", e.toString()));
            }
        }
        problems.addAll(strays(runRoot, entries));
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
        return digest;
    }

    /** The rows of the run are those of its ledger; a reader that lists folders must not find others. */
    private static List<Problem> strays(Path runRoot, List<LedgerEntry> entries) {
        return StrayFiles.of(runRoot, entries).stream()
                .map(file -> Problem.of(
                        ErrorCode.PUBLISHED_RUN_DAMAGED,
                        runRoot.relativize(file).toString(),
                        "must be named by the ledger, or a reader of the folder sees rows twice",
                        "a file without a valid line",
                        "the run is whole without it: millrace clean " + runRoot.getFileName()
                                + " --yes moves it to _quarantine"))
                .toList();
    }

    /** The flag binds the manifest, and the manifest the rows: what the ledger lists must add up to it. */
    private static List<Problem> againstManifest(Path runRoot, RunIdentity identity, List<LedgerEntry> entries) {
        TreeMap<String, DatasetTotals> totals = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            totals.computeIfAbsent(entry.datasetId(), DatasetTotals::new)
                    .add(entry.rows(), entry.rowDigest(), entry.links(), Map.of(), 0, 0);
        }
        Path manifest = runRoot.resolve(ValidationBundle.folder(identity)).resolve(RunManifest.FILE);
        List<Problem> problems = new ArrayList<>();
        try {
            for (JsonNode dataset : JSON.readTree(Files.readAllBytes(manifest)).required("datasets")) {
                String id = dataset.required("dataset_id").asString();
                DatasetTotals found = totals.getOrDefault(id, new DatasetTotals(id));
                String expected = dataset.required("rows").asLong() + " rows with digest "
                        + dataset.required("row_digest").asString();
                String listed = found.rows() + " rows with digest " + found.rowDigest();
                if (!listed.equals(expected)) {
                    problems.add(damaged("_ledger/" + id, "must list " + expected, listed));
                }
            }
        } catch (IOException | JacksonException e) {
            problems.add(damaged(manifest.toString(), "must be a readable manifest", String.valueOf(e.getMessage())));
        }
        return problems;
    }

    private static Optional<Problem> look(Path runRoot, LedgerEntry entry, Depth depth) throws IOException {
        Path file = runRoot.resolve(entry.path());
        if (!Files.exists(file)) {
            return Optional.of(damaged(entry, "must be there", "absent"));
        }
        if (Files.size(file) != entry.sizeBytes()) {
            return Optional.of(
                    damaged(entry, "must have " + entry.sizeBytes() + " bytes", Files.size(file) + " bytes"));
        }
        if (depth == Depth.CONTENT) {
            String found = sha256(file);
            if (!found.equals(entry.sha256())) {
                return Optional.of(damaged(entry, "must have sha256 " + entry.sha256(), found));
            }
        }
        return Optional.empty();
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Problem damaged(LedgerEntry entry, String expected, String found) {
        return damaged(entry.path(), expected, found);
    }

    private static Problem damaged(String where, String expected, String found) {
        return Problem.of(
                ErrorCode.PUBLISHED_RUN_DAMAGED,
                where,
                expected,
                found,
                "nothing was touched; restore the file, or move the run folder aside and run again");
    }
}
