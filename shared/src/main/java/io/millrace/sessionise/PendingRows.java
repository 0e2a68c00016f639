package io.millrace.sessionise;

import io.millrace.slab.AttachedSlab;
import io.millrace.slab.RowGather;
import io.millrace.slab.SlabCodec;
import io.millrace.slab.SlabKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Rows of one key bucket that wait for the watermark, in any order, in one growing slab. */
public final class PendingRows {
    /** Of a row, as {@link #write} writes it. */
    public static final int ROW_BYTES = SlabCodec.rowBytes(new AttachedSlab(1));

    private static final int ROWS_MIN = 64;

    private AttachedSlab rows;
    private long earliestMicros = Long.MAX_VALUE;

    public PendingRows() {
        rows = new AttachedSlab(1);
    }

    public PendingRows copy() {
        PendingRows copy = new PendingRows();
        copy.rows = (AttachedSlab) SlabCodec.copyOf(rows, Math.max(1, rows.size));
        copy.earliestMicros = earliestMicros;
        return copy;
    }

    public int size() {
        return rows.size;
    }

    /** Earliest time of a pending row; {@code Long.MAX_VALUE} without rows. */
    public long earliestMicros() {
        return earliestMicros;
    }

    AttachedSlab rows() {
        return rows;
    }

    void append(AttachedSlab slab) {
        int first = rows.size;
        int size = first + slab.size;
        if (size > rows.rowsMax()) {
            rows = (AttachedSlab) SlabCodec.copyOf(rows, Math.max(ROWS_MIN, Math.max(size, 2 * first)));
        }
        rows.append(slab, 0, slab.size);
        for (int row = 0; row < slab.size; row++) {
            earliestMicros = Math.min(earliestMicros, slab.tsMicros[row]);
        }
    }

    /**
     * Keeps the rows from the limit on and drops the others.
     *
     * @param order room for row numbers
     */
    void keepFrom(long limitMicros, RowGather gather, RowSort order) {
        int[] kept = order.room(rows.size);
        int count = 0;
        earliestMicros = Long.MAX_VALUE;
        for (int row = 0; row < rows.size; row++) {
            if (rows.tsMicros[row] >= limitMicros) {
                kept[count++] = row;
                earliestMicros = Math.min(earliestMicros, rows.tsMicros[row]);
            }
        }
        // In place: a row never moves down, so it is read before it is overwritten.
        rows.size = 0;
        gather.append(rows, kept, 0, count, rows);
    }

    /** By (party, time, merchant unsigned, seq): the order of the walk. */
    static int compare(AttachedSlab rows, int a, int b) {
        int byParty = Long.compare(rows.partyId[a], rows.partyId[b]);
        if (byParty != 0) {
            return byParty;
        }
        int byTime = Long.compare(rows.tsMicros[a], rows.tsMicros[b]);
        if (byTime != 0) {
            return byTime;
        }
        int byMerchant = Long.compareUnsigned(rows.merchantId[a], rows.merchantId[b]);
        return byMerchant != 0 ? byMerchant : Long.compare(rows.arrivalSeq[a], rows.arrivalSeq[b]);
    }

    /** Bytes of {@link #write}, without writing them. */
    long writtenBytes() {
        return SlabCodec.HEADER_BYTES + (long) rows.size * ROW_BYTES;
    }

    /** Writes the rows in the order of the walk, so equal content gives equal bytes whatever order it came in. */
    public void write(DataOutput out) throws IOException {
        RowSort sort = new RowSort();
        int[] order = sort.room(rows.size);
        for (int row = 0; row < rows.size; row++) {
            order[row] = row;
        }
        sort.sort(rows.size, (a, b) -> compare(rows, a, b));
        AttachedSlab sorted = new AttachedSlab(Math.max(1, rows.size));
        RowGather.between(SlabKind.ATTACHED, SlabKind.ATTACHED).append(rows, sort.rows(), 0, rows.size, sorted);
        new SlabCodec().write(sorted, out);
    }

    /** @throws IOException when the bytes are of another layout */
    public static PendingRows read(DataInput in) throws IOException {
        PendingRows pending = new PendingRows();
        pending.append((AttachedSlab) new SlabCodec().read(in));
        return pending;
    }
}
