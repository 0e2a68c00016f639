package io.millrace.entities;

import io.millrace.world.Portfolio;

/**
 * Everything about one party: what it holds, its devices, those of others that it uses, who uses its own, and where all
 * of them are online. One per thread, filled again and again.
 */
final class PartyView {
    /** Devices of a list: own and of others. */
    private static final int LIST_MAX = 20;

    private static final int ENTRIES_MAX = LIST_MAX * Addresses.PER_DEVICE_MAX;
    /** Housemates and two of a ring's triple. */
    private static final int USERS_MAX = Households.SIZE_MAX + Rings.FARM_PARTIES;

    final Place party = new Place();
    final Dwelling dwelling;
    /** Slot of the party in its household. */
    int member;

    /** Parties that use the device asked for last, the owner not among them. */
    final long[] userPartyId = new long[USERS_MAX];

    private final WorldMaker world;
    private final Holdings holdings = new Holdings();
    private final long[] lanes = new long[Math.max(DeviceMaker.LANES, HoldingMaker.LANES)];
    private final IpView ipView;

    private final Place farmer = new Place();
    private final OwnDevices farmDevices = new OwnDevices();
    private final Place other = new Place();

    // The list of devices of others, of the member asked for last.
    private int foreign;
    private final long[] foreignId;
    /** Slot of the owner in the household; -1 for the farmer. */
    private final int[] foreignOwner;

    private final DeviceAddresses ownAddresses;
    private final DeviceAddresses foreignAddresses;
    private final long[] distinct = new long[ENTRIES_MAX];
    private final long[] distinctId = new long[ENTRIES_MAX];
    private final int[] entrySlot = new int[ENTRIES_MAX];
    private final int[] slotOfDistinct = new int[ENTRIES_MAX];
    private final byte[] distinctPool = new byte[ENTRIES_MAX];
    private int distincts;

    PartyView(WorldMaker world) {
        this.world = world;
        dwelling = new Dwelling(world.layout, world.households, world.devices);
        foreignId = new long[world.foreignDevicesMax];
        foreignOwner = new int[world.foreignDevicesMax];
        ownAddresses = new DeviceAddresses(world.layout, world.households, world.rings, world.pools, world.addresses);
        foreignAddresses =
                new DeviceAddresses(world.layout, world.households, world.rings, world.pools, world.addresses);
        ipView = new IpView(world);
    }

    void load(long ordinal) {
        party.load(world.layout, world.layout.index(ordinal), ordinal);
        if (party.isRetail()) {
            // Before the party is copied: its copy knows the ring then.
            party.ring(world.rings);
            member = dwelling.load(party);
        } else {
            member = 0;
            dwelling.loadAlone(party);
        }
    }

    /** Own devices of the loaded party. */
    OwnDevices own() {
        return dwelling.devices[member];
    }

    Holdings loadHoldings() {
        world.holdings.fill(party, holdings, lanes);
        return holdings;
    }

    /** Addresses of the own devices of the loaded party. */
    DeviceAddresses ownAddresses() {
        ownAddresses.fill(party, own());
        return ownAddresses;
    }

    /** Lists the devices of others that a member of the household uses: the farm's, then housemates' by (offset, slot). */
    private void listForeign(int user) {
        foreign = 0;
        Place of = dwelling.party[user];
        if (!of.isRetail()) {
            return;
        }
        long found = of.ring(world.rings);
        if (found != Rings.NONE && world.rings.usesFarm(found, of.partyId)) {
            farmer.load(world.layout, world.rings.farmOwner(found));
            world.devices.fill(farmer, farmDevices, lanes);
            int phone = firstPhone(farmDevices);
            if (phone >= 0) {
                add(EntityIds.device(farmer.partyId, phone), -1);
            }
        }
        for (int offset = 1; offset < dwelling.size && foreign < foreignId.length; offset++) {
            int owner = dwelling.further(user, offset);
            int back = 1 << (dwelling.size - offset);
            for (int device = 0; device < dwelling.devices[owner].count && foreign < foreignId.length; device++) {
                if ((dwelling.joiners(owner, device) & back) != 0) {
                    long id = EntityIds.device(dwelling.party[owner].partyId, device);
                    // A ring may live under one roof: the farm device is in the list already.
                    if (foreign == 0 || foreignOwner[0] >= 0 || foreignId[0] != id) {
                        add(id, owner);
                    }
                }
            }
        }
    }

