package io.millrace.entities;

/** What posture looks at in one address; reused between addresses. */
public final class IpTraits {
    public long ipId;
    /** {@link io.millrace.contract.IpType} code. */
    public int type;
    /** Parties in its group, whether or not one of their devices uses it; 1 for an endpoint of a merchant. */
    public int parties;
}
