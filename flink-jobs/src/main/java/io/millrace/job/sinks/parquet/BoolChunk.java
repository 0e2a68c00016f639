package io.millrace.job.sinks.parquet;

import io.millrace.slab.Columns;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/** Flags, one bit each; there are no nullable ones. */
final class BoolChunk extends ColumnChunk {
    private boolean[] cells = new boolean[0];
    private boolean anyFalse;
    private boolean anyTrue;

    BoolChunk(Columns.Column column) {
        super(column);
    }

    @Override
    void append(Object source, int from, int rows, int at) {
        cells = at + rows <= cells.length ? cells : Arrays.copyOf(cells, PageRoom.grown(cells.length, at + rows));
        System.arraycopy(source, from, cells, at, rows);
    }

    @Override
    Encoding encode(int rows, Scratch scratch) {
        byte[] bits = scratch.levels(rows);
        int trues = 0;
        for (int start = 0; start < rows; start += Byte.SIZE) {
            int end = Math.min(rows, start + Byte.SIZE);
            int word = 0;
            for (int row = start; row < end; row++) {
                word |= (cells[row] ? 1 : 0) << (row - start);
            }
            bits[start >>> 3] = (byte) word;
            trues += Integer.bitCount(word);
        }
        anyTrue |= trues > 0;
        anyFalse |= trues < rows;
        scratch.page.write(bits, 0, (rows + Byte.SIZE - 1) / Byte.SIZE);
        return Encoding.PLAIN;
    }

    @Override
    int dictionary(Bytes plain) {
        return 0;
    }

    @Override
    byte[] min() {
        return anyTrue || anyFalse ? new byte[] {(byte) (anyFalse ? 0 : 1)} : null;
    }

    @Override
    byte[] max() {
        return new byte[] {(byte) (anyTrue ? 1 : 0)};
    }

    @Override
    void startGroup() {
        anyFalse = false;
        anyTrue = false;
    }
}