    private void add(long deviceId, int owner) {
        if (foreign < foreignId.length) {
            foreignId[foreign] = deviceId;
            foreignOwner[foreign++] = owner;
        }
    }

    private int firstPhone(OwnDevices devices) {
        for (int device = 0; device < devices.count; device++) {
            if (devices.type[device] == world.devices.phone) {
                return device;
            }
        }
        return -1;
    }

    /**
     * Other parties that have an own device of the loaded party in their lists.
     *
     * @return how many; they stand in {@link #userPartyId}
     */
    int users(int device) {
        int users = 0;
        int joiners = dwelling.joiners(member, device);
        long deviceId = EntityIds.device(party.partyId, device);
        for (int offset = 1; offset < dwelling.size && joiners != 0; offset++) {
            if ((joiners & 1 << offset) != 0) {
                int user = dwelling.further(member, offset);
                if (lists(user, deviceId)) {
                    userPartyId[users++] = dwelling.party[user].partyId;
                }
            }
        }
        return party.isRetail() && party.ring(world.rings) != Rings.NONE ? addFarmUsers(device, users) : users;
    }

    private int addFarmUsers(int device, int from) {
        int users = from;
        long found = party.ring(world.rings);
        int slot = Rings.slotOf(found);
        if (slot % Rings.FARM_PARTIES != 0 || firstPhone(own()) != device) {
            return users;
        }
        long ring = Rings.ringOf(found);
        int end = Math.min(slot + Rings.FARM_PARTIES, world.rings.size(ring));
        for (int next = slot + 1; next < end; next++) {
            other.load(world.layout, world.rings.member(ring, next));
            if (world.rings.usesFarm(other.ring(world.rings), other.partyId) && !isIn(other.partyId, users)) {
                userPartyId[users++] = other.partyId;
            }
        }
        return users;
    }

    private boolean isIn(long partyId, int users) {
        for (int i = 0; i < users; i++) {
            if (userPartyId[i] == partyId) {
                return true;
            }
        }
        return false;
    }

    /** Whether a housemate that joined a device has room for it in its list; nearly always. */
    private boolean lists(int user, long deviceId) {
        int joined = 0;
        for (int offset = 1; offset < dwelling.size; offset++) {
            int owner = dwelling.further(user, offset);
            int back = 1 << (dwelling.size - offset);
            for (int device = 0; device < dwelling.devices[owner].count; device++) {
                joined += (dwelling.joiners(owner, device) & back) != 0 ? 1 : 0;
            }
        }
        // One place may be the farm's.
        if (joined < foreignId.length) {
            return true;
        }
        listForeign(user);
        for (int i = 0; i < foreign; i++) {
            if (foreignId[i] == deviceId) {
                return true;
            }
        }
        return false;
    }

    /** Devices and addresses of the loaded party, as the entity index lists them. */
    void loadAddresses(Portfolio out) {
        OwnDevices own = own();
        ownAddresses.fill(party, own);
        distincts = 0;
        int end = 0;
        for (int device = 0; device < own.count; device++) {
            out.deviceId[device] = EntityIds.device(party.partyId, device);
            out.deviceGroup[device] = world.deviceGroup(own.type[device]);
            out.deviceIpStart[device] = end;
            end = addEntries(ownAddresses, device, end);
        }
        listForeign(member);
        sortForeign();
        int devices = own.count;
        long filled = 0;
        for (int i = 0; i < foreign; i++) {
            Place owner = foreignOwner[i] < 0 ? farmer : dwelling.party[foreignOwner[i]];
            OwnDevices theirs = foreignOwner[i] < 0 ? farmDevices : dwelling.devices[foreignOwner[i]];
            if (owner.partyId != filled) {
                foreignAddresses.fill(owner, theirs);
                filled = owner.partyId;
            }
            int device = EntityIds.slotOfDevice(foreignId[i]);
            out.deviceId[devices] = foreignId[i];
            out.deviceGroup[devices] = world.deviceGroup(theirs.type[device]);
            out.deviceIpStart[devices++] = end;
            end = addEntries(foreignAddresses, device, end);
        }
        out.devices = devices;
        out.deviceIpStart[devices] = end;
        publish(out, end);
    }

