package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.ColumnType;
import io.millrace.contract.RowSchema;
import io.millrace.run.FooterFacts.ColumnFacts;
import java.util.ArrayList;
import java.util.List;

/** Whether the columns of a file are those of the dictionary: names, order, types, nullability. Contracts 4.1. */
final class ColumnLaw {
    private ColumnLaw() {}

    /** INPUT_SCHEMA_MISMATCH per column that differs. */
    static List<Problem> check(String where, FooterFacts footer, RowSchema schema) {
        List<Problem> problems = new ArrayList<>();
        List<String> found = footer.columns().stream().map(ColumnFacts::name).toList();
        if (!found.equals(schema.names())) {
            problems.add(mismatch(where, "must have the columns " + schema.names(), found.toString()));
        }
        for (RowSchema.Column column : schema.columns()) {
            footer.column(column.name()).ifPresent(facts -> {
                String expected = stored(column.type()) + (column.nullable() ? " OPTIONAL" : " REQUIRED");
                String actual = (facts.physicalType() + " " + facts.logicalType()).strip()
                        + (facts.nullable() ? " OPTIONAL" : " REQUIRED");
                if (!expected.equals(actual) && !isPlainInteger(column, facts)) {
                    problems.add(mismatch(where + "#" + column.name(), "must be " + expected, actual));
                }
            });
        }
        return problems;
    }

    private static String stored(ColumnType type) {
        return switch (type) {
            case I32 -> "INT32 INTEGER(32,true)";
            case I64 -> "INT64 INTEGER(64,true)";
            case U32 -> "INT32 INTEGER(32,false)";
            case U64 -> "INT64 INTEGER(64,false)";
            case TS -> "INT64 TIMESTAMP(MICROS,true)";
            case BOOL -> "BOOLEAN";
            case E, CC, CUR, STR, V -> "BYTE_ARRAY STRING";
        };
    }

    /** Signed integers need no annotation in Parquet: no annotation means signed. */
    private static boolean isPlainInteger(RowSchema.Column column, ColumnFacts facts) {
        boolean isSigned = column.type() == ColumnType.I32 || column.type() == ColumnType.I64;
        return isSigned
                && facts.logicalType().isEmpty()
                && facts.physicalType().equals(column.type() == ColumnType.I32 ? "INT32" : "INT64")
                && facts.nullable() == column.nullable();
    }

    private static Problem mismatch(String where, String expected, String found) {
        return Problem.of(
                ErrorCode.INPUT_SCHEMA_MISMATCH,
                where,
                expected,
                found,
                "make the world again with this version: millrace prepare");
    }
}
