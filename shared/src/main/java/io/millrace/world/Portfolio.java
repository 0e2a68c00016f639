package io.millrace.world;

/**
 * Everything one party holds, reused between loads. Slots are local ordinals: accounts and instruments by id, devices in
 * list order (own first), IPs by id, without repeats.
 */
public final class Portfolio {
    public static final int ACCOUNTS_MAX = 255;
    public static final int INSTRUMENTS_MAX = 4096;
    public static final int DEVICES_MAX = 255;
    public static final int IPS_MAX = 4096;
    public static final int DEVICE_IPS_MAX = 65_535;

    public long partyOrdinal;
    public long partyId;
    /** {@link io.millrace.contract.Iso} code. */
    public int country;
    /** {@link io.millrace.contract.Segment} code. */
    public int segment;
    /** {@link io.millrace.contract.PartyType} code. */
    public int type;

    public int accounts;
    public final long[] accountId = new long[ACCOUNTS_MAX];
    /** {@link io.millrace.contract.LedgerClass} code. */
    public final byte[] accountClass = new byte[ACCOUNTS_MAX];

    public int instruments;
    public final long[] instrumentId = new long[INSTRUMENTS_MAX];
    /** {@link io.millrace.contract.InstrumentKind} code. */
    public final byte[] instrumentKind = new byte[INSTRUMENTS_MAX];
    /** Slot of the account it belongs to. */
    public final short[] instrumentAccount = new short[INSTRUMENTS_MAX];

    public int devices;
    public final long[] deviceId = new long[DEVICES_MAX];
    /** {@link io.millrace.contract.DeviceGroup} code. */
    public final byte[] deviceGroup = new byte[DEVICES_MAX];
    /** First entry of the device in {@link #deviceIp}; entry [devices] is the end of the last. */
    public final int[] deviceIpStart = new int[DEVICES_MAX + 1];

    /** Slots into the IP arrays, device by device. */
    public final short[] deviceIp = new short[DEVICE_IPS_MAX];

    public int ips;
    public final long[] ipId = new long[IPS_MAX];
    /** {@link io.millrace.contract.IpGroup} code. */
    public final byte[] ipGroup = new byte[IPS_MAX];
}
