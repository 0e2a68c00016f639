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

    private static byte[] byRank(long[] values) {
        long[] cuts = cuts(values);
        byte[] bins = new byte[values.length];
        for (int row = 0; row < values.length; row++) {
            int at = Arrays.binarySearch(cuts, values[row]);
            bins[row] = (byte) (at >= 0 ? at : -at - 1);
        }
        return bins;
    }

    /**
     * Greatest values of all bins but the last: a bin per value where they are few, else bins of equally many rows, and a
     * value that fills one by itself has it to itself.
     */
    private static long[] cuts(long[] values) {
        long[] seen = Arrays.stream(values, 0, Math.min(CUT_ROWS, values.length))
                .sorted()
                .toArray();
        long[] distinct = Arrays.stream(seen).distinct().toArray();
        if (distinct.length < BoostedTrees.BINS) {
            return distinct;
        }
        long[] cuts = new long[BoostedTrees.BINS - 1];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = seen[(i + 1) * seen.length / BoostedTrees.BINS];
        }
        // A cut twice is a full bin of one value: the second one parts it from what lies below.
        for (int i = cuts.length - 1; i > 0; i--) {
            if (cuts[i] == cuts[i - 1]) {
                cuts[i]--;
            }
        }
        return Arrays.stream(cuts).sorted().distinct().toArray();
    }
}
