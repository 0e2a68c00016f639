package io.millrace.job.verify;

import io.millrace.random.Mix64;
import io.millrace.slab.Columns;
import io.millrace.slab.FlowSlab;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Anchors to learn from: all of a run, or of a large one those whose arrival keys hash lowest. Their order is that of the
 * hash, which is the order of no column, so any cut parts them by chance, and the same rows at every reading.
 */
final class AnchorSample {
    /** Half of them are judged: an area under the curve of 1 % cases is then known to about .005, a gain far better. */
    static final int ROWS_MAX = 500_000;

    private final List<Columns.Column> columns;
    private final long hashMax;
    /** {@code [column][row]} as the slab holds them, in order of reading. */
    private long[][] cells;

    private long[] hashes;
    private double[] declineChances;
    private double[] refundChances;
    private byte[] ends;
    private int size;

    /** What can be foretold of a flow. */
    enum Target {
        DECLINE,
        REFUND;

        boolean isHitBy(PlannedEnd end) {
            return this == DECLINE ? end.isRefused() : end.isRefunded();
        }
    }

    /**
     * @param anchors that rows will be added from
     * @param rows of the run
     */
    AnchorSample(FlowSlab anchors, long rows) {
        this(anchors, rows, ROWS_MAX);
    }

    AnchorSample(FlowSlab anchors, long rows, int rowsMax) {
        columns = anchors.columns().published();
        hashMax = rows <= rowsMax ? -1 : (long) ((double) rowsMax / rows * 0x1p63) << 1;
        int capacity = (int) Math.max(16, Math.min(rows, rowsMax));
        cells = new long[columns.size()][capacity];
        hashes = new long[capacity];
        declineChances = new double[capacity];
        refundChances = new double[capacity];
        ends = new byte[capacity];
    }

    /** Takes the row of the slab when its hash is low enough. */
    void offer(FlowSlab anchors, PlannedEnd end, double declineChance, double refundChance) {
        long hash = Mix64.at(Mix64.mix(anchors.merchantId[0]), anchors.arrivalSeq[0]);
        if (Long.compareUnsigned(hash, hashMax) > 0) {
            return;
        }
        if (size == hashes.length) {
            grow();
        }
        for (int column = 0; column < cells.length; column++) {
            cells[column][size] = columns.get(column).bits(0);
        }
        hashes[size] = hash;
        declineChances[size] = declineChance;
        refundChances[size] = refundChance;
        ends[size] = (byte) end.ordinal();
        size++;
    }

    /** Chance does not keep to the expected number exactly. */
    private void grow() {
        int capacity = size + size / 8 + 1;
        for (int column = 0; column < cells.length; column++) {
            cells[column] = Arrays.copyOf(cells[column], capacity);
        }
        hashes = Arrays.copyOf(hashes, capacity);
        declineChances = Arrays.copyOf(declineChances, capacity);
        refundChances = Arrays.copyOf(refundChances, capacity);
        ends = Arrays.copyOf(ends, capacity);
    }

    int size() {
        return size;
    }

    /** Columns of the anchor; equal positions here and in {@link #cell}. */
    List<Columns.Column> columns() {
        return columns;
    }

    long cell(int column, int row) {
        return cells[column][row];
    }

    /** The law's chance of a target. */
    double chance(Target target, int row) {
        return target == Target.DECLINE ? declineChances[row] : refundChances[row];
    }

    boolean happened(Target target, int row) {
        return target.isHitBy(PlannedEnd.ofTemplate(ends[row] + 1));
    }

    /** Rows of which the law leaves open whether a target will happen, in the order of their hashes. */
    int[] open(Target target) {
        return IntStream.range(0, size)
                .filter(row -> chance(target, row) > 0 && chance(target, row) < 1)
                .boxed()
                .sorted(Comparator.comparing((Integer row) -> hashes[row], Long::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
