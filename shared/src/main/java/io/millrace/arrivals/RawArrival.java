package io.millrace.arrivals;

import java.util.Arrays;

/**
 * One row as delivered, reused from row to row: each column is null, a number (ids, counts, booleans as 0 or 1, instants
 * in microseconds) or text.
 */
public final class RawArrival {
    private static final int COLUMNS = ArrivalColumn.values().length;

    private final long[] number = new long[COLUMNS];
    private final String[] text = new String[COLUMNS];
    private final boolean[] isNumber = new boolean[COLUMNS];

    /** All columns null again. */
    public void clear() {
        Arrays.fill(text, null);
        Arrays.fill(isNumber, false);
    }

    public void number(ArrivalColumn column, long value) {
        number[column.ordinal()] = value;
        isNumber[column.ordinal()] = true;
    }

    public void text(ArrivalColumn column, String value) {
        text[column.ordinal()] = value;
    }

    boolean isNull(ArrivalColumn column) {
        return !isNumber[column.ordinal()] && text[column.ordinal()] == null;
    }

    boolean isNumber(ArrivalColumn column) {
        return isNumber[column.ordinal()];
    }

    long number(ArrivalColumn column) {
        return number[column.ordinal()];
    }

    /** null when the column is null or came as a number. */
    String text(ArrivalColumn column) {
        return text[column.ordinal()];
    }

    /** The value as it would be written, for rejects; null when it is null. */
    String describe(ArrivalColumn column) {
        if (isNull(column)) {
            return null;
        }
        if (!isNumber(column)) {
            return text(column);
        }
        return switch (column.kind()) {
            case ID -> Long.toUnsignedString(number(column));
            case BOOL -> number(column) == 1 ? "true" : "false";
            case TEXT, INTEGER, TIME -> Long.toString(number(column));
        };
    }
}
