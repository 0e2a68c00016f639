package io.millrace.slab;

import io.millrace.contract.RejectReason;

/** Rows of {@code arrival_rejects_5B}: source rows that {@code prepare} kept back. */
public final class RejectSlab extends Slab {
    public final String[] sourcePath;

    /** 0-based row of the source file. */
    public final long[] sourceRow;

    /** Code of {@link RejectReason}. */
    public final byte[] reason;

    /** null when the whole row is at fault. */
    public final String[] columnName;

    /** At most 200 bytes of UTF-8; null when absent. */
    public final String[] valueText;

    /** Unsigned; 0 when absent. */
    public final long[] merchantId;

    /** {@link Columns#ABSENT} when absent. */
    public final long[] arrivalSeq;

    public RejectSlab(int rowsMax) {
        super(SlabKind.REJECT, rowsMax);
        sourcePath = columns.text("source_path");
        sourceRow = columns.i64("source_row");
        reason = columns.code("reason", RejectReason.values());
        columnName = columns.textOrAbsent("column_name");
        valueText = columns.textOrAbsent("value_text");
        merchantId = columns.u64OrAbsent("merchant_id");
        arrivalSeq = columns.i64OrAbsent("arrival_seq");
    }
}
