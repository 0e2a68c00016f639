package io.millrace.slab;

import io.millrace.contract.AccountType;
import io.millrace.contract.PartyType;
import io.millrace.contract.Region;
import io.millrace.contract.Segment;

/** Rows of {@code s2_account_base_6A}, in order of account_id; all but id, owner and type is the owner's. */
public final class AccountSlab extends Slab {
    public final long[] accountId;
    public final long[] ownerPartyId;

    /** Code of {@link AccountType}. */
    public final byte[] type;

    /** Code of {@link PartyType}. */
    public final byte[] partyType;

    /** Code of {@link Segment}. */
    public final byte[] segment;

    /** Code of {@link Region}. */
    public final byte[] region;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] country;

    public AccountSlab(int rowsMax) {
        super(SlabKind.ACCOUNT, rowsMax);
        accountId = columns.i64("account_id");
        ownerPartyId = columns.i64("owner_party_id");
        type = columns.word("account_type", AccountType.values());
        partyType = columns.code("party_type", PartyType.values());
        segment = columns.code("segment_id", Segment.values());
        region = columns.word("region_id", Region.values());
        country = columns.country("country_iso");
    }
}
