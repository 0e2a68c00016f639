package io.millrace.slab;

/** Rows of {@code site_dim_5B}, in unsigned order of site_id. */
public final class SiteDimSlab extends Slab {
    /** Unsigned. */
    public final long[] siteId;

    /** Unsigned. */
    public final long[] merchantId;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] legalCountry;

    /** -1 when absent. */
    public final int[] siteOrder;

    /** null when absent. */
    public final String[] tzid;

    /** Expected arrivals in 1 000 days. */
    public final long[] ratePer1000Days;

    public SiteDimSlab(int rowsMax) {
        super(SlabKind.SITE_DIM, rowsMax);
        siteId = columns.u64("site_id");
        merchantId = columns.u64("merchant_id");
        legalCountry = columns.country("legal_country_iso");
        siteOrder = columns.i32OrAbsent("site_order");
        tzid = columns.textOrAbsent("tzid");
        ratePer1000Days = columns.i64("rate_per_1000_days");
    }
}
