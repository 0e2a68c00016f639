package io.millrace.entities;

import io.millrace.contract.IpLinkRole;
import io.millrace.policy.IpsPolicy.Pool;
import io.millrace.table.Strips;

/**
 * Who uses an address, asked from the address: its group, the members, their devices. One per thread, filled again and
 * again.
 */
final class IpView {
    final IpUsers users = new IpUsers();

    private final WorldMaker world;
    private final PartyLayout layout;
    private final IpPools pools;
    private final Addresses addresses;
    private final Place party = new Place();
    private final OwnDevices devices = new OwnDevices();
    private final long[] lanes = new long[DeviceMaker.LANES];

    IpView(WorldMaker world) {
        this.world = world;
        layout = world.layout;
        pools = world.pools;
        addresses = world.addresses;
    }

    /**
     * Fills {@link #users}; nobody uses an endpoint.
     *
     * @param number 0..capacity-1
     */
    void load(int block, long number) {
        users.count = 0;
        Pool pool = pools.poolOfBlock(block);
        int zone = pools.zoneOfBlock(block);
        long group = pools.groupInBlock(block, number);
        int address = pools.addressInGroup(block, number);
        switch (pool) {
            case HOME -> loadHome(zone, group, address, number);
            case CARRIER -> loadCarrier(zone, group, address);
            case WORK, CAMPUS, PUBLIC, HOTEL, VPN, OFFICE, HOST, RINGPROXY -> loadGroup(pool, zone, group);
            case ENDPOINT -> {}
            case RELATIVE -> throw new IllegalStateException("no address is of pool RELATIVE");
        }
    }

    private void loadHome(int zone, long group, int address, long number) {
        long first = layout.first(zone);
        Strips households = world.households.of(zone);
        for (int home = 0; home < pools.homes(zone, group); home++) {
            long household = pools.home(zone, group, home);
            int size = households.size(household);
            for (int slot = 0; slot < size; slot++) {
                long member = first + households.member(household, slot);
                loadParty(member);
                for (int device = 0; device < devices.count; device++) {
                    if (addresses.homeAddress(device) == address) {
                        users.add(party.partyId, device, addresses.role(Pool.HOME));
                    }
                }
                if (address == 0) {
                    loadVisitor(zone, pools.visitor(zone, member), number);
                }
            }
        }
    }

    private void loadVisitor(int zone, long index, long number) {
        loadParty(index);
        if (!addresses.mayUse(Pool.RELATIVE, devices)) {
            return;
        }
        int using = addresses.using(Pool.RELATIVE, party.partyId, devices);
        if (using == 0) {
            return;
        }
        long home = pools.homeNumber(zone, world.households.of(zone).group(index - layout.first(zone)));
        for (int device = 0; device < devices.count; device++) {
            if ((using & 1 << device) != 0 && home + addresses.homeAddress(device) != number) {
                users.add(party.partyId, device, addresses.role(Pool.RELATIVE));
            }
        }
    }

    private void loadCarrier(int zone, long group, int address) {
        int members = pools.groupMembers(Pool.CARRIER, zone, group);
        for (int slot = 0; slot < members; slot++) {
            loadParty(pools.member(Pool.CARRIER, zone, group, slot));
            if (!addresses.mayUse(Pool.CARRIER, devices)) {
                continue;
            }
            int using = addresses.using(Pool.CARRIER, party.partyId, devices);
            int first = addresses.firstEgress(slot);
            for (int device = 0; device < devices.count; device++) {
                if ((using & 1 << device) == 0) {
                    continue;
                }
                if (first == address) {
                    users.add(party.partyId, device, addresses.role(Pool.CARRIER));
                } else if (addresses.secondEgress(party.partyId, devices, device, first) == address) {
                    users.add(party.partyId, device, SECOND_EGRESS);
                }
            }
        }
    }

    private void loadGroup(Pool pool, int zone, long group) {
        int members = pools.groupMembers(pool, zone, group);
        for (int slot = 0; slot < members; slot++) {
            long index = pools.member(pool, zone, group, slot);
            loadParty(index);
            if (!IpPools.admits(pool, party.segment)
                    || !addresses.mayUse(pool, devices)
                    || (pool == Pool.VPN && party.isRetail() && party.ring(world.rings) != Rings.NONE)) {
                continue;
            }
            int using = addresses.using(pool, party.partyId, devices);
            for (int device = 0; device < devices.count; device++) {
                if ((using & 1 << device) != 0) {
                    users.add(party.partyId, device, addresses.role(pool));
                }
            }
        }
    }

    private void loadParty(long index) {
        party.load(layout, index);
        world.devices.fill(party, devices, lanes);
    }

    private static final byte SECOND_EGRESS = (byte) IpLinkRole.RECENT_LOGIN_IP.code();
}
