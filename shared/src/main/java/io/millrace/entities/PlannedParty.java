package io.millrace.entities;

/** One party as planned; reused between parties. */
public final class PlannedParty {
    /** Unit of the expectations: 2^-20, so that sums do not depend on their order. */
    public static final int FRACTION_BITS = 20;

    /** Position in zone_dim_5B. */
    public int zone;
    /** {@link io.millrace.contract.Segment} code. */
    public int segment;
    /** In a strip that can be picked. */
    public boolean pickable;
    /** In a strip of people who pay every week or so. */
    public boolean active;
    /** Member of a fraud ring. */
    public boolean ringMember;
    /** Mean number of accounts given segment, level and guarantees, in units of 2^-20. */
    public long accounts;
    /** Mean number of instruments, in units of 2^-20. */
    public long instruments;
    /** Mean number of own devices, in units of 2^-20. */
    public long devices;

    /** A mean in units of 2^-20. */
    public static long fixed(double mean) {
        return StrictMath.round(mean * (1 << FRACTION_BITS));
    }
}
