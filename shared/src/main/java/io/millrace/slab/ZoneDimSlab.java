package io.millrace.slab;

/** Rows of {@code zone_dim_5B}, in order of zone_ordinal, which is the ASCII order of tzid. */
public final class ZoneDimSlab extends Slab {
    public final int[] zoneOrdinal;

    public final String[] tzid;

    /** {@link io.millrace.contract.Iso} code; -1 when the zone spans several countries. */
    public final short[] country;

    public final long[] arrivalsTotal;

    /** Expected arrivals in 1 000 days. */
    public final long[] ratePer1000Days;

    public ZoneDimSlab(int rowsMax) {
        super(SlabKind.ZONE_DIM, rowsMax);
        zoneOrdinal = columns.i32("zone_ordinal");
        tzid = columns.text("tzid");
        country = columns.countryOrAbsent("country_iso");
        arrivalsTotal = columns.i64("arrivals_total");
        ratePer1000Days = columns.i64("rate_per_1000_days");
    }
}
