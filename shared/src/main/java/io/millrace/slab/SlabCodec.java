package io.millrace.slab;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The bytes of a slab of any kind: kind, layout version, bucket, size, then the valid rows of each column, little-endian,
 * in registration order; then, per text column, a byte length and its values as length (-1 for null) and UTF-8. Columns
 * are moved in bulk through one reused buffer, so a codec belongs to one thread.
 */
public final class SlabCodec {
    private static final int LAYOUT_VERSION = 1;
    /** Before the columns of a slab. */
    public static final int HEADER_BYTES = 10;

    private static final SlabKind[] KINDS = SlabKind.values();

    private byte[] bytes = new byte[1 << 12];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    /** Bytes of a row of such slabs, text columns apart. */
    public static int rowBytes(Slab slab) {
        return rowBytes(slab.columns().all());
    }

    /** Writes the valid rows; the slab stays the caller's. */
    public void write(Slab slab, DataOutput out) throws IOException {
        List<Columns.Column> columns = slab.columns().all();
        int length = HEADER_BYTES + slab.size * rowBytes(columns);
        ByteBuffer target = emptyBuffer(length);
        target.put((byte) slab.kind().ordinal());
        target.put((byte) LAYOUT_VERSION);
        target.putInt(slab.bucket);
        target.putInt(slab.size);
        for (Columns.Column column : columns) {
            put(column, slab.size, target);
        }
        out.write(bytes, 0, length);
        for (Columns.Column column : columns) {
            if (column.kind() == Columns.Kind.STR) {
                byte[] text = TextBlock.of((String[]) column.array(), slab.size);
                out.writeInt(text.length);
                out.write(text);
            }
        }
    }

    /**
     * Reads one slab into a fresh one with room for exactly its rows (at least one).
     *
     * @throws IOException when the bytes are of another layout, or no slab at all
     */
    public Slab read(DataInput in) throws IOException {
        readHeader(in);
        int kind = buffer.get(0);
        int bucket = buffer.getInt(2);
        int size = buffer.getInt(6);
        Slab slab = KINDS[kind].empty(Math.max(1, size));
        slab.bucket = bucket;
        slab.size = size;
        List<Columns.Column> columns = slab.columns().all();
        int length = size * rowBytes(columns);
        ByteBuffer source = emptyBuffer(length);
        in.readFully(bytes, 0, length);
        source.limit(length);
        for (Columns.Column column : columns) {
            take(column, size, source);
        }
        for (Columns.Column column : columns) {
            if (column.kind() == Columns.Kind.STR) {
                TextBlock.into((String[]) column.array(), size, readBlock(in));
            }
        }
        return slab;
    }

    /** Moves one slab from {@code in} to {@code out} without building it. */
    public void copy(DataInput in, DataOutput out) throws IOException {
        readHeader(in);
        SlabKind kind = KINDS[buffer.get(0)];
        List<Columns.Column> columns = kind.empty(1).columns().all();
        int length = buffer.getInt(6) * rowBytes(columns);
        out.write(bytes, 0, HEADER_BYTES);
        emptyBuffer(length);
        in.readFully(bytes, 0, length);
        out.write(bytes, 0, length);
        for (Columns.Column column : columns) {
            if (column.kind() == Columns.Kind.STR) {
                byte[] text = readBlock(in);
                out.writeInt(text.length);
                out.write(text);
            }
        }
    }

    /** A slab with the same rows, no spare room, and arrays of its own. */
    public static Slab copyOf(Slab slab) {
        return copyOf(slab, Math.max(1, slab.size));
    }

    /** @param rowsMax of the copy; at least the rows of the slab */
    public static Slab copyOf(Slab slab, int rowsMax) {
        Slab copy = slab.kind().empty(rowsMax);
        copy.bucket = slab.bucket;
        copy.size = slab.size;
        List<Columns.Column> sources = slab.columns().all();
        List<Columns.Column> targets = copy.columns().all();
        for (int i = 0; i < sources.size(); i++) {
            System.arraycopy(sources.get(i).array(), 0, targets.get(i).array(), 0, slab.size);
        }
        return copy;
    }

    private static byte[] readBlock(DataInput in) throws IOException {
        byte[] block = new byte[in.readInt()];
        in.readFully(block);
        return block;
    }

    private void readHeader(DataInput in) throws IOException {
        emptyBuffer(HEADER_BYTES);
        in.readFully(bytes, 0, HEADER_BYTES);
        int kind = buffer.get(0);
        int version = buffer.get(1);
        int size = buffer.getInt(6);
        if (kind < 0 || kind >= KINDS.length || version != LAYOUT_VERSION || size < 0) {
            throw new IOException("slab header must be a known kind, layout version " + LAYOUT_VERSION
                    + " and a size, was kind " + kind + ", version " + version + ", size " + size);
        }
    }

    private ByteBuffer emptyBuffer(int length) {
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, 2 * bytes.length)];
            buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        buffer.clear();
        return buffer;
    }

    private static int rowBytes(List<Columns.Column> columns) {
        int bytes = 0;
        for (Columns.Column column : columns) {
            bytes += column.kind().width();
        }
        return bytes;
    }

    private static void put(Columns.Column column, int size, ByteBuffer target) {
        switch (column.kind()) {
            case I64, U64, TS -> target.asLongBuffer().put((long[]) column.array(), 0, size);
            case I32, U32 -> target.asIntBuffer().put((int[]) column.array(), 0, size);
            case CC, CUR, ZONE -> target.asShortBuffer().put((short[]) column.array(), 0, size);
            case ENUM, WORD -> target.slice().put((byte[]) column.array(), 0, size);
            case BOOL -> {
                boolean[] values = (boolean[]) column.array();
                int start = target.position();
                for (int row = 0; row < size; row++) {
                    target.put(start + row, (byte) (values[row] ? 1 : 0));
                }
            }
            case STR -> {
                // Follows behind the columns of fixed width.
            }
        }
        target.position(target.position() + size * column.kind().width());
    }

    private static void take(Columns.Column column, int size, ByteBuffer source) {
        switch (column.kind()) {
            case I64, U64, TS -> source.asLongBuffer().get((long[]) column.array(), 0, size);
            case I32, U32 -> source.asIntBuffer().get((int[]) column.array(), 0, size);
            case CC, CUR, ZONE -> source.asShortBuffer().get((short[]) column.array(), 0, size);
            case ENUM, WORD -> source.slice().get((byte[]) column.array(), 0, size);
            case BOOL -> {
                boolean[] values = (boolean[]) column.array();
                int start = source.position();
                for (int row = 0; row < size; row++) {
                    values[row] = source.get(start + row) != 0;
                }
            }
            case STR -> {
                // Follows behind the columns of fixed width.
            }
        }
        source.position(source.position() + size * column.kind().width());
    }
}
