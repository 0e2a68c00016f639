package io.millrace.job.prepare;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.ForeignColumn;
import io.millrace.job.slab.ParquetReaders;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.formats.parquet.ParquetInputFile;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.Type;

/**
 * One Parquet file of another engine, as its footer tells.
 *
 * @param name path below the upstream root, with {@code /}
 * @param uri where it lies
 * @param sizeBytes of the whole file
 * @param modifiedMillis when it was written last, to notice that it changed while it was read
 * @param rows of the whole file
 * @param layout how the wanted columns are stored
 * @param groups row groups with rows
 * @param unknownColumns columns of the file that nobody reads
 * @param constants values of {@link #CONSTANT_COLUMNS} where the statistics show one for the whole file
 */
record ForeignFile(
        String name,
        String uri,
        long sizeBytes,
        long modifiedMillis,
        long rows,
        ForeignLayout layout,
        List<RowGroup> groups,
        TreeSet<String> unknownColumns,
        TreeMap<String, String> constants)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Provenance of a whole table, repeated in every row: it goes to the footers of our files. */
    static final List<String> CONSTANT_COLUMNS = List.of("routing_universe_hash");

    /**
     * @param offset first byte
     * @param sizeBytes compressed
     * @param firstRow 0-based row of the file
     */
    record RowGroup(long offset, long sizeBytes, long firstRow) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /**
     * Reads the footer.
     *
     * @param root upstream root, for the name
     * @param problems receives what is wrong with the columns
     * @return null, with a problem, when the file is no whole Parquet file
     */
    static ForeignFile open(Path root, Path file, List<ForeignColumn> columns, List<Problem> problems) {
        String name = root.relativize(file).toString().replace('\\', '/');
        try {
            long sizeBytes = Files.size(file);
            long modifiedMillis = Files.getLastModifiedTime(file).toMillis();
            ParquetMetadata footer = footer(file, sizeBytes);
            TreeSet<String> unknown = new TreeSet<>();
            for (Type field : footer.getFileMetaData().getSchema().getFields()) {
                unknown.add(field.getName());
            }
            columns.forEach(column -> unknown.remove(column.name()));
            unknown.removeAll(CONSTANT_COLUMNS);
            List<RowGroup> groups = new ArrayList<>();
            long rows = 0;
            for (BlockMetaData group : footer.getBlocks()) {
                if (group.getRowCount() > 0) {
                    groups.add(new RowGroup(group.getStartingPos(), Math.max(1, group.getCompressedSize()), rows));
                }
                rows += group.getRowCount();
            }
            ForeignLayout layout = ForeignLayout.of(columns, footer, name, problems);
            return new ForeignFile(
                    name,
                    org.apache.flink.core.fs.Path.fromLocalFile(file.toFile()).toString(),
                    sizeBytes,
                    modifiedMillis,
                    rows,
                    layout,
                    groups,
                    unknown,
                    constants(footer));
        } catch (IOException | RuntimeException e) {
            problems.add(unreadable(name, e));
            return null;
        }
    }

    private static ParquetMetadata footer(Path file, long sizeBytes) throws IOException {
        org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(file.toUri());
        try (FSDataInputStream stream = FileSystem.get(path.toUri()).open(path);
                ParquetFileReader reader = ParquetReaders.open(new ParquetInputFile(stream, sizeBytes))) {
            return reader.getFooter();
        }
    }

    /** Read from statistics alone: the values themselves are never needed. */
    private static TreeMap<String, String> constants(ParquetMetadata footer) {
        TreeMap<String, TreeSet<String>> ends = new TreeMap<>();
        for (BlockMetaData group : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                String name = chunk.getPath().toDotString();
                if (CONSTANT_COLUMNS.contains(name)) {
                    Statistics<?> statistics = chunk.getStatistics();
                    TreeSet<String> values = ends.computeIfAbsent(name, any -> new TreeSet<>());
                    values.add(statistics.hasNonNullValue() ? statistics.minAsString() : "");
                    values.add(statistics.hasNonNullValue() ? statistics.maxAsString() : "");
                }
            }
        }
        TreeMap<String, String> constants = new TreeMap<>();
        ends.forEach((name, values) -> {
            if (values.size() == 1 && !values.first().isEmpty()) {
                constants.put(name, values.first());
            }
        });
        return constants;
    }

    /** One split per row group, so that one large file keeps every task busy; the id tells file and first row. */
    List<FileSourceSplit> splits(int fileOrdinal) {
        List<FileSourceSplit> splits = new ArrayList<>();
        for (RowGroup group : groups) {
            splits.add(new FileSourceSplit(
                    fileOrdinal + ":" + group.firstRow(),
                    new org.apache.flink.core.fs.Path(uri),
                    group.offset(),
                    group.sizeBytes(),
                    modifiedMillis,
                    sizeBytes));
        }
        return splits;
    }

    /** @throws ContractException INPUT_CHANGED_WHILE_READ when the file is no longer the one whose footer was read */
    void requireUnchanged(Path file) {
        Map<String, Object> found = new TreeMap<>();
        try {
            found.put("size", Files.size(file));
            found.put("modified", Files.getLastModifiedTime(file).toMillis());
        } catch (IOException e) {
            found.put("error", e.toString());
        }
        Map<String, Object> expected = new TreeMap<>(Map.of("size", sizeBytes, "modified", modifiedMillis));
        if (!found.equals(expected)) {
            throw new ContractException(Problem.of(
                    ErrorCode.INPUT_CHANGED_WHILE_READ,
                    name,
                    "must stay as it was: " + expected,
                    found.toString(),
                    "let the upstream job finish, then prepare again"));
        }
    }

    static Problem unreadable(String name, Exception cause) {
        return Problem.of(
                ErrorCode.INPUT_SCHEMA_MISMATCH,
                name,
                "must be a whole Parquet file",
                cause.getMessage() == null ? cause.toString() : cause.getMessage(),
                "restore the file from its producer");
    }
}
