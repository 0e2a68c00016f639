package io.millrace.job.prepare;

import io.millrace.arrivals.ArrivalColumn;
import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.ForeignColumn;
import io.millrace.contract.ForeignColumn.Kind;
import io.millrace.contract.ForeignColumn.Need;
import io.millrace.digest.FileDigest;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.run.DigestKind;
import io.millrace.run.Partition;
import io.millrace.run.WorldReceipt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every file that a world is made from, with its footer read and its digest taken.
 *
 * @param arrivals by name; their position is the source file number of an arrival
 * @param tables by table
 * @param outlets of the outlet catalogue, none where the tree has none
 * @param digests as the receipt of the world records them
 */
record SourceFiles(
        List<ForeignFile> arrivals,
        Map<EntityTable, List<ForeignFile>> tables,
        List<ForeignFile> outlets,
        List<WorldReceipt.Source> digests) {
    static final List<ForeignColumn> OUTLET_COLUMNS = List.of(
            new ForeignColumn("merchant_id", Kind.ID, Need.REQUIRED),
            new ForeignColumn("legal_country_iso", Kind.TEXT, Need.REQUIRED),
            new ForeignColumn("site_order", Kind.INTEGER, Need.REQUIRED),
            new ForeignColumn("home_country_iso", Kind.TEXT, Need.OPTIONAL));

    /**
     * @throws ContractException with all files that are missing, damaged, or lack a column, before any row is read
     */
    static SourceFiles read(UpstreamTree tree) {
        List<Problem> problems = new ArrayList<>();
        List<ForeignFile> arrivals =
                open(tree, tree.files(tree.arrivals(), problems), ArrivalColumn.columns(), problems);
        Map<EntityTable, List<ForeignFile>> tables = new EnumMap<>(EntityTable.class);
        for (EntityTable table : EntityTable.values()) {
            tables.put(
                    table, open(tree, tree.files(tree.table(table.datasetId()), problems), table.columns(), problems));
        }
        List<ForeignFile> outlets = open(tree, tree.list(tree.outlets()), OUTLET_COLUMNS, problems);
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        return new SourceFiles(arrivals, tables, outlets, digests(tree, !outlets.isEmpty()));
    }

    private static List<ForeignFile> open(
            UpstreamTree tree, List<Path> paths, List<ForeignColumn> columns, List<Problem> problems) {
        List<ForeignFile> files = new ArrayList<>();
        for (Path path : paths) {
            ForeignFile file = ForeignFile.open(tree.root(), path, columns, problems);
            if (file != null) {
                files.add(file);
            }
        }
        return files;
    }

    private static List<WorldReceipt.Source> digests(UpstreamTree tree, boolean hasOutlets) {
        List<String> folders = new ArrayList<>();
        folders.add(tree.arrivals());
        for (EntityTable table : EntityTable.values()) {
            folders.add(tree.table(table.datasetId()));
        }
        if (hasOutlets) {
            folders.add(tree.outlets());
        }
        List<WorldReceipt.Source> digests = new ArrayList<>();
        try {
            for (String folder : folders) {
                Partition partition = Partition.read(tree.root().resolve(folder), new ParquetFooters());
                digests.add(new WorldReceipt.Source(folder, partition.digestKind(), partition.sha256Hex()));
            }
            digests.add(new WorldReceipt.Source(
                    UpstreamTree.RECEIPT,
                    DigestKind.CONTENT_SHA256,
                    FileDigest.ofFile(tree.root().resolve(UpstreamTree.RECEIPT))));
        } catch (IOException e) {
            throw new ContractException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            tree.root().toString(),
                            "must be readable",
                            e.toString(),
                            "mend the upstream tree"),
                    e);
        }
        digests.sort(java.util.Comparator.comparing(WorldReceipt.Source::path));
        return digests;
    }

    /** Rows of all arrival files. */
    long arrivalRows() {
        return arrivals.stream().mapToLong(ForeignFile::rows).sum();
    }

    /** Columns of the arrival files that nobody reads, each once. */
    TreeSet<String> unknownColumns() {
        TreeSet<String> unknown = new TreeSet<>();
        arrivals.forEach(file -> unknown.addAll(file.unknownColumns()));
        return unknown;
    }

    /** Footer keys for provenance that is one value in all arrival files. */
    TreeMap<String, String> constants() {
        TreeMap<String, String> footer = new TreeMap<>();
        for (String column : ForeignFile.CONSTANT_COLUMNS) {
            TreeSet<String> values = new TreeSet<>();
            arrivals.stream()
                    .filter(file -> file.rows() > 0)
                    .forEach(file -> values.add(file.constants().getOrDefault(column, "")));
            if (values.size() == 1 && !values.first().isEmpty()) {
                footer.put("millrace." + column, values.first());
            }
        }
        return footer;
    }

    /** Digest by entity table, for the header of the index. */
    TreeMap<String, String> tableDigests(UpstreamTree tree) {
        TreeMap<String, String> byTable = new TreeMap<>();
        for (EntityTable table : EntityTable.values()) {
            digests.stream()
                    .filter(source -> source.path().equals(tree.table(table.datasetId())))
                    .forEach(source -> byTable.put(table.datasetId(), source.sha256Hex()));
        }
        return byTable;
    }

    /** @throws ContractException INPUT_CHANGED_WHILE_READ */
    void requireUnchanged(UpstreamTree tree) {
        List<ForeignFile> all = new ArrayList<>(arrivals);
        tables.values().forEach(all::addAll);
        all.addAll(outlets);
        all.forEach(file -> file.requireUnchanged(tree.root().resolve(file.name())));
    }
}
