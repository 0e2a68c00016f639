package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.contract.DatasetDictionary;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.parquet.PartFooter;
import io.millrace.job.sinks.publish.DayFlag;
import io.millrace.job.sinks.publish.FinishedDays;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.verify.CheckResult.Status;
import io.millrace.policy.SchemaStore;
import io.millrace.policy.StrictJson;
import io.millrace.run.SealedRun;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.parquet.io.LocalInputFile;

/** Checks of a run without end: its finished days, from flag to row. What is not finished is nobody's to read. */
final class LiveChecks {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Path runRoot;
    private final SealedRun sealed;
    private final List<String> zones;
    private final Map<SlabKind, List<DayFlag>> flags = new HashMap<>();

    /** @param zones tzids that the files may hold */
    LiveChecks(Path runRoot, SealedRun sealed, List<String> zones) {
        this.runRoot = runRoot;
        this.sealed = sealed;
        this.zones = zones;
        FinishedDays.DATASETS.forEach(kind -> flags.put(kind, DayFlag.all(runRoot, sealed.identity(), kind)));
    }

    List<CheckResult> run() {
        long days = flags.values().stream().mapToLong(List::size).sum();
        return List.of(
                of(
                        "day_documents",
                        days + " flags of finished days fit their schema",
                        ErrorCode.OUTPUT_SCHEMA_VIOLATION,
                        this::documents),
                of(
                        "day_ledger",
                        "flags = sums of the ledger lines of their days",
                        ErrorCode.PUBLISHED_RUN_DAMAGED,
                        this::ledger),
                of(
                        "day_files",
                        "files of finished days have the bytes that their lines name",
                        ErrorCode.COMMITTED_FILE_DAMAGED,
                        this::files),
                of(
                        "day_rows_recounted",
                        "rows, digests, links and counters of finished days recomputed from rows = footers = ledger",
                        ErrorCode.COMMITTED_FILE_DAMAGED,
                        this::rows),
                of(
                        "day_parity",
                        "arrivals = anchors = outcomes, flows and sessions by keys, day by day",
                        ErrorCode.S2_PARITY,
                        this::parity),
                CheckResult.notChecked(
                        "unfinished",
                        "what lies behind the last finished day, parity and draws of the whole",
                        ErrorCode.S2_PARITY,
                        "a run without end has no whole; it goes on by millrace resume"));
    }

    private static CheckResult of(String id, String title, ErrorCode code, Check check) {
        long start = System.nanoTime();
        List<String> violations;
        try {
            violations = check.violations();
        } catch (MillraceException e) {
            violations = e.problems().stream().map(Problem::text).toList();
        } catch (IOException e) {
            violations = List.of(e.toString());
        }
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        return violations.isEmpty()
                ? new CheckResult(id, title, code, Status.PASS, 0, "", seconds)
                : new CheckResult(id, title, code, Status.FAIL, violations.size(), violations.get(0), seconds);
    }

    /** A check that reads files. */
    private interface Check {
        List<String> violations() throws IOException;
    }

    private List<DayFlag> all() {
        return flags.values().stream().flatMap(List::stream).toList();
    }

    private List<String> documents() {
        List<Problem> problems = new ArrayList<>();
        SchemaStore schemas = SchemaStore.shipped();
        for (DayFlag flag : all()) {
            String name = flag.datasetId() + " of " + flag.utcDate();
            StrictJson.parse(name, flag.bytes(), ErrorCode.OUTPUT_SCHEMA_VIOLATION, problems)
                    .ifPresent(document -> problems.addAll(schemas.check(
                            "schema/run/day_flag.schema.json", name, document, ErrorCode.OUTPUT_SCHEMA_VIOLATION)));
        }
        return problems.stream().map(Problem::text).toList();
    }

    private List<String> ledger() {
        List<String> violations = new ArrayList<>();
        flags.forEach((kind, days) -> days.forEach(flag -> {
            DayFlag summed =
                    FinishedDays.sum(runRoot, sealed.identity(), kind, LocalDate.parse(flag.utcDate()), flag.point());
            if (!summed.equals(flag)) {
                violations.add(kind.datasetId() + " of " + flag.utcDate() + ": the ledger lists " + summed
                        + ", the flag says " + flag);
            }
        }));
        return violations;
    }

    /** Ledger lines of finished days. */
    private List<LedgerEntry> entries() {
        Map<String, List<DayFlag>> byDay =
                all().stream().collect(Collectors.groupingBy(flag -> flag.datasetId() + "/" + flag.utcDate()));
        Ledger ledger = new Ledger(runRoot);
        return ledger.valid(ledger.attempts()).stream()
                .filter(entry -> byDay.containsKey(
                        entry.datasetId() + "/" + entry.path().replaceFirst(".*/utc_date=([^/]*)/.*", "$1")))
                .toList();
    }

    private List<String> files() throws IOException {
        List<String> violations = new ArrayList<>();
        for (LedgerEntry entry : entries()) {
            Path file = runRoot.resolve(entry.path());
            String found = Files.exists(file) ? sha256(file) : "no file";
            if (!entry.sha256().isEmpty() && !entry.sha256().equals(found)) {
                violations.add(entry.path() + " must have sha256 " + entry.sha256() + ", was " + found);
            }
        }
        return violations;
    }

    private List<String> rows() throws IOException {
        List<String> violations = new ArrayList<>();
        for (LedgerEntry entry : entries()) {
            DatasetDictionary.Dataset dataset = DatasetDictionary.shipped().dataset(entry.datasetId());
            LocalInputFile file = new LocalInputFile(runRoot.resolve(entry.path()));
            FileRecount recount = FileRecount.of(
                    file,
                    entry.path(),
                    kindOf(entry.datasetId()),
                    zones,
                    dataset.partitionDate().orElse(""));
            recount.differencesTo(PartFooter.read(file, entry.path()), entry.path())
                    .forEach(of -> violations.add(of.text()));
            recount.differencesTo(entry).forEach(of -> violations.add(of.text()));
        }
        return violations;
    }

    private static SlabKind kindOf(String datasetId) {
        return FinishedDays.DATASETS.stream()
                .filter(kind -> kind.datasetId().equals(datasetId))
                .findFirst()
                .orElseThrow();
    }

    private List<String> parity() {
        List<String> violations = new ArrayList<>();
        Map<String, DayFlag> entities = byDay(SlabKind.SESSIONED);
        Map<String, DayFlag> anchors = byDay(SlabKind.FLOW);
        flags.get(SlabKind.FLOW).forEach(flag -> compare(flag, entities, "arrival", violations));
        flags.get(SlabKind.SESSION_INDEX).forEach(flag -> compare(flag, entities, "session", violations));
        flags.get(SlabKind.OUTCOME).forEach(flag -> compare(flag, anchors, "flow", violations));
        flags.get(SlabKind.EVENT).forEach(flag -> compare(flag, anchors, "flow", violations));
        return violations;
    }

    private Map<String, DayFlag> byDay(SlabKind kind) {
        return flags.get(kind).stream().collect(Collectors.toMap(DayFlag::utcDate, flag -> flag));
    }

    private static void compare(DayFlag flag, Map<String, DayFlag> others, String link, List<String> violations) {
        DayFlag other = others.get(flag.utcDate());
        String found = flag.links().getOrDefault(link, "");
        String expected = other == null ? "a flag" : other.links().getOrDefault(link, "");
        if (!found.equals(expected)) {
            violations.add(flag.datasetId() + " of " + flag.utcDate() + ": " + link + " keys must be " + expected
                    + ", were " + found);
        }
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
}
