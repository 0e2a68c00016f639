package io.millrace.job.verify;

import io.millrace.slab.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * All that a reader of one anchor can see, as binned columns: every column as a number, wide ones also by their last
 * digit, last two digits and low byte, where ids and amounts could hide something; the time also by hour and day of week.
 */
final class AnchorFeatures {
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final long DAY_MICROS = 24 * HOUR_MICROS;
    private static final int WEEK_DAYS = 7;
    private static final int DAY_HOURS = 24;
    /** Rows whose values the cuts of a column are taken from. */
    private static final int CUT_ROWS = 20_000;

    private final List<String> names = new ArrayList<>();
    private final List<byte[]> bins = new ArrayList<>();

    /** @param rows positions in the sample, in the order of the result */
    AnchorFeatures(AnchorSample sample, int[] rows) {
        for (int position = 0; position < sample.columns().size(); position++) {
            Columns.Column column = sample.columns().get(position);
            long[] values = new long[rows.length];
            for (int row = 0; row < rows.length; row++) {
                values[row] = sample.cell(position, rows[row]);
            }
            add(column, values);
        }
    }

    private void add(Columns.Column column, long[] values) {
        names.add(column.name());
        bins.add(byRank(column.kind() == Columns.Kind.U64 ? signed(values) : values));
        if (column.kind().width() == Long.BYTES) {
            derive("last digit of " + column.name(), values, value -> Long.remainderUnsigned(value, 10));
            derive("last two digits of " + column.name(), values, value -> Long.remainderUnsigned(value, 100));
            derive("low byte of " + column.name(), values, value -> value & 0xFF);
        }
        if (column.kind() == Columns.Kind.TS) {
            derive("hour of " + column.name(), values, value -> Math.floorMod(value / HOUR_MICROS, DAY_HOURS));
            derive("day of week of " + column.name(), values, value -> Math.floorMod(value / DAY_MICROS, WEEK_DAYS));
        }
    }

    /** Names of the columns, as in {@link #bins}. */
    List<String> names() {
        return names;
    }

    /** {@code [column][row]}, for {@link BoostedTrees}. */
    byte[][] bins() {
        return bins.toArray(byte[][]::new);
    }

    private void derive(String name, long[] values, LongUnaryOperator bin) {
        names.add(name);
        byte[] derived = new byte[values.length];
        for (int row = 0; row < values.length; row++) {
            derived[row] = (byte) bin.applyAsLong(values[row]);
        }
        bins.add(derived);
    }

    /** Unsigned order as signed order. */
    private static long[] signed(long[] values) {
        return Arrays.stream(values).map(value -> value ^ Long.MIN_VALUE).toArray();
    }

    /** A bin per value where they are few, else bins of equally many values. */
    private static byte[] byRank(long[] values) {
        long[] seen = Arrays.stream(values, 0, Math.min(CUT_ROWS, values.length))
                .sorted()
                .distinct()
                .toArray();
        int cutsMax = BoostedTrees.BINS - 1;
        int cuts = Math.min(seen.length, cutsMax);
        long[] cut = new long[cuts];
        for (int i = 0; i < cuts; i++) {
            cut[i] = seen[(int) ((long) i * seen.length / cuts)];
        }
        byte[] bins = new byte[values.length];
        for (int row = 0; row < values.length; row++) {
            int at = Arrays.binarySearch(cut, values[row]);
            bins[row] = (byte) (at >= 0 ? at : -at - 1);
        }
        return bins;
    }
}
