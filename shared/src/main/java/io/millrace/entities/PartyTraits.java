package io.millrace.entities;

import io.millrace.contract.FraudRole;
import io.millrace.world.Portfolio;

/** What posture looks at in one party and what it owns; reused between parties. */
public final class PartyTraits {
    public long partyId;
    /** {@link io.millrace.contract.PartyType} code. */
    public int type;
    /** {@link io.millrace.contract.Segment} code. */
    public int segment;
    /** What it is in its ring; null outside rings. */
    public FraudRole ringRole;
    /** Member of a VPN's group of customers, with or without a device that uses it. */
    public boolean vpnMember;

    public int accounts;
    public final long[] accountId = new long[Portfolio.ACCOUNTS_MAX];
    /** {@link io.millrace.contract.AccountType} code. */
    public final byte[] accountType = new byte[Portfolio.ACCOUNTS_MAX];

    /** Own devices only. */
    public int devices;

    public final long[] deviceId = new long[Portfolio.DEVICES_MAX];
    /** {@link io.millrace.contract.DeviceType} code. */
    public final byte[] deviceType = new byte[Portfolio.DEVICES_MAX];
    /** One of its addresses is of type VPN_PROXY. */
    public final boolean[] deviceAnonymous = new boolean[Portfolio.DEVICES_MAX];
    /** Some other party has it in its list. */
    public final boolean[] deviceShared = new boolean[Portfolio.DEVICES_MAX];
}
