package io.millrace.job.arrivals;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.Coded;
import io.millrace.contract.Iso;
import io.millrace.job.slab.ParquetReaders;
import io.millrace.slab.Columns;
import io.millrace.slab.Slab;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads a Parquet file of ours back into slabs of any kind, in file order, column by column. Columns in flight stay as
 * they are.
 */
public final class SlabFileReader implements Closeable {
    private final String where;
    private final Map<String, Integer> zoneOrdinal = new HashMap<>();
    private final ParquetFileReader file;
    private MessageType schema;
    private List<ColumnReader> columns = List.of();
    private List<CodeMemo> memos = List.of();
    /** Columns to be read; empty for all. */
    private Set<String> wanted = Set.of();

    private String timeColumn = "";
    private long fromMicros = Long.MIN_VALUE;
    private long untilMicros = Long.MAX_VALUE;
    private int nextGroup;
    private long rowsLeftInGroup;
    private long rowsRead;

    /**
     * @param where path for messages
     * @param zones tzids by ordinal, for ZONE columns
     */
    public SlabFileReader(InputFile input, String where, List<String> zones) throws IOException {
        this.where = where;
        for (int zone = 0; zone < zones.size(); zone++) {
            zoneOrdinal.put(zones.get(zone), zone);
        }
        try {
            this.file = ParquetReaders.open(input);
        } catch (IOException | RuntimeException e) {
            throw unreadable(where, e);
        }
        this.schema = file.getFooter().getFileMetaData().getSchema();
    }

    /** From now on reads these columns alone; the others of a slab stay as they are. */
    public SlabFileReader only(Set<String> columns) {
        wanted = Set.copyOf(columns);
        List<Type> fields = new ArrayList<>();
        for (Type field : file.getFooter().getFileMetaData().getSchema().getFields()) {
            if (wanted.contains(field.getName())) {
                fields.add(field);
            }
        }
        schema = new MessageType(schema.getName(), fields);
        file.setRequestedSchema(schema);
        return this;
    }

    /**
     * From now on passes over row groups whose statistics say that no row is in a stretch of time. Rows outside of it may
     * still come.
     *
     * @param column of kind TS
     * @param from microseconds, inclusive
     * @param until exclusive
     */
    public SlabFileReader between(String column, long from, long until) {
        timeColumn = column;
        fromMicros = from;
        untilMicros = until;
        return this;
    }

    /** Rows of the whole file. */
    public long rows() {
        return file.getRecordCount();
    }

    /** Rows handed out or skipped so far. */
    public long rowsRead() {
        return rowsRead;
    }

    /**
     * Fills a slab from its start, up to its capacity or the end of a row group.
     *
     * @return false at the end of the file, with an empty slab
     */
    public boolean read(Slab slab) throws IOException {
        slab.size = 0;
        try {
            if (rowsLeftInGroup == 0 && !nextGroup(slab)) {
                return false;
            }
            int rows = (int) Math.min(rowsLeftInGroup, slab.rowsMax());
            int index = 0;
            for (Columns.Column column : slab.columns().published()) {
                if (!isWanted(column)) {
                    continue;
                }
                fill(column, columns.get(index), memos.get(index), rows);
                index++;
            }
            slab.size = rows;
            rowsLeftInGroup -= rows;
            rowsRead += rows;
            return true;
        } catch (IOException | RuntimeException e) {
            throw e instanceof ContractException known ? known : unreadable(where, e);
        }
    }

    /** Passes over rows, as after a restore. */
    public void skip(long rows, Slab scratch) throws IOException {
        while (rowsRead < rows) {
            long missing = rows - rowsRead;
            Slab into = missing < scratch.rowsMax() ? scratch.kind().empty((int) missing) : scratch;
            if (!read(into)) {
                throw unreadable(where, new IOException("has " + rowsRead + " rows, " + rows + " were read before"));
            }
        }
    }

    private boolean isWanted(Columns.Column column) {
        return wanted.isEmpty() || wanted.contains(column.name());
    }

    /** Whether a row group may have rows of the stretch of time. */
    private boolean overlaps(BlockMetaData group) {
        for (ColumnChunkMetaData chunk : group.getColumns()) {
            if (chunk.getPath().toDotString().equals(timeColumn)
                    && chunk.getStatistics() instanceof LongStatistics times
                    && times.hasNonNullValue()) {
                return times.getMax() >= fromMicros && times.getMin() < untilMicros;
            }
        }
        return true;
    }

