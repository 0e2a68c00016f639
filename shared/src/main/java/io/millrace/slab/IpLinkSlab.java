package io.millrace.slab;

import io.millrace.contract.IpLinkRole;

/** Rows of {@code s4_ip_links_6A}, in order of ip_id. */
public final class IpLinkSlab extends Slab {
    public final long[] ipId;

    /** {@link Columns#ABSENT} on an endpoint. */
    public final long[] deviceId;

    /** {@link Columns#ABSENT} when absent. */
    public final long[] partyId;

    /** Unsigned; 0 unless on an endpoint. */
    public final long[] merchantId;

    /** Code of {@link IpLinkRole}. */
    public final byte[] role;

    public IpLinkSlab(int rowsMax) {
        super(SlabKind.IP_LINK, rowsMax);
        ipId = columns.i64("ip_id");
        deviceId = columns.i64OrAbsent("device_id");
        partyId = columns.i64OrAbsent("party_id");
        merchantId = columns.u64OrAbsent("merchant_id");
        role = columns.code("link_role", IpLinkRole.values());
    }
}
