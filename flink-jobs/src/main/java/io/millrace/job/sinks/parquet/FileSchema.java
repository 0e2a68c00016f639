package io.millrace.job.sinks.parquet;

import io.millrace.slab.Columns;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.TypeDefinedOrder;

/** Parquet types of slab columns, contracts 4.1; the older converted types stand beside the logical ones. */
final class FileSchema {
    private static final byte BITS_32 = 32;
    private static final byte BITS_64 = 64;

    private FileSchema() {}

    /** Root and one element per column. */
    static List<SchemaElement> of(String datasetId, List<Columns.Column> columns) {
        List<SchemaElement> elements = new ArrayList<>();
        elements.add(new SchemaElement(datasetId).setNum_children(columns.size()));
        for (Columns.Column column : columns) {
            elements.add(logical(column.kind(), new SchemaElement(column.name()))
                    .setType(physical(column.kind()))
                    .setRepetition_type(
                            column.nullable() ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED));
        }
        return elements;
    }

    /** Says that minimum and maximum follow the order of the logical type, unsigned where it is unsigned. */
    static List<ColumnOrder> orders(List<Columns.Column> columns) {
        return columns.stream()
                .map(column -> ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()))
                .toList();
    }

    static ColumnMetaData chunk(Columns.Column column) {
        return new ColumnMetaData().setType(physical(column.kind()));
    }

    private static Type physical(Columns.Kind kind) {
        return switch (kind) {
            case I64, U64, TS -> Type.INT64;
            case I32, U32 -> Type.INT32;
            case BOOL -> Type.BOOLEAN;
            case ENUM, CC, CUR, ZONE, WORD, STR -> Type.BYTE_ARRAY;
        };
    }

    private static SchemaElement logical(Columns.Kind kind, SchemaElement element) {
        return switch (kind) {
            case I64 ->
                element.setLogicalType(LogicalType.INTEGER(new IntType(BITS_64, true)))
                        .setConverted_type(ConvertedType.INT_64);
            case U64 ->
                element.setLogicalType(LogicalType.INTEGER(new IntType(BITS_64, false)))
                        .setConverted_type(ConvertedType.UINT_64);
            case TS ->
                element.setLogicalType(
                                LogicalType.TIMESTAMP(new TimestampType(true, TimeUnit.MICROS(new MicroSeconds()))))
                        .setConverted_type(ConvertedType.TIMESTAMP_MICROS);
            case I32 ->
                element.setLogicalType(LogicalType.INTEGER(new IntType(BITS_32, true)))
                        .setConverted_type(ConvertedType.INT_32);
            case U32 ->
                element.setLogicalType(LogicalType.INTEGER(new IntType(BITS_32, false)))
                        .setConverted_type(ConvertedType.UINT_32);
            case BOOL -> element;
            case ENUM, CC, CUR, ZONE, WORD, STR ->
                element.setLogicalType(LogicalType.STRING(new StringType())).setConverted_type(ConvertedType.UTF8);
        };
    }
}
