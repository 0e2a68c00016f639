package io.millrace.world;

import java.util.Arrays;
import java.util.List;

/**
 * merchant_dim_5B, site_dim_5B and zone_dim_5B as arrays by ordinal. Immutable by convention: filled once, read by all.
 * Merchants and sites are in unsigned order of their ids, zones in ASCII order of their tzid.
 */
public final class WorldDimensions {
    /** Odd; its products spread over the high bits. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    public final long[] merchantId;
    /** {@link io.millrace.contract.Iso} codes. */
    public final short[] merchantHomeCountry;
    /** -1 when unknown. */
    public final int[] merchantMcc;
    /** {@link io.millrace.contract.DemandClass} codes. */
    public final byte[] merchantDemandClass;
    /** [merchant * 4 + channel code - 1]: ECOM POS ATM BANK_RAIL shares in millionths; all 0 when unknown. */
    public final int[] merchantChannelPpm;

    public final long[] merchantVirtualRatePer1000Days;

    public final long[] siteId;
    public final int[] siteMerchantOrdinal;
    public final short[] siteCountry;
    public final long[] siteRatePer1000Days;

    public final List<String> zoneTzid;
    /** {@link io.millrace.contract.Iso} code, -1 when the zone spans several countries. */
    public final short[] zoneCountry;

    public final long[] zoneRatePer1000Days;

    /** Site ordinals by the hash of their id, -1 where free; a row asks for its site, and a search would cost more. */
    private final int[] siteSlots;

    public WorldDimensions(
            long[] merchantId,
            short[] merchantHomeCountry,
            int[] merchantMcc,
            byte[] merchantDemandClass,
            int[] merchantChannelPpm,
            long[] merchantVirtualRatePer1000Days,
            long[] siteId,
            int[] siteMerchantOrdinal,
            short[] siteCountry,
            long[] siteRatePer1000Days,
            List<String> zoneTzid,
            short[] zoneCountry,
            long[] zoneRatePer1000Days) {
        this.merchantId = merchantId;
        this.merchantHomeCountry = merchantHomeCountry;
        this.merchantMcc = merchantMcc;
        this.merchantDemandClass = merchantDemandClass;
        this.merchantChannelPpm = merchantChannelPpm;
        this.merchantVirtualRatePer1000Days = merchantVirtualRatePer1000Days;
        this.siteId = siteId;
        this.siteMerchantOrdinal = siteMerchantOrdinal;
        this.siteCountry = siteCountry;
        this.siteRatePer1000Days = siteRatePer1000Days;
        this.zoneTzid = List.copyOf(zoneTzid);
        this.zoneCountry = zoneCountry;
        this.zoneRatePer1000Days = zoneRatePer1000Days;
        siteSlots = new int[Integer.highestOneBit(siteId.length + 1) << 2];
        Arrays.fill(siteSlots, -1);
        for (int site = 0; site < siteId.length; site++) {
            int slot = firstSlot(siteId[site]);
            while (siteSlots[slot] >= 0) {
                slot = (slot + 1) & (siteSlots.length - 1);
            }
            siteSlots[slot] = site;
        }
    }

    public int merchants() {
        return merchantId.length;
    }

    /** Position of a merchant id, -1 if absent. */
    public int merchantOrdinal(long id) {
        return SortedIds.search(merchantId, id);
    }

    /** Position of a site id, -1 if absent. */
    public int siteOrdinal(long id) {
        int slot = firstSlot(id);
        while (siteSlots[slot] >= 0 && siteId[siteSlots[slot]] != id) {
            slot = (slot + 1) & (siteSlots.length - 1);
        }
        return siteSlots[slot];
    }

    private int firstSlot(long id) {
        return (int) ((id * SPREAD) >>> 32) & (siteSlots.length - 1);
    }
}
