package io.millrace.job.explain;

import io.millrace.contract.Iso;
import io.millrace.slab.Columns;
import io.millrace.story.Wording;
import java.util.List;
import java.util.Optional;

/** One value of a slab as plain text, as the query language writes the stored one. */
final class Cell {
    private Cell() {}

    /**
     * @param zones tzids by ordinal
     * @return empty for null
     */
    static Optional<String> text(Columns.Column column, int row, List<String> zones) {
        if (column.isAbsent(row)) {
            return Optional.empty();
        }
        if (column.kind() == Columns.Kind.STR) {
            return Optional.of(((String[]) column.array())[row]);
        }
        long bits = column.bits(row);
        return Optional.of(
                switch (column.kind()) {
                    case I32, I64, TS -> Long.toString(bits);
                    case U32 -> Integer.toUnsignedString((int) bits);
                    case U64 -> Long.toUnsignedString(bits);
                    case BOOL -> Boolean.toString(bits == 1);
                    case ENUM, WORD -> column.vocabulary()[(int) bits - 1].token();
                    case CC -> Iso.country((int) bits);
                    case CUR -> Iso.currency((int) bits);
                    case ZONE -> zones.get((int) bits);
                    case STR -> throw new IllegalStateException(column.name() + " holds text");
                });
    }

    /** How a stored column is asked for. */
    static String query(Columns.Column column) {
        return column.kind() == Columns.Kind.TS
                ? "CAST(epoch_us(" + column.name() + ") AS VARCHAR)"
                : "CAST(" + column.name() + " AS VARCHAR)";
    }

    /** For people: times as times. */
    static String shown(Columns.Column column, Optional<String> text) {
        if (text.isEmpty()) {
            return "-";
        }
        return column.kind() == Columns.Kind.TS ? Wording.utc(Long.parseLong(text.get())) : text.get();
    }
}
