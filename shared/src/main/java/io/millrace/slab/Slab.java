package io.millrace.slab;

import java.util.List;

/**
 * A columnar batch of rows of one kind: {@code array[rowsMax]}, rows {@code 0..size-1} valid. A parcel, not a unit of
 * meaning. Whoever holds it owns it; after it is handed on, the sender never touches it again.
 */
public abstract sealed class Slab
        permits ArrivalSlab,
                AttachedSlab,
                SessionedSlab,
                SessionIndexSlab,
                FlowSlab,
                OutcomeSlab,
                EventSlab,
                AccountingSlab,
                MerchantDimSlab,
                ZoneDimSlab,
                SiteDimSlab,
                RejectSlab,
                PartySlab,
                AccountSlab,
                InstrumentSlab,
                AccountInstrumentLinkSlab,
                DeviceSlab,
                IpSlab,
                DeviceLinkSlab,
                IpLinkSlab,
                FraudRoleSlab,
                MerchantRoleSlab {
    /** Key bucket of the parties in it; -1 where rows of any bucket travel together. */
    public int bucket = -1;

    /** Valid rows. */
    public int size;

    protected final Columns columns;
    private final SlabKind kind;
    private final int rowsMax;

    Slab(SlabKind kind, int rowsMax) {
        if (rowsMax < 1) {
            throw new IllegalArgumentException("rowsMax must be at least 1, was " + rowsMax);
        }
        this.kind = kind;
        this.rowsMax = rowsMax;
        this.columns = new Columns(kind, rowsMax);
    }

    public final SlabKind kind() {
        return kind;
    }

    public final int rowsMax() {
        return rowsMax;
    }

    public final boolean isFull() {
        return size == rowsMax;
    }

    /** Columns in contract order, columns in flight last. */
    public final Columns columns() {
        return columns;
    }

    /**
     * Makes room for one row; its cells hold what the row before the last reset left there, so fill every column.
     *
     * @return its index
     * @throws IllegalStateException when full
     */
    public final int addRow() {
        if (size == rowsMax) {
            throw new IllegalStateException(kind + " slab is full at " + rowsMax + " rows");
        }
        return size++;
    }

    /**
     * Appends rows {@code from..to-1} of a slab of the same kind.
     *
     * @throws IllegalArgumentException when the kinds differ or the rows do not fit
     */
    public final void append(Slab source, int from, int to) {
        if (source.kind != kind || to - from > rowsMax - size) {
            throw new IllegalArgumentException((to - from) + " " + source.kind + " rows do not fit into a " + kind
                    + " slab with " + size + " of " + rowsMax);
        }
        List<Columns.Column> sources = source.columns.all();
        List<Columns.Column> targets = columns.all();
        for (int i = 0; i < sources.size(); i++) {
            System.arraycopy(sources.get(i).array(), from, targets.get(i).array(), size, to - from);
        }
        size += to - from;
    }

    /** {@code name=value …} of one row, for tests and messages. */
    public final String describe(int row) {
        StringBuilder text = new StringBuilder(kind.toString());
        for (Columns.Column column : columns.all()) {
            text.append(' ').append(column.name()).append('=').append(column.describe(row));
        }
        return text.toString();
    }
}
