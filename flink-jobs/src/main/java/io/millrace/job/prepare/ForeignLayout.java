package io.millrace.job.prepare;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.ForeignColumn;
import io.millrace.contract.ForeignColumn.Kind;
import io.millrace.contract.ForeignColumn.Need;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * How the columns that we want are stored in one file: each file of a table may differ in order and types. Columns are
 * found by name; what the file has beyond them is not read.
 */
final class ForeignLayout implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What Flink's columnar reader decodes. */
    private static final Set<String> READABLE =
            Set.of("PLAIN", "PLAIN_DICTIONARY", "RLE_DICTIONARY", "RLE", "BIT_PACKED");

    /** Storage of a column. */
    enum Storage {
        ABSENT,
        TEXT,
        BOOL,
        INT32,
        /** Widened without its sign. */
        UINT32,
        INT64,
        MILLIS,
        MICROS,
        NANOS
    }

    private final Storage[] storage;
    private final int[] field;
    private final String[] fieldNames;

    private ForeignLayout(Storage[] storage, int[] field, String[] fieldNames) {
        this.storage = storage;
        this.field = field;
        this.fieldNames = fieldNames;
    }

    /**
     * @param file for messages
     * @param problems receives every column that is missing, of another type or in an encoding that cannot be read
     */
    static ForeignLayout of(List<ForeignColumn> columns, ParquetMetadata footer, String file, List<Problem> problems) {
        MessageType schema = footer.getFileMetaData().getSchema();
        Storage[] storage = new Storage[columns.size()];
        int[] field = new int[columns.size()];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < storage.length; i++) {
            ForeignColumn column = columns.get(i);
            storage[i] = Storage.ABSENT;
            field[i] = -1;
            if (schema.containsField(column.name())) {
                storage[i] = storage(column, schema.getType(column.name()), file, problems);
                field[i] = names.size();
                names.add(column.name());
            } else if (column.need() == Need.REQUIRED) {
                problems.add(problem(file, column.name(), "must be a column of the file", "absent"));
            }
        }
        requireReadable(footer, Set.copyOf(names), file, problems);
        return new ForeignLayout(storage, field, names.toArray(String[]::new));
    }

    private static Storage storage(ForeignColumn column, Type type, String file, List<Problem> problems) {
        Storage storage = type.isPrimitive() && type.getRepetition() != Type.Repetition.REPEATED
                ? storage(column.kind(), type.asPrimitiveType())
                : Storage.ABSENT;
        if (storage == Storage.ABSENT) {
            problems.add(problem(file, column.name(), "must be " + column.kind().wanted(), describe(type)));
        }
        return storage;
    }

    /** {@code DOUBLE}, {@code INT64 DATE} */
    private static String describe(Type type) {
        if (!type.isPrimitive()) {
            return "a group of columns";
        }
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        String repeated = type.getRepetition() == Type.Repetition.REPEATED ? "repeated " : "";
        return repeated + type.asPrimitiveType().getPrimitiveTypeName() + (meaning == null ? "" : " " + meaning);
    }

    private static Storage storage(Kind kind, PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        boolean isPlainNumber = meaning == null || meaning instanceof IntLogicalTypeAnnotation;
        return switch (type.getPrimitiveTypeName()) {
            case BINARY -> kind == Kind.TEXT || kind == Kind.ID || kind == Kind.TIME ? Storage.TEXT : Storage.ABSENT;
            case BOOLEAN -> kind == Kind.BOOL ? Storage.BOOL : Storage.ABSENT;
            case INT32 ->
                isPlainNumber && (kind == Kind.ID || kind == Kind.INTEGER)
                        ? meaning instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()
                                ? Storage.UINT32
                                : Storage.INT32
                        : Storage.ABSENT;
            case INT64 ->
                kind == Kind.TIME
                        ? meaning instanceof TimestampLogicalTypeAnnotation instant ? instant(instant) : Storage.ABSENT
                        : isPlainNumber && (kind == Kind.ID || kind == Kind.INTEGER) ? Storage.INT64 : Storage.ABSENT;
            case INT96, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY -> Storage.ABSENT;
        };
    }

    private static Storage instant(TimestampLogicalTypeAnnotation instant) {
        return switch (instant.getUnit()) {
            case MILLIS -> Storage.MILLIS;
            case MICROS -> Storage.MICROS;
            case NANOS -> Storage.NANOS;
        };
    }

    private static void requireReadable(
            ParquetMetadata footer, Set<String> names, String file, List<Problem> problems) {
        Map<String, Encoding> unreadable = new HashMap<>();
        for (BlockMetaData group : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                String name = chunk.getPath().toDotString();
                for (Encoding encoding : chunk.getEncodings()) {
                    if (names.contains(name) && !READABLE.contains(encoding.name())) {
                        unreadable.putIfAbsent(name, encoding);
                    }
                }
            }
        }
        unreadable.forEach((name, encoding) -> problems.add(problem(
                file, name, "must be in plain or dictionary encoding (Parquet version 1 pages)", encoding.toString())));
    }

    private static Problem problem(String file, String column, String expected, String found) {
        return Problem.of(
                ErrorCode.INPUT_SCHEMA_MISMATCH,
                file + "#" + column,
                expected,
                found,
                "write the upstream table again with that column");
    }

    /** The row type that Flink's reader is asked for: the columns that the file has, in our order. */
    RowType rowType() {
        LogicalType[] types = new LogicalType[fieldNames.length];
        for (int column = 0; column < storage.length; column++) {
            if (field[column] >= 0) {
                types[field[column]] = switch (storage[column]) {
                    case TEXT -> new VarCharType(VarCharType.MAX_LENGTH);
                    case BOOL -> new BooleanType();
                    case INT32, UINT32 -> new IntType();
                    // Instants are read as the numbers they are; the reader's own type would lose their zone rules.
                    case INT64, MILLIS, MICROS, NANOS -> new BigIntType();
                    case ABSENT -> throw new IllegalStateException("a column of a wrong type is refused before");
                };
            }
        }
        return RowType.of(types, fieldNames);
    }

    Storage storage(int column) {
        return storage[column];
    }

    /** Position in the row type; -1 for a column the file does not have. */
    int field(int column) {
        return field[column];
    }
}
