package io.millrace.slab;

import io.millrace.contract.DeviceLinkRole;

/** Rows of {@code s4_device_links_6A}, in order of device_id. */
public final class DeviceLinkSlab extends Slab {
    public final long[] deviceId;

    /** {@link Columns#ABSENT} on a terminal. */
    public final long[] partyId;

    /** {@link Columns#ABSENT} when absent. */
    public final long[] accountId;

    /** {@link Columns#ABSENT} when absent. */
    public final long[] instrumentId;

    /** Unsigned; 0 unless on a terminal. */
    public final long[] merchantId;

    /** Code of {@link DeviceLinkRole}. */
    public final byte[] role;

    public DeviceLinkSlab(int rowsMax) {
        super(SlabKind.DEVICE_LINK, rowsMax);
        deviceId = columns.i64("device_id");
        partyId = columns.i64OrAbsent("party_id");
        accountId = columns.i64OrAbsent("account_id");
        instrumentId = columns.i64OrAbsent("instrument_id");
        merchantId = columns.u64OrAbsent("merchant_id");
        role = columns.code("link_role", DeviceLinkRole.values());
    }
}
