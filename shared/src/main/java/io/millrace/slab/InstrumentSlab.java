package io.millrace.slab;

import io.millrace.contract.InstrumentType;
import io.millrace.contract.Scheme;

/** Rows of {@code s3_instrument_base_6A}, in order of instrument_id. */
public final class InstrumentSlab extends Slab {
    public final long[] instrumentId;
    public final long[] accountId;
    public final long[] ownerPartyId;

    /** Code of {@link InstrumentType}. */
    public final byte[] type;

    /** Code of {@link Scheme}. */
    public final byte[] scheme;

    public InstrumentSlab(int rowsMax) {
        super(SlabKind.INSTRUMENT, rowsMax);
        instrumentId = columns.i64("instrument_id");
        accountId = columns.i64("account_id");
        ownerPartyId = columns.i64("owner_party_id");
        type = columns.word("instrument_type", InstrumentType.values());
        scheme = columns.word("scheme", Scheme.values());
    }
}
