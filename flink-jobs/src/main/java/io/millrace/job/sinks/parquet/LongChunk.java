package io.millrace.job.sinks.parquet;

import io.millrace.slab.Columns;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/** Signed, unsigned and time columns of 64 bits. */
final class LongChunk extends ColumnChunk {
    private final long absent;
    private final long signFlip;
    private final SinkEncoding allowed;
    private long[] cells = new long[0];
    private boolean hasValue;
    private long min;
    private long max;

    LongChunk(Columns.Column column, SinkEncoding allowed) {
        super(column);
        this.absent = column.absent();
        // Unsigned order is signed order with the top bit turned round.
        this.signFlip = column.kind() == Columns.Kind.U64 ? Long.MIN_VALUE : 0;
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
        long[] values = cells;
        int count = rows;
        if (nullable) {
            values = scratch.longs(rows);
            count = present(rows, values, scratch);
        }
        bounds(values, count);
        if (allowed == SinkEncoding.COMPACT && count > 0 && DeltaPacking.pays(values, count)) {
            scratch.delta.writeLongs(values, count, page);
            return Encoding.DELTA_BINARY_PACKED;
        }
        page.reserve(count * Long.BYTES);
        for (int i = 0; i < count; i++) {
            Bytes.LE64.set(page.array, page.length + i * Long.BYTES, values[i]);
        }
        page.length += count * Long.BYTES;
        return Encoding.PLAIN;
    }

    /** Moves the values together and writes the levels; without a branch, since nulls come as they like. */
    private int present(int rows, long[] values, Scratch scratch) {
        byte[] levels = scratch.levels(rows);
        int count = 0;
        for (int start = 0; start < rows; start += Byte.SIZE) {
            int end = Math.min(rows, start + Byte.SIZE);
            int bits = 0;
            for (int row = start; row < end; row++) {
                long cell = cells[row];
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

    private void bounds(long[] values, int count) {
        long smallest = min;
        long largest = max;
        for (int i = 0; i < count; i++) {
            long value = values[i] ^ signFlip;
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
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
    }

    private static byte[] plain(long value) {
        byte[] bytes = new byte[Long.BYTES];
        Bytes.LE64.set(bytes, 0, value);
        return bytes;
    }
}
