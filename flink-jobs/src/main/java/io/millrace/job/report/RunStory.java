package io.millrace.job.report;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.run.RunFolder;
import io.millrace.run.RunManifest;
import io.millrace.run.SealedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What the documents of a run tell: who it is, what it was made from, how it went. Nothing here is counted from rows. */
final class RunStory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ATTEMPT = Pattern.compile("attempt-[0-9]{4,}[.]json");

    private final Path root;
    private final SealedRun sealed;
    private final Path bundle;

    RunStory(Path root, SealedRun sealed) {
        this.root = root;
        this.sealed = sealed;
        this.bundle = root.resolve(ValidationBundle.folder(sealed.identity()));
    }

    /** The run manifest of the bundle. */
    JsonNode manifest() {
        return read(bundle.resolve(RunManifest.FILE));
    }

    /**
     * Documents by the names the page knows them by.
     *
     * @param entries valid lines of the ledger
     */
    Map<String, Object> json(String bundleDigest, List<LedgerEntry> entries) {
        TreeMap<String, Object> story = new TreeMap<>();
        story.put("receipt", read(RunFolder.at(root).runReceipt()));
        story.put("manifest", manifest());
        story.put("bundle_digest", bundleDigest);
        story.put("validation", read(bundle.resolve("s5_validation_report_6B.json")));
        story.put("verdict", verdict(bundleDigest).orElse(null));
        story.put("draws", lines(bundle.resolve("rng_trace_log.jsonl")));
        story.put("policies", policies());
        story.put("inputs", inputs());
        story.put("revisions", revisions(entries));
        story.put("sealed_at", time(RunFolder.at(root).runReceipt()));
        story.put("published_at", time(bundle.resolve(ValidationBundle.FLAG)));
        story.put("attempts", attempts());
        story.put("set_aside", setAside());
        story.put("refused", refusedPublications());
        return story;
    }

    /** What {@code verify} last said of the rows and kept with the run; one of other rows than these counts for nothing. */
    private Optional<JsonNode> verdict(String bundleDigest) {
        Path file = root.resolve("reports/verify.json");
        return Files.exists(file)
                ? Optional.of(read(file))
                        .filter(kept -> kept.path("bundle_digest").asString("").equals(bundleDigest)
                                && kept.path("checks").isArray())
                : Optional.empty();
    }

    private List<Map<String, Object>> policies() {
        List<Map<String, Object>> policies = new ArrayList<>();
        sealed.receipt()
                .policies()
                .forEach((id, policy) -> policies.add(new TreeMap<>(Map.of(
                        "policy_id", id,
                        "version", policy.version(),
                        "law_revision", policy.lawRevision(),
                        "digest", policy.digest()))));
        return policies;
    }

    private Map<String, Object> inputs() {
        TreeMap<String, Object> inputs = new TreeMap<>();
        inputs.put("merchants", sealed.receipt().totals().merchants());
        inputs.put("parties", sealed.receipt().totals().parties());
        inputs.put("arrival_files", sealed.receipt().totals().arrivalFiles());
        return inputs;
    }

    /** Source revisions of the programs that wrote files: by the first file of each attempt. */
    private List<String> revisions(List<LedgerEntry> entries) {
        TreeMap<Integer, LedgerEntry> first = new TreeMap<>();
        entries.forEach(entry -> first.putIfAbsent(entry.attempt(), entry));
        TreeSet<String> revisions = new TreeSet<>();
        for (LedgerEntry entry : first.values()) {
            Path file = root.resolve(entry.path());
            try {
                revisions.add(new ParquetFooters().read(file).keys().getOrDefault(FooterKeys.REVISION, "unknown"));
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        return List.copyOf(revisions);
    }

    /** Starts of the job, in order: where each began, when its file was written, whether it was closed by publishing. */
    private List<Map<String, Object>> attempts() {
        Path ledger = root.resolve("_ledger");
        List<Map<String, Object>> attempts = new ArrayList<>();
        for (Path file : children(ledger)) {
            if (ATTEMPT.matcher(file.getFileName().toString()).matches()) {
                String closed = file.getFileName()
                        .toString()
                        .replace("attempt-", "closed-")
                        .replace(".json", "");
                TreeMap<String, Object> attempt = new TreeMap<>();
                attempt.put("start", read(file));
                attempt.put("started_at", time(file));
                attempt.put("closed", Files.exists(ledger.resolve(closed)));
                attempts.add(attempt);
            }
        }
        return attempts;
    }

    /** Folders of {@code _quarantine}: what each restart took back. */
    private List<Map<String, Object>> setAside() {
        List<Map<String, Object>> folders = new ArrayList<>();
        for (Path folder : children(root.resolve("_quarantine"))) {
            long files = 0;
            long bytes = 0;
            try (Stream<Path> walk = Files.walk(folder)) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    files++;
                    bytes += Files.size(file);
                }
            } catch (IOException e) {
                throw unreadable(folder, e);
            }
            folders.add(
                    new TreeMap<>(Map.of("folder", folder.getFileName().toString(), "files", files, "bytes", bytes)));
        }
        return folders;
    }

    /** Bundles that did not pass and got no flag. */
    private List<String> refusedPublications() {
        return children(root.resolve("reports")).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("failed-"))
                .toList();
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** When a file was written, as its file system says: a copy of a run may tell of the copying. */
    private static String time(Path file) {
        try {
            return Files.getLastModifiedTime(file)
                    .toInstant()
                    .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                    .toString();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static List<JsonNode> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(JSON::readTree).toList();
        } catch (IOException | JacksonException e) {
            throw unreadable(file, e);
        }
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException | JacksonException e) {
            throw unreadable(file, e);
        }
    }

    private static RunException unreadable(Path file, Exception e) {
        return new RunException(
                Problem.of(
                        ErrorCode.IO_READ_FAILED,
                        file.toString(),
                        "must be a readable document of the run",
                        String.valueOf(e.getMessage()),
                        "judge the run first: millrace verify"),
                e);
    }
}