    private boolean nextGroup(Slab slab) throws IOException {
        List<BlockMetaData> groups = file.getRowGroups();
        while (nextGroup < groups.size() && !overlaps(groups.get(nextGroup))) {
            rowsRead += groups.get(nextGroup).getRowCount();
            file.skipNextRowGroup();
            nextGroup++;
        }
        nextGroup++;
        PageReadStore group = file.readNextRowGroup();
        if (group == null) {
            return false;
        }
        ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                group,
                new GroupRecordConverter(schema).getRootConverter(),
                schema,
                file.getFooter().getFileMetaData().getCreatedBy());
        columns = new ArrayList<>();
        memos = new ArrayList<>();
        for (Columns.Column column : slab.columns().published()) {
            if (!isWanted(column)) {
                continue;
            }
            if (!schema.containsField(column.name())) {
                throw new ContractException(Problem.of(
                        ErrorCode.INPUT_SCHEMA_MISMATCH,
                        where + "#" + column.name(),
                        "must be a column of the file",
                        "absent",
                        "make the file again with this version"));
            }
            ColumnDescriptor descriptor = schema.getColumnDescription(new String[] {column.name()});
            columns.add(store.getColumnReader(descriptor));
            memos.add(new CodeMemo());
        }
        rowsLeftInGroup = group.getRowCount();
        return true;
    }

    private void fill(Columns.Column column, ColumnReader reader, CodeMemo memo, int rows) {
        int present = reader.getDescriptor().getMaxDefinitionLevel();
        // Made here and not in the loops, where each row would get one of its own.
        ToIntFunction<String> lookup = text -> lookup(column, text);
        switch (column.kind()) {
            case I64, U64, TS -> {
                long[] target = (long[]) column.array();
                for (int row = 0; row < rows; row++, reader.consume()) {
                    target[row] = reader.getCurrentDefinitionLevel() < present ? column.absent() : reader.getLong();
                }
            }
            case I32, U32 -> {
                int[] target = (int[]) column.array();
                for (int row = 0; row < rows; row++, reader.consume()) {
                    target[row] =
                            reader.getCurrentDefinitionLevel() < present ? (int) column.absent() : reader.getInteger();
                }
            }
            case BOOL -> {
                boolean[] target = (boolean[]) column.array();
                for (int row = 0; row < rows; row++, reader.consume()) {
                    target[row] = reader.getBoolean();
                }
            }
            case CC, CUR, ZONE -> {
                short[] target = (short[]) column.array();
                for (int row = 0; row < rows; row++, reader.consume()) {
                    target[row] = reader.getCurrentDefinitionLevel() < present
                            ? (short) column.absent()
                            : (short) memo.code(reader.getBinary(), lookup);
                }
            }
            case ENUM, WORD -> {
                byte[] target = (byte[]) column.array();
                for (int row = 0; row < rows; row++, reader.consume()) {
                    target[row] = reader.getCurrentDefinitionLevel() < present
                            ? (byte) column.absent()
                            : (byte) memo.code(reader.getBinary(), lookup);
                }
            }
            case STR -> {
                String[] target = (String[]) column.array();
                for (int row = 0; row < rows; row++, reader.consume()) {
                    target[row] = reader.getCurrentDefinitionLevel() < present
                            ? null
                            : reader.getBinary().toStringUsingUTF8();
                }
            }
        }
    }

    private int lookup(Columns.Column column, String text) {
        return column.vocabulary().length > 0 ? token(column, text) : code(column, text);
    }

    private short code(Columns.Column column, String text) {
        if (column.kind() != Columns.Kind.ZONE) {
            return (short) Iso.pack(text);
        }
        Integer zone = zoneOrdinal.get(text);
        if (zone == null) {
            throw unknown(column, text, "must be a zone of zone_dim_5B");
        }
        return zone.shortValue();
    }

    private byte token(Columns.Column column, String text) {
        for (Coded candidate : column.vocabulary()) {
            if (candidate.token().equals(text)) {
                return (byte) candidate.code();
            }
        }
        throw unknown(column, text, "must be a token of the vocabulary");
    }

    private ContractException unknown(Columns.Column column, String text, String expected) {
        return new ContractException(Problem.of(
                ErrorCode.INPUT_SCHEMA_MISMATCH,
                where + "#" + column.name(),
                expected,
                "\"" + text + "\"",
                "make the file again with this version"));
    }

    private static ContractException unreadable(String where, Exception e) {
        return new ContractException(
                Problem.of(
                        ErrorCode.INPUT_SCHEMA_MISMATCH,
                        where,
                        "must be a whole Parquet file",
                        String.valueOf(e.getMessage()),
                        "restore the file, or prepare the world again"),
                e);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
