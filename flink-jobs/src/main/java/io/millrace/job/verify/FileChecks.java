package io.millrace.job.verify;

import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.RowSchema;
import io.millrace.contract.Visibility;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.job.sinks.parquet.PartFooter;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.PublishedRun;
import io.millrace.run.FooterFacts;
import io.millrace.run.SealedRun;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.parquet.io.LocalInputFile;

/** Checks of the files themselves, before their rows are asked anything. */
final class FileChecks {
    private static final Map<String, SlabKind> KINDS = kinds();

    private final Path runRoot;
    private final SealedRun sealed;
    private final List<String> zones;
    private final List<LedgerEntry> entries;

    /** @param zones tzids that the files may hold */
    FileChecks(Path runRoot, SealedRun sealed, List<String> zones) {
        this.runRoot = runRoot;
        this.sealed = sealed;
        this.zones = zones;
        Ledger ledger = new Ledger(runRoot);
        this.entries = ledger.valid(ledger.attempts());
    }

    List<CheckResult> run() {
        return List.of(
                of("bundle", "bundle and flag recompute, every listed file has its bytes", this::bundle),
                of(
                        "rows_recounted",
                        "rows, digests, links and counters recomputed from rows = footers = ledger",
                        this::recount),
                of("documents", "every JSON document of the run fits its schema", this::documents),
                of("schemas", "columns, types and nullability as the contracts say", this::schemas),
                of(
                        "visibility",
                        "no oracle, outcome or audit column in the traffic and context datasets",
                        this::visibility),
                of("orphans", "no part file outside the ledger, no temporary file left", this::orphans));
    }

    private static CheckResult of(String id, String title, Supplier<List<String>> check) {
        List<String> violations;
        try {
            violations = check.get();
        } catch (MillraceException e) {
            violations = e.problems().stream().map(Problem::text).toList();
        }
        return violations.isEmpty()
                ? new CheckResult(id, title, CheckResult.Status.PASS, 0, "")
                : new CheckResult(id, title, CheckResult.Status.FAIL, violations.size(), violations.get(0));
    }

    private List<String> bundle() {
        return PublishedRun.check(runRoot, sealed.identity(), PublishedRun.Depth.CONTENT)
                        .isPresent()
                ? List.of()
                : List.of("the run has no flag: it is not published");
    }

    private List<String> documents() {
        return RunDocuments.violations(runRoot, sealed.identity());
    }

    private List<String> recount() {
        List<String> violations = new ArrayList<>();
        for (LedgerEntry entry : entries) {
            SlabKind kind = KINDS.get(entry.datasetId());
            String time = DatasetDictionary.shipped()
                    .dataset(entry.datasetId())
                    .partitionDate()
                    .orElse("");
            try {
                LocalInputFile file = new LocalInputFile(runRoot.resolve(entry.path()));
                FileRecount recount = FileRecount.of(file, entry.path(), kind, zones, time);
                recount.differencesTo(PartFooter.read(file, entry.path()), entry.path())
                        .forEach(problem -> violations.add(problem.text()));
                recount.differencesTo(entry).forEach(problem -> violations.add(problem.text()));
            } catch (IOException e) {
                violations.add(entry.path() + ": " + e.getMessage());
            }
        }
        return violations;
    }

    private List<String> schemas() {
        List<String> violations = new ArrayList<>();
        ParquetFooters footers = new ParquetFooters();
        for (LedgerEntry entry : entries) {
            RowSchema schema =
                    DatasetDictionary.shipped().dataset(entry.datasetId()).rowSchema();
            try {
                List<String> found = footers.read(runRoot.resolve(entry.path())).columns().stream()
                        .map(FileChecks::describe)
                        .toList();
                List<String> expected = schema.columns().stream()
                        .map(column -> column.name() + (column.nullable() ? "?" : ""))
                        .toList();
                if (!found.equals(expected)) {
                    violations.add(entry.path() + ": columns must be " + expected + ", were " + found);
                }
            } catch (IOException e) {
                violations.add(entry.path() + ": " + e.getMessage());
            }
        }
        return violations;
    }

    private static String describe(FooterFacts.ColumnFacts column) {
        return column.name() + (column.nullable() ? "?" : "");
    }

    /** Traffic may show traffic columns only, flow anchors context too: what a live system could know. */
    private List<String> visibility() {
        List<String> violations = new ArrayList<>();
        show(SlabKind.EVENT, Set.of(Visibility.TRAFFIC), violations);
        show(SlabKind.FLOW, Set.of(Visibility.TRAFFIC, Visibility.CONTEXT), violations);
        return violations;
    }

    private static void show(SlabKind kind, Set<Visibility> allowed, List<String> violations) {
        DatasetDictionary.shipped().dataset(kind.datasetId()).rowSchema().columns().stream()
                .filter(column -> !allowed.contains(column.visibility()))
                .forEach(column -> violations.add(
                        kind.datasetId() + " shows " + column.name() + " of class " + column.visibility()));
    }

    private List<String> orphans() {
        Set<Path> listed = new TreeSet<>();
        entries.forEach(entry -> listed.add(runRoot.resolve(entry.path())));
        try (Stream<Path> walk = Files.walk(runRoot.resolve("data/layer3/6B"))) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().startsWith("part-")
                            || file.getFileName().toString().startsWith(".part-")
                            || file.getFileName().toString().startsWith("..part-"))
                    .filter(file -> !listed.contains(file))
                    .sorted()
                    .map(file -> runRoot.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            return List.of(runRoot + ": " + e.getMessage());
        }
    }

    private static Map<String, SlabKind> kinds() {
        TreeMap<String, SlabKind> kinds = new TreeMap<>();
        for (SlabKind kind : SlabKind.values()) {
            kinds.put(kind.datasetId(), kind);
        }
        return kinds;
    }
}
