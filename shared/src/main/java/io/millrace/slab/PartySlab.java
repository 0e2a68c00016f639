package io.millrace.slab;

import io.millrace.contract.PartyType;
import io.millrace.contract.Region;
import io.millrace.contract.Segment;

/** Rows of {@code s1_party_base_6A}, in order of party_id. */
public final class PartySlab extends Slab {
    public final long[] partyId;

    /** Code of {@link PartyType}. */
    public final byte[] type;

    /** Code of {@link Segment}. */
    public final byte[] segment;

    /** Code of {@link Region}. */
    public final byte[] region;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] country;

    /** Position in zone_dim_5B; -1 when absent. */
    public final short[] homeZone;

    public PartySlab(int rowsMax) {
        super(SlabKind.PARTY, rowsMax);
        partyId = columns.i64("party_id");
        type = columns.code("party_type", PartyType.values());
        segment = columns.code("segment_id", Segment.values());
        region = columns.word("region_id", Region.values());
        country = columns.country("country_iso");
        homeZone = columns.zoneOrAbsent("home_tzid");
    }
}
