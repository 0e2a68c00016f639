package io.millrace.slab;

import io.millrace.contract.InstrumentType;
import io.millrace.contract.Scheme;

/** Rows of {@code s3_account_instrument_links_6A}, in order of account_id, then instrument_id. */
public final class AccountInstrumentLinkSlab extends Slab {
    public final long[] accountId;
    public final long[] instrumentId;

    /** Code of {@link InstrumentType}. */
    public final byte[] type;

    /** Code of {@link Scheme}. */
    public final byte[] scheme;

    public AccountInstrumentLinkSlab(int rowsMax) {
        super(SlabKind.ACCOUNT_INSTRUMENT_LINK, rowsMax);
        accountId = columns.i64("account_id");
        instrumentId = columns.i64("instrument_id");
        type = columns.word("instrument_type", InstrumentType.values());
        scheme = columns.word("scheme", Scheme.values());
    }
}
