package io.millrace.slab;

import io.millrace.contract.DemandClass;

/** Rows of {@code merchant_dim_5B}, in order of merchant_ordinal. */
public final class MerchantDimSlab extends Slab {
    public final int[] merchantOrdinal;

    /** Unsigned. */
    public final long[] merchantId;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] homeCountry;

    public final String[] primaryTzid;

    /** -1 when absent. */
    public final int[] mcc;

    /** Code of {@link DemandClass}. */
    public final byte[] demandClass;

    /** Parts per million; -1 when absent, then all four are. */
    public final int[] channelEcomPpm;

    /** Parts per million; -1 when absent. */
    public final int[] channelPosPpm;

    /** Parts per million; -1 when absent. */
    public final int[] channelAtmPpm;

    /** Parts per million; -1 when absent. */
    public final int[] channelBankRailPpm;

    public final int[] siteCount;

    public final int[] edgeCount;

    public final long[] arrivalsTotal;

    public final long[] arrivalsVirtual;

    public final long[] arrivalSeqMax;

    /** Expected arrivals of the virtual part in 1 000 days. */
    public final long[] virtualRatePer1000Days;

    /** Microseconds since the epoch, UTC; {@link Columns#ABSENT} without arrivals. */
    public final long[] firstMicros;

    /** Microseconds since the epoch, UTC; {@link Columns#ABSENT} without arrivals. */
    public final long[] lastMicros;

    public MerchantDimSlab(int rowsMax) {
        super(SlabKind.MERCHANT_DIM, rowsMax);
        merchantOrdinal = columns.i32("merchant_ordinal");
        merchantId = columns.u64("merchant_id");
        homeCountry = columns.country("home_country_iso");
        primaryTzid = columns.text("primary_tzid");
        mcc = columns.i32OrAbsent("mcc");
        demandClass = columns.code("demand_class", DemandClass.values());
        channelEcomPpm = columns.i32OrAbsent("channel_ecom_ppm");
        channelPosPpm = columns.i32OrAbsent("channel_pos_ppm");
        channelAtmPpm = columns.i32OrAbsent("channel_atm_ppm");
        channelBankRailPpm = columns.i32OrAbsent("channel_bank_rail_ppm");
        siteCount = columns.i32("site_count");
        edgeCount = columns.i32("edge_count");
        arrivalsTotal = columns.i64("arrivals_total");
        arrivalsVirtual = columns.i64("arrivals_virtual");
        arrivalSeqMax = columns.i64("arrival_seq_max");
        virtualRatePer1000Days = columns.i64("virtual_rate_per_1000_days");
        firstMicros = columns.microsOrAbsent("first_ts_utc");
        lastMicros = columns.microsOrAbsent("last_ts_utc");
    }
}
