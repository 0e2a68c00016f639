package io.millrace.entities;

/** Devices that use one address; filled again and again. */
final class IpUsers {
    /** Largest group of the packs' schema times own devices. */
    private static final int MAX = 300 * 14;

    int count;
    final long[] deviceId = new long[MAX];
    final long[] partyId = new long[MAX];
    /** Code of {@link io.millrace.contract.IpLinkRole}. */
    final byte[] role = new byte[MAX];

    void add(long ofPartyId, int device, byte as) {
        deviceId[count] = EntityIds.device(ofPartyId, device);
        partyId[count] = ofPartyId;
        role[count++] = as;
    }
}
