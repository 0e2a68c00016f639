package io.millrace.job.sinks.parquet;

import io.millrace.slab.Columns;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/** Signed and unsigned columns of 32 bits. */
final class IntChunk extends ColumnChunk {
    private final int absent;
    private final int signFlip;
    private final SinkEncoding allowed;
    private int[] cells = new int[0];
    private boolean hasValue;
    private int min;
    private int max;

    IntChunk(Columns.Column column, SinkEncoding allowed) {
        super(column);
        this.absent = (int) column.absent();
        // Unsigned order is signed order with the top bit turned round.
        this.signFlip = column.kind() == Columns.Kind.U32 ? Integer.MIN_VALUE : 0;
        this.allowed = allowed;
        startGroup();
    }

    @Override
    void append(Object source, int from, int rows, int at) {
        cells = at + rows <= cells.length ? cells : Arrays.copyOf(cells, PageRoom.grown(cells.length, at + rows));
        System.arraycopy(source, from, cells, at, rows);
    }

    @Override
    Encoding encode(int rows, Scratch scratch) {
        Bytes page = scratch.page;
        int[] values = cells;
        int count = rows;
        if (nullable) {
            values = scratch.ints(rows);
            count = present(rows, values, scratch);
        }
        bounds(values, count);
        if (allowed == SinkEncoding.COMPACT && count > 0 && DeltaPacking.pays(values, count)) {
            scratch.delta.writeInts(values, count, page);
            return Encoding.DELTA_BINARY_PACKED;
        }
        page.reserve(count * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            Bytes.LE32.set(page.array, page.length + i * Integer.BYTES, values[i]);
        }
        page.length += count * Integer.BYTES;
        return Encoding.PLAIN;
    }

    /** Moves the values together and writes the levels; without a branch, since nulls come as they like. */
    private int present(int rows, int[] values, Scratch scratch) {
        byte[] levels = scratch.levels(rows);
        int count = 0;
        for (int start = 0; start < rows; start += Byte.SIZE) {
            int end = Math.min(rows, start + Byte.SIZE);
            int bits = 0;
            for (int row = start; row < end; row++) {
                int cell = cells[row];
                int present = cell != absent ? 1 : 0;
                bits |= present << (row - start);
                values[count] = cell;
                count += present;
            }
            levels[start >>> 3] = (byte) bits;
        }
        writeLevels(levels, rows, count, scratch.page);
        return count;
    }

    private void bounds(int[] values, int count) {
        int smallest = min;
        int largest = max;
        for (int i = 0; i < count; i++) {
            int value = values[i] ^ signFlip;
            smallest = Math.min(smallest, value);
            largest = Math.max(largest, value);
        }
        min = smallest;
        max = largest;
        hasValue |= count > 0;
    }

    @Override
    int dictionary(Bytes plain) {
        return 0;
    }

    @Override
    byte[] min() {
        return hasValue ? plain(min ^ signFlip) : null;
    }

    @Override
    byte[] max() {
        return plain(max ^ signFlip);
    }

    @Override
    void startGroup() {
        hasValue = false;
        min = Integer.MAX_VALUE;
        max = Integer.MIN_VALUE;
    }

    private static byte[] plain(int value) {
        byte[] bytes = new byte[Integer.BYTES];
        Bytes.LE32.set(bytes, 0, value);
        return bytes;
    }
}
