package io.millrace.slab;

import java.util.List;

/**
 * Copies chosen rows from slabs of one kind to slabs of another, column by column. Columns are matched by name once; a
 * target column without a source stays as it is, a source column without a target is dropped.
 */
public final class RowGather {
    private final int[] sourceOfTarget;

    private RowGather(int[] sourceOfTarget) {
        this.sourceOfTarget = sourceOfTarget;
    }

    public static RowGather between(SlabKind from, SlabKind to) {
        List<Columns.Column> sources = from.empty(1).columns().all();
        List<Columns.Column> targets = to.empty(1).columns().all();
        int[] sourceOfTarget = new int[targets.size()];
        for (int target = 0; target < targets.size(); target++) {
            sourceOfTarget[target] = -1;
            for (int source = 0; source < sources.size(); source++) {
                if (sources.get(source).name().equals(targets.get(target).name())) {
                    sourceOfTarget[target] = source;
                }
            }
        }
        return new RowGather(sourceOfTarget);
    }

    /**
     * Appends {@code rows[start..end-1]} of {@code from} to {@code to}, in that order.
     *
     * @throws IllegalArgumentException when they do not fit
     */
    public void append(Slab from, int[] rows, int start, int end, Slab to) {
        int first = to.size;
        if (first + end - start > to.rowsMax()) {
            throw new IllegalArgumentException((end - start) + " rows do not fit into a " + to.kind() + " slab with "
                    + first + " of " + to.rowsMax());
        }
        List<Columns.Column> sources = from.columns().all();
        List<Columns.Column> targets = to.columns().all();
        for (int target = 0; target < sourceOfTarget.length; target++) {
            if (sourceOfTarget[target] >= 0) {
                copy(sources.get(sourceOfTarget[target]), targets.get(target), rows, start, end, first);
            }
        }
        to.size = first + end - start;
    }

    private static void copy(Columns.Column from, Columns.Column to, int[] rows, int start, int end, int first) {
        switch (from.kind()) {
            case I64, U64, TS -> {
                long[] source = (long[]) from.array();
                long[] target = (long[]) to.array();
                for (int i = start, row = first; i < end; i++, row++) {
                    target[row] = source[rows[i]];
                }
            }
            case I32, U32 -> {
                int[] source = (int[]) from.array();
                int[] target = (int[]) to.array();
                for (int i = start, row = first; i < end; i++, row++) {
                    target[row] = source[rows[i]];
                }
            }
            case CC, CUR, ZONE -> {
                short[] source = (short[]) from.array();
                short[] target = (short[]) to.array();
                for (int i = start, row = first; i < end; i++, row++) {
                    target[row] = source[rows[i]];
                }
            }
            case ENUM, WORD -> {
                byte[] source = (byte[]) from.array();
                byte[] target = (byte[]) to.array();
                for (int i = start, row = first; i < end; i++, row++) {
                    target[row] = source[rows[i]];
                }
            }
            case STR -> {
                String[] source = (String[]) from.array();
                String[] target = (String[]) to.array();
                for (int i = start, row = first; i < end; i++, row++) {
                    target[row] = source[rows[i]];
                }
            }
            case BOOL -> {
                boolean[] source = (boolean[]) from.array();
                boolean[] target = (boolean[]) to.array();
                for (int i = start, row = first; i < end; i++, row++) {
                    target[row] = source[rows[i]];
                }
            }
        }
    }
}
