package io.millrace.job.prepare;

import io.millrace.base.ContractException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.formats.parquet.ParquetColumnarRowInputFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.TemporaryClassLoaderContext;

/**
 * The rows of one split of a foreign file, read by Flink's columnar Parquet format, column by position in our list,
 * whatever their order and types in the file. The current row is a cursor; nothing of it may be kept but texts and
 * numbers.
 */
final class ForeignRows implements Closeable {
    private static final int BATCH_ROWS = 2048;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long NANOS_PER_MICRO = 1_000;

    /**
     * parquet-java keeps codecs for the whole process, with the class loader of the thread that first asked for one: a
     * task's, which is closed with its job. This one is not.
     */
    private static final ClassLoader LASTING = ForeignRows.class.getClassLoader();

    private final String name;
    private final ForeignLayout layout;
    private final BulkFormat.Reader<RowData> reader;
    private final byte[][] lastBytes;
    private final String[] lastText;
    private BulkFormat.RecordIterator<RowData> batch;
    private RowData row;

    /** @param columns number of wanted columns */
    ForeignRows(ForeignFile file, FileSourceSplit split, int columns, Configuration config) throws IOException {
        this.name = file.name();
        this.layout = file.layout();
        this.lastBytes = new byte[columns][];
        this.lastText = new String[columns];
        try (TemporaryClassLoaderContext lasting = TemporaryClassLoaderContext.of(LASTING)) {
            this.reader = new ParquetColumnarRowInputFormat<FileSourceSplit>(
                            new org.apache.hadoop.conf.Configuration(false),
                            layout.rowType(),
                            null,
                            BATCH_ROWS,
                            true,
                            true)
                    .createReader(config, split);
        } catch (RuntimeException e) {
            throw new ContractException(ForeignFile.unreadable(name, e), e);
        }
    }

    /** @return false at the end of the split */
    boolean nextBatch() throws IOException {
        if (batch != null) {
            batch.releaseBatch();
        }
        try (TemporaryClassLoaderContext lasting = TemporaryClassLoaderContext.of(LASTING)) {
            batch = reader.readBatch();
        } catch (IOException | RuntimeException e) {
            throw new ContractException(ForeignFile.unreadable(name, e), e);
        }
        return batch != null;
    }

    /** @return false at the end of the batch */
    boolean nextRow() {
        try {
            RecordAndPosition<RowData> next = batch.next();
            row = next == null ? null : next.getRecord();
        } catch (RuntimeException e) {
            throw new ContractException(ForeignFile.unreadable(name, e), e);
        }
        return row != null;
    }

    boolean isNull(int column) {
        return layout.field(column) < 0 || row.isNullAt(layout.field(column));
    }

    /** Whether the column holds numbers in this file (counts, ids, booleans, instants), not text. */
    boolean isNumber(int column) {
        return layout.storage(column) != ForeignLayout.Storage.TEXT;
    }

    /** Ids as their 64 bits, booleans as 0 or 1, instants in microseconds since 1970 (nanoseconds are cut). */
    long number(int column) {
        int field = layout.field(column);
        return switch (layout.storage(column)) {
            case BOOL -> row.getBoolean(field) ? 1 : 0;
            case INT32 -> row.getInt(field);
            case UINT32 -> Integer.toUnsignedLong(row.getInt(field));
            case INT64, MICROS -> row.getLong(field);
            case MILLIS -> Math.multiplyExact(row.getLong(field), MICROS_PER_MILLI);
            case NANOS -> Math.floorDiv(row.getLong(field), NANOS_PER_MICRO);
            case TEXT, ABSENT -> throw new IllegalStateException("column " + column + " holds no number");
        };
    }

    /** Neighbouring rows often repeat a text, so the last one of each column is kept and not decoded again. */
    String text(int column) {
        byte[] bytes = row.getString(layout.field(column)).toBytes();
        if (!Arrays.equals(bytes, lastBytes[column])) {
            lastBytes[column] = bytes;
            lastText[column] = new String(bytes, StandardCharsets.UTF_8);
        }
        return lastText[column];
    }

    @Override
    public void close() throws IOException {
        if (batch != null) {
            batch.releaseBatch();
            batch = null;
        }
        reader.close();
    }
}
