package io.millrace.job.sinks.publish;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.run.DatasetTotals;
import io.millrace.run.Equation;
import io.millrace.run.FooterFacts;
import io.millrace.run.TableFooters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The files that count, with what their footers say. Ledger line, footer and file on disk are three witnesses of one
 * thing: any two that differ are a damage, named by file. No row is read.
 */
public final class CommittedFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<LedgerEntry> entries;
    private final SortedMap<String, DatasetTotals> totals;
    private final List<Equation> axes;

    private CommittedFiles(List<LedgerEntry> entries, SortedMap<String, DatasetTotals> totals, List<Equation> axes) {
        this.entries = entries;
        this.totals = totals;
        this.axes = axes;
    }

    /**
     * Reads the valid ledger lines of an attempt and the footers of their files.
     *
     * @param expectedKeys footer keys that are equal in all files, by key; parity P8
     * @throws RunException COMMITTED_FILE_DAMAGED with every file that is missing, changed, unreadable or unlisted
     */
    public static CommittedFiles read(
            Path runRoot, int attempt, TableFooters footers, SortedMap<String, String> expectedKeys) {
        List<LedgerEntry> entries = new Ledger(runRoot).valid(attempt);
        List<Problem> problems = new ArrayList<>();
        TreeMap<String, DatasetTotals> totals = new TreeMap<>();
        TreeMap<String, Set<String>> found = new TreeMap<>();
        for (Look look : entries.parallelStream()
                .map(entry -> look(runRoot, entry, footers))
                .toList()) {
            look.problem.ifPresent(problems::add);
            look.footer.ifPresent(footer -> {
                add(look.entry, footer, totals, problems);
                for (String key : expectedKeys.keySet()) {
                    found.computeIfAbsent(key, absent -> new TreeSet<>())
                            .add(footer.keys().getOrDefault(key, "absent"));
                }
            });
        }
        problems.addAll(unlisted(runRoot, entries));
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
        List<Equation> axes = new ArrayList<>();
        expectedKeys.forEach((key, value) -> {
            Set<String> values = found.getOrDefault(key, Set.of(value));
            axes.add(new Equation("P8 " + key + " in every footer", value, String.join(" and ", values)));
        });
        return new CommittedFiles(entries, totals, axes);
    }

    /** What was seen of one file: its footer, or what is wrong. */
    private record Look(LedgerEntry entry, Optional<FooterFacts> footer, Optional<Problem> problem) {}

    private static Look look(Path runRoot, LedgerEntry entry, TableFooters footers) {
        Path file = runRoot.resolve(entry.path());
        try {
            if (!Files.exists(file) || Files.size(file) != entry.sizeBytes()) {
                Problem problem = damaged(
                        entry,
                        "must have " + entry.sizeBytes() + " bytes",
                        Files.exists(file) ? Files.size(file) + " bytes" : "no file");
                return new Look(entry, Optional.empty(), Optional.of(problem));
            }
            return new Look(entry, Optional.of(footers.read(file)), Optional.empty());
        } catch (IOException e) {
            Problem problem = damaged(entry, "must be a whole Parquet file", String.valueOf(e.getMessage()));
            return new Look(entry, Optional.empty(), Optional.of(problem));
        }
    }

    /** Whether part files lie there that no line of an attempt names: its process ended between a rename and the line. */
    public static boolean hasUnlisted(Path runRoot, int attempt) {
        return !unlisted(runRoot, new Ledger(runRoot).valid(attempt)).isEmpty();
    }

    /** Valid ledger lines, by path. */
    public List<LedgerEntry> entries() {
        return entries;
    }

    /** By dataset id. */
    public SortedMap<String, DatasetTotals> totals() {
        return totals;
    }

    /** Parity P8. */
    public List<Equation> axes() {
        return axes;
    }

    private static void add(
            LedgerEntry entry, FooterFacts footer, Map<String, DatasetTotals> totals, List<Problem> problems) {
        String digest = footer.keys().getOrDefault("millrace.row_digest", "absent");
        if (footer.rows() != entry.rows() || !digest.equals(entry.rowDigest())) {
            problems.add(damaged(
                    entry,
                    "footer must tell " + entry.rows() + " rows with digest " + entry.rowDigest()
                            + " as the ledger does",
                    footer.rows() + " rows with digest " + digest));
            return;
        }
        totals.computeIfAbsent(entry.datasetId(), DatasetTotals::new)
                .add(
                        entry.rows(),
                        entry.rowDigest(),
                        entry.links(),
                        texts(footer.keys().getOrDefault("millrace.counters", "{}")),
                        entry.tsMinMicros(),
                        entry.tsMaxMicros());
    }

    /** Nobody may read rows that the ledger does not know. */
    private static List<Problem> unlisted(Path runRoot, List<LedgerEntry> entries) {
        return StrayFiles.of(runRoot, entries).stream()
                .map(file -> Problem.of(
                        ErrorCode.COMMITTED_FILE_DAMAGED,
                        runRoot.relativize(file).toString(),
                        "must have a ledger line",
                        "a file without one",
                        "move the file out of the run folder, then start the run again"))
                .toList();
    }

    static SortedMap<String, String> texts(String json) {
        TreeMap<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
            texts.put(entry.getKey(), entry.getValue().asString());
        }
        return texts;
    }

    private static Problem damaged(LedgerEntry entry, String expected, String found) {
        return Problem.of(
                ErrorCode.COMMITTED_FILE_DAMAGED,
                entry.path(),
                expected,
                found,
                "put the file back, or move the run folder aside and start over");
    }
}
