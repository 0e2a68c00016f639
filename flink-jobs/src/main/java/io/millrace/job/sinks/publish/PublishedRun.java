package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.run.RunIdentity;
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
import java.util.Optional;

/** A run that has its flag, looked at again. */
public final class PublishedRun {
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
        List<Problem> problems = new ArrayList<>();
        for (LedgerEntry entry : ledger.valid(ledger.attempts())) {
            try {
                look(runRoot, entry, depth).ifPresent(problems::add);
            } catch (IOException e) {
                problems.add(damaged(entry, "must be readable", e.toString()));
            }
        }
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
        return digest;
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
        return Problem.of(
                ErrorCode.PUBLISHED_RUN_DAMAGED,
                entry.path(),
                expected,
                found,
                "nothing was touched; restore the file, or move the run folder aside and run again");
    }
}
