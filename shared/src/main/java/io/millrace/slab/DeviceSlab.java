package io.millrace.slab;

import io.millrace.contract.DeviceType;
import io.millrace.contract.OsFamily;
import io.millrace.contract.Region;

/** Rows of {@code s4_device_base_6A}, in order of device_id: devices of parties and of merchants. */
public final class DeviceSlab extends Slab {
    public final long[] deviceId;

    /** Code of {@link DeviceType}. */
    public final byte[] type;

    /** Code of {@link OsFamily}. */
    public final byte[] os;

    /** {@link Columns#ABSENT} on a device of a merchant. */
    public final long[] primaryPartyId;

    /** Unsigned; 0 on a device of a party. */
    public final long[] primaryMerchantId;

    /** Unsigned; 0 when absent. */
    public final long[] siteId;

    /** Code of {@link Region}. */
    public final byte[] homeRegion;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] homeCountry;

    public DeviceSlab(int rowsMax) {
        super(SlabKind.DEVICE, rowsMax);
        deviceId = columns.i64("device_id");
        type = columns.word("device_type", DeviceType.values());
        os = columns.word("os_family", OsFamily.values());
        primaryPartyId = columns.i64OrAbsent("primary_party_id");
        primaryMerchantId = columns.u64OrAbsent("primary_merchant_id");
        siteId = columns.u64OrAbsent("site_id");
        homeRegion = columns.word("home_region_id", Region.values());
        homeCountry = columns.country("home_country_iso");
    }
}
