package io.millrace.job.sinks.parquet;

import io.millrace.digest.TupleDigest;
import io.millrace.run.FooterFacts;
import io.millrace.run.TableFooters;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.apache.parquet.schema.Type;

/** Footers through parquet-java, which shares no code with our writer. */
public final class ParquetFooters implements TableFooters {
    private static final int TAIL_BYTES = 8;

    @Override
    public FooterFacts read(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            ParquetMetadata footer = reader.getFooter();
            List<FooterFacts.ColumnFacts> columns = new ArrayList<>();
            for (Type type : footer.getFileMetaData().getSchema().getFields()) {
                columns.add(column(type, footer.getBlocks()));
            }
            return new FooterFacts(
                    reader.getRecordCount(),
                    columns,
                    new TreeMap<>(footer.getFileMetaData().getKeyValueMetaData()),
                    footerDigest(file));
        } catch (RuntimeException e) {
            throw new IOException(file.getFileName() + " is no whole Parquet file: " + e.getMessage(), e);
        }
    }

    private static FooterFacts.ColumnFacts column(Type type, List<BlockMetaData> groups) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        OptionalLong min = OptionalLong.empty();
        OptionalLong max = OptionalLong.empty();
        boolean isKnown = true;
        for (BlockMetaData group : groups) {
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                if (chunk.getPath().size() == 1 && chunk.getPath().toArray()[0].equals(type.getName())) {
                    Statistics<?> statistics = chunk.getStatistics();
                    OptionalLong low = bound(statistics, Bound.MIN);
                    OptionalLong high = bound(statistics, Bound.MAX);
                    boolean isAllNull = statistics != null
                            && statistics.isNumNullsSet()
                            && statistics.getNumNulls() == chunk.getValueCount();
                    isKnown &= isAllNull || low.isPresent();
                    if (low.isPresent()) {
                        min = OptionalLong.of(Math.min(min.orElse(Long.MAX_VALUE), low.getAsLong()));
                        max = OptionalLong.of(Math.max(max.orElse(Long.MIN_VALUE), high.getAsLong()));
                    }
                }
            }
        }
        return new FooterFacts.ColumnFacts(
                type.getName(),
                type.isPrimitive()
                        ? type.asPrimitiveType().getPrimitiveTypeName().name()
                        : "GROUP",
                logical == null ? "" : logical.toString(),
                type.isRepetition(Type.Repetition.OPTIONAL),
                isKnown ? min : OptionalLong.empty(),
                isKnown ? max : OptionalLong.empty());
    }

    private enum Bound {
        MIN,
        MAX
    }

    private static OptionalLong bound(Statistics<?> statistics, Bound bound) {
        if (statistics instanceof LongStatistics longs && longs.hasNonNullValue()) {
            return OptionalLong.of(bound == Bound.MIN ? longs.getMin() : longs.getMax());
        }
        if (statistics instanceof IntStatistics ints && ints.hasNonNullValue()) {
            return OptionalLong.of(bound == Bound.MIN ? ints.getMin() : ints.getMax());
        }
        return OptionalLong.empty();
    }

    /** SHA-256 over the last (footer length + 8) bytes. */
    private static String footerDigest(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(bytes.length() - TAIL_BYTES);
            byte[] tail = new byte[Integer.reverseBytes(bytes.readInt()) + TAIL_BYTES];
            bytes.seek(bytes.length() - tail.length);
            bytes.readFully(tail);
            return TupleDigest.sha256Hex(tail);
        }
    }
}
