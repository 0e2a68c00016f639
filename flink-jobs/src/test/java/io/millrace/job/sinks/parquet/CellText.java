package io.millrace.job.sinks.parquet;

import io.millrace.contract.Iso;
import io.millrace.slab.Columns;
import io.millrace.testing.AnySlab;

/** A cell as a foreign reader should show it; unsigned numbers as their signed bits. */
final class CellText {
    private CellText() {}

    static String of(Columns.Column column, int row) {
        if (column.isAbsent(row)) {
            return "null";
        }
        return switch (column.kind()) {
            case I64, U64, TS, I32, U32 -> Long.toString(column.bits(row));
            case BOOL -> Boolean.toString(column.bits(row) == 1);
            case ENUM, WORD -> column.vocabulary()[(int) column.bits(row) - 1].token();
            case CC -> Iso.country((int) column.bits(row));
            case CUR -> Iso.currency((int) column.bits(row));
            case ZONE -> AnySlab.ZONES.get((int) column.bits(row));
            case STR -> ((String[]) column.array())[row];
        };
    }
}
