package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.contract.ColumnType;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.RowSchema;
import io.millrace.contract.Visibility;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.parquet.ParquetFooters;
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
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Checks of the files themselves, before their rows are asked anything but sums. */
final class FileChecks {
    /** Ids of these checks, in order. */
    static final List<String> NAMES = List.of(
            "bundle",
            "rows_recounted",
            "manifest",
            "parity",
            "footers",
            "documents",
            "schemas",
            "visibility",
            "orphans");

    /** What a violation is called, unless it has a code of its own. */
    static final Map<String, ErrorCode> CODES = Map.of(
            "bundle", ErrorCode.PUBLISHED_RUN_DAMAGED,
            "rows_recounted", ErrorCode.COMMITTED_FILE_DAMAGED,
            "manifest", ErrorCode.PUBLISHED_RUN_DAMAGED,
            "parity", ErrorCode.S2_PARITY,
            "footers", ErrorCode.AXES_MISMATCH,
            "documents", ErrorCode.OUTPUT_SCHEMA_VIOLATION,
            "schemas", ErrorCode.OUTPUT_SCHEMA_VIOLATION,
            "visibility", ErrorCode.OUTPUT_SCHEMA_VIOLATION,
            "orphans", ErrorCode.COMMITTED_FILE_DAMAGED);

    private static final double NANOS_PER_SECOND = 1e9;

    private final Path runRoot;
    private final SealedRun sealed;
    private final List<String> zones;
    private final List<LedgerEntry> entries;
    private RunRecount recount;

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
                of(
                        "bundle",
                        "Bundle and flag recompute, the ledger adds up to the manifest, every listed file has its bytes and none lies beside them.",
                        this::bundle),
                of(
                        "rows_recounted",
                        "Rows, digests, links, counters and times recomputed from rows are those of footers and ledger.",
                        () -> recount().differences()),
                ofProblems(
                        "manifest",
                        "Every figure of the manifest is the sum of the rows, and its identity that of the gate.",
                        () -> claims().manifest()),
                ofProblems("parity", "P1 to P7 hold between sums recomputed from rows.", () -> claims().parity()),
                ofProblems(
                        "footers",
                        "P8: axes, laws and seals in footer and path of every file are those of gate and manifest.",
                        () -> claims().footers()),
                of(
                        "documents",
                        "Every JSON document of the run fits its schema.",
                        () -> RunDocuments.violations(runRoot, sealed.identity())),
                of("schemas", "Columns, types and nullability are those of the contracts.", this::schemas),
                of(
                        "visibility",
                        "No oracle, outcome or audit column stands in the traffic and context datasets.",
                        this::visibility),
                of("orphans", "No part file lies outside the ledger, and no temporary file is left.", this::orphans));
    }

    private static CheckResult of(String id, String title, Supplier<List<String>> check) {
        long start = System.nanoTime();
        List<String> violations;
        ErrorCode found = CODES.get(id);
        try {
            violations = check.get();
        } catch (MillraceException e) {
            violations = e.problems().stream().map(Problem::text).toList();
            found = e.problems().get(0).code();
        }
        return result(id, title, found, violations, start);
    }

    /** A check whose violations have codes of their own; the first counts. */
    private static CheckResult ofProblems(String id, String title, Supplier<List<Problem>> check) {
        long start = System.nanoTime();
        List<Problem> problems;
        try {
            problems = check.get();
        } catch (MillraceException e) {
            problems = e.problems();
        }
        return result(
                id,
                title,
                problems.isEmpty() ? CODES.get(id) : problems.get(0).code(),
                problems.stream().map(Problem::text).toList(),
                start);
    }

    private static CheckResult result(String id, String title, ErrorCode code, List<String> violations, long start) {
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        return violations.isEmpty()
                ? new CheckResult(id, title, code, CheckResult.Status.PASS, 0, "", seconds)
                : new CheckResult(
                        id, title, code, CheckResult.Status.FAIL, violations.size(), violations.get(0), seconds);
    }

    private List<String> bundle() {
        return PublishedRun.check(runRoot, sealed.identity(), PublishedRun.Depth.CONTENT)
                        .isPresent()
                ? List.of()
                : List.of("the run has no flag: it is not published");
    }

    private RunRecount recount() {
        if (recount == null) {
            recount = RunRecount.of(runRoot, entries, zones);
        }
        return recount;
    }

    private BundleChecks claims() {
        return BundleChecks.of(runRoot, sealed, recount());
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
                List<String> expected =
                        schema.columns().stream().map(FileChecks::describe).toList();
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
        return describe(column.name(), column.physicalType(), column.logicalType(), column.nullable() ? "?" : "");
    }

    private static String describe(RowSchema.Column column) {
        return describe(column.name(), physical(column.type()), logical(column.type()), column.nullable() ? "?" : "");
    }

    private static String describe(String name, String physical, String logical, String mark) {
        return name + " " + physical + (logical.isEmpty() ? "" : " " + logical) + mark;
    }

    private static String physical(ColumnType type) {
        return switch (type) {
            case I32, U32 -> "INT32";
            case I64, U64, TS -> "INT64";
            case BOOL -> "BOOLEAN";
            case E, CC, CUR, STR, V -> "BYTE_ARRAY";
        };
    }

    private static String logical(ColumnType type) {
        return switch (type) {
            case I32 -> "INTEGER(32,true)";
            case U32 -> "INTEGER(32,false)";
            case I64 -> "INTEGER(64,true)";
            case U64 -> "INTEGER(64,false)";
            case TS -> "TIMESTAMP(MICROS,true)";
            case BOOL -> "";
            case E, CC, CUR, STR, V -> "STRING";
        };
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
}
