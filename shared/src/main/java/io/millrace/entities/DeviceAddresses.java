package io.millrace.entities;

import io.millrace.policy.DevicesPolicy;
import io.millrace.policy.IpsPolicy.Pool;

/** Numbers of the addresses of all own devices of one party, device by device in slot order; filled again and again. */
final class DeviceAddresses {
    private static final Pool[] POOLS = Pool.values();
    /** Devices that are not known yet. */
    private static final int ANY = -1;

    /** [device]: first entry; entry [devices] is the end. */
    final int[] start = new int[DevicesPolicy.OWN_DEVICES_MAX + 1];
    /** Numbers, {@link IpPools#ipId} makes ids of them. */
    final long[] number = new long[DevicesPolicy.OWN_DEVICES_MAX * Addresses.PER_DEVICE_MAX];
    /** Ordinal of the {@link Pool} that gave the slot. */
    final byte[] pool = new byte[DevicesPolicy.OWN_DEVICES_MAX * Addresses.PER_DEVICE_MAX];

    private final IpPools pools;
    private final Rings rings;
    private final Households households;
    private final PartyLayout layout;
    private final Addresses addresses;

    /** [pool]: devices that use it, 0 when the party is in no group. */
    private final int[] using = new int[POOLS.length];
    /** [pool]: number of the group's first address. */
    private final long[] group = new long[POOLS.length];

    private final int[] slot = new int[1];
    private int carrierSlot;

    DeviceAddresses(PartyLayout layout, Households households, Rings rings, IpPools pools, Addresses addresses) {
        this.layout = layout;
        this.households = households;
        this.rings = rings;
        this.pools = pools;
        this.addresses = addresses;
    }

    void fill(Place party, OwnDevices devices) {
        for (Pool pool : POOLS) {
            using[pool.ordinal()] = 0;
            if (IpPools.admits(pool, party.segment) && addresses.mayUse(pool, devices)) {
                // Few visit their relative, and where the relative lives is long to find out.
                int mask = pool == Pool.RELATIVE ? addresses.using(pool, party.partyId, devices) : ANY;
                if (mask != 0) {
                    group[pool.ordinal()] = group(pool, party);
                    if (group[pool.ordinal()] >= 0) {
                        using[pool.ordinal()] = mask == ANY ? addresses.using(pool, party.partyId, devices) : mask;
                    }
                }
            }
        }
        int end = 0;
        for (int device = 0; device < devices.count; device++) {
            start[device] = end;
            end = fill(party, devices, device, end);
        }
        start[devices.count] = end;
    }

    private long group(Pool pool, Place party) {
        int zone = party.zone;
        return switch (pool) {
            case HOME -> pools.homeNumber(zone, party.household(layout, households));
            case RELATIVE -> pools.homeNumber(zone, pools.relativeHousehold(zone, party.index));
            case RINGPROXY -> {
                long found = party.ring(rings);
                yield found == Rings.NONE ? -1 : pools.ringProxyNumber(Rings.ringOf(found));
            }
            case VPN -> {
                long first = pools.groupNumber(pool, zone, party.index, slot);
                yield first >= 0 && party.isRetail() && party.ring(rings) != Rings.NONE ? -1 : first;
            }
            case CARRIER -> {
                long first = pools.groupNumber(pool, zone, party.index, slot);
                carrierSlot = slot[0];
                yield first;
            }
            case WORK, CAMPUS, PUBLIC, HOTEL, OFFICE, HOST -> pools.groupNumber(pool, zone, party.index, slot);
            case ENDPOINT -> -1;
        };
    }

    private int fill(Place party, OwnDevices devices, int device, int from) {
        int end = from;
        int bit = 1 << device;
        for (Pool pool : POOLS) {
            if ((using[pool.ordinal()] & bit) == 0) {
                continue;
            }
            long first = group[pool.ordinal()];
            switch (pool) {
                case HOME -> end = add(end, pool, first + addresses.homeAddress(device));
                case RELATIVE -> {
                    // Its first address; void when the device is at home there already.
                    if (first != group[Pool.HOME.ordinal()] + addresses.homeAddress(device)) {
                        end = add(end, pool, first);
                    }
                }
                case CARRIER -> {
                    int egress = addresses.firstEgress(carrierSlot);
                    end = add(end, pool, first + egress);
                    int second = addresses.secondEgress(party.partyId, devices, device, egress);
                    if (second >= 0) {
                        end = add(end, pool, first + second);
                    }
                }
                case WORK, CAMPUS, PUBLIC, HOTEL, VPN, OFFICE, HOST, RINGPROXY -> end = add(end, pool, first);
                case ENDPOINT -> throw new IllegalStateException("no device uses an endpoint");
            }
        }
        return end;
    }

    private int add(int at, Pool from, long value) {
        number[at] = value;
        pool[at] = (byte) from.ordinal();
        return at + 1;
    }

    /** Bit per own device that is on a VPN or a ring's proxy. */
    int anonymous() {
        return using[Pool.VPN.ordinal()] | using[Pool.RINGPROXY.ordinal()];
    }
}
