package io.millrace.slab;

import io.millrace.contract.AsnClass;
import io.millrace.contract.IpType;

/** Rows of {@code s4_ip_base_6A}, in order of ip_id. */
public final class IpSlab extends Slab {
    public final long[] ipId;

    /** Code of {@link IpType}. */
    public final byte[] type;

    /** Code of {@link AsnClass}. */
    public final byte[] asn;

    /** {@link io.millrace.contract.Iso} code. */
    public final short[] country;

    public IpSlab(int rowsMax) {
        super(SlabKind.IP, rowsMax);
        ipId = columns.i64("ip_id");
        type = columns.word("ip_type", IpType.values());
        asn = columns.word("asn_class", AsnClass.values());
        country = columns.country("country_iso");
    }
}