    private void sortForeign() {
        for (int i = 1; i < foreign; i++) {
            long id = foreignId[i];
            int owner = foreignOwner[i];
            int at = i;
            while (at > 0 && foreignId[at - 1] > id) {
                foreignId[at] = foreignId[at - 1];
                foreignOwner[at] = foreignOwner[at - 1];
                at--;
            }
            foreignId[at] = id;
            foreignOwner[at] = owner;
        }
    }

    private int addEntries(DeviceAddresses from, int device, int start) {
        int end = start;
        for (int at = from.start[device]; at < from.start[device + 1]; at++) {
            entrySlot[end++] = distinctSlot(from.number[at], from.pool[at]);
        }
        return end;
    }

    private int distinctSlot(long number, byte pool) {
        for (int i = 0; i < distincts; i++) {
            if (distinct[i] == number) {
                return i;
            }
        }
        distinct[distincts] = number;
        distinctPool[distincts] = pool;
        return distincts++;
    }

    /** Addresses by id, and the entries of each device in that order. */
    private void publish(Portfolio out, int entries) {
        out.ips = distincts;
        for (int i = 0; i < distincts; i++) {
            distinctId[i] = world.pools.ipId(distinct[i]);
        }
        for (int i = 0; i < distincts; i++) {
            long id = distinctId[i];
            int at = i;
            while (at > 0 && out.ipId[at - 1] > id) {
                out.ipId[at] = out.ipId[at - 1];
                out.ipGroup[at] = out.ipGroup[at - 1];
                at--;
            }
            out.ipId[at] = id;
            out.ipGroup[at] = world.ipGroup(distinctPool[i]);
        }
        for (int i = 0; i < distincts; i++) {
            int slot = 0;
            while (out.ipId[slot] != distinctId[i]) {
                slot++;
            }
            slotOfDistinct[i] = slot;
        }
        int device = 0;
        for (int entry = 0; entry < entries; entry++) {
            while (entry >= out.deviceIpStart[device + 1]) {
                device++;
            }
            short slot = (short) slotOfDistinct[entrySlot[entry]];
            int at = entry;
            while (at > out.deviceIpStart[device] && out.deviceIp[at - 1] > slot) {
                out.deviceIp[at] = out.deviceIp[at - 1];
                at--;
            }
            out.deviceIp[at] = slot;
        }
    }

    void traits(long ordinal, PartyTraits out) {
        load(ordinal);
        out.partyId = party.partyId;
        out.type = party.type + 1;
        out.segment = party.segment;
        out.vpnMember = world.pools.isVpnMember(party.index);
        long found = party.isRetail() ? party.ring(world.rings) : Rings.NONE;
        out.ringRole = found == Rings.NONE ? null : world.rings.role(found, party.partyId);
        Holdings held = loadHoldings();
        out.accounts = held.accounts;
        for (int slot = 0; slot < held.accounts; slot++) {
            out.accountId[slot] = held.accountId(slot);
            out.accountType[slot] = held.accountType[slot];
        }
        OwnDevices own = own();
        int anonymous = ownAddresses().anonymous();
        out.devices = own.count;
        for (int device = 0; device < own.count; device++) {
            out.deviceId[device] = EntityIds.device(party.partyId, device);
            out.deviceType[device] = world.devices.typeCode[own.type[device]];
            out.deviceAnonymous[device] = (anonymous & 1 << device) != 0;
            out.deviceShared[device] = users(device) > 0;
        }
    }

    /** Users of an address, in the returned view until the next call. */
    IpView ipView(int block, long number) {
        ipView.load(block, number);
        return ipView;
    }

    /** Whether an address exists: some device or merchant uses it. */
    boolean isUsed(long number) {
        int block = world.pools.block(number);
        return switch (world.pools.poolOfBlock(block)) {
            case ENDPOINT -> true;
            case HOME, RELATIVE, CARRIER, WORK, CAMPUS, PUBLIC, HOTEL, VPN, OFFICE, HOST, RINGPROXY ->
                ipView(block, number).users.count > 0;
        };
    }
}
