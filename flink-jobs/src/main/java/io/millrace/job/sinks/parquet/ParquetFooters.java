package io.millrace.job.sinks.parquet;

import io.millrace.digest.FileDigest;
import io.millrace.job.slab.ParquetReaders;
import io.millrace.run.FooterFacts;
import io.millrace.run.FooterFacts.ColumnFacts;
import io.millrace.run.TableFooters;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Footers by the Parquet project's own reader; no page of a file is opened. */
public final class ParquetFooters implements TableFooters {
    /** Length of the footer, little-endian, and the letters PAR1. */
    private static final int TAIL_BYTES = 8;

    @Override
    public FooterFacts read(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetReaders.open(new LocalInputFile(file))) {
            ParquetMetadata footer = reader.getFooter();
            List<ColumnFacts> columns = new ArrayList<>();
            for (Type field : footer.getFileMetaData().getSchema().getFields()) {
                columns.add(column(field, footer.getBlocks()));
            }
            return new FooterFacts(
                    reader.getRecordCount(),
                    columns,
                    new TreeMap<>(footer.getFileMetaData().getKeyValueMetaData()),
                    footerDigest(file));
        } catch (RuntimeException e) {
            // The reader tells a file that is no Parquet by an unchecked exception.
            throw new IOException("no whole Parquet file: " + reason(e), e);
        }
    }

    /** What is wrong, without the name of the object that the reader read from. */
    private static String reason(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        return message.substring(Math.max(0, message.indexOf("is not a Parquet file")));
    }

    private static ColumnFacts column(Type field, List<BlockMetaData> rowGroups) {
        boolean nullable = field.isRepetition(Type.Repetition.OPTIONAL);
        if (!field.isPrimitive()) {
            return new ColumnFacts(field.getName(), "GROUP", "", nullable, OptionalLong.empty(), OptionalLong.empty());
        }
        PrimitiveType type = field.asPrimitiveType();
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        OptionalLong min = OptionalLong.empty();
        OptionalLong max = OptionalLong.empty();
        boolean isKnown = !rowGroups.isEmpty();
        for (BlockMetaData rowGroup : rowGroups) {
            Statistics<?> statistics = statistics(rowGroup, field.getName());
            OptionalLong low = bound(statistics, Bound.MIN);
            OptionalLong high = bound(statistics, Bound.MAX);
            isKnown &= low.isPresent() && high.isPresent();
            if (isKnown) {
                min = OptionalLong.of(Math.min(min.orElse(low.getAsLong()), low.getAsLong()));
                max = OptionalLong.of(Math.max(max.orElse(high.getAsLong()), high.getAsLong()));
            }
        }
        return new ColumnFacts(
                field.getName(),
                physicalType(type),
                logical == null ? "" : logical.toString(),
                nullable,
                isKnown ? min : OptionalLong.empty(),
                isKnown ? max : OptionalLong.empty());
    }

    /** The word of the file format; the Java library has one of its own for byte arrays. */
    private static String physicalType(PrimitiveType type) {
        PrimitiveType.PrimitiveTypeName name = type.getPrimitiveTypeName();
        return name == PrimitiveType.PrimitiveTypeName.BINARY ? "BYTE_ARRAY" : name.name();
    }

    private enum Bound {
        MIN,
        MAX
    }

    private static OptionalLong bound(Statistics<?> statistics, Bound bound) {
        if (statistics == null || !statistics.hasNonNullValue()) {
            return OptionalLong.empty();
        }
        if (statistics instanceof LongStatistics longs) {
            return OptionalLong.of(bound == Bound.MIN ? longs.getMin() : longs.getMax());
        }
        if (statistics instanceof IntStatistics ints) {
            return OptionalLong.of(bound == Bound.MIN ? ints.getMin() : ints.getMax());
        }
        return OptionalLong.empty();
    }

    private static Statistics<?> statistics(BlockMetaData rowGroup, String column) {
        for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
            if (chunk.getPath().toDotString().equals(column)) {
                return chunk.getStatistics();
            }
        }
        return null;
    }

    private static String footerDigest(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(bytes.length() - TAIL_BYTES);
            int length = Integer.reverseBytes(bytes.readInt());
            byte[] tail = new byte[Math.addExact(length, TAIL_BYTES)];
            bytes.seek(bytes.length() - tail.length);
            bytes.readFully(tail);
            return HexFormat.of().formatHex(FileDigest.sha256().digest(tail));
        }
    }
}
