package io.millrace.entities;

import io.millrace.contract.DeviceLinkRole;
import io.millrace.contract.EntityKind;
import io.millrace.contract.FraudRole;
import io.millrace.contract.InstrumentType;
import io.millrace.contract.IpLinkRole;
import io.millrace.contract.IpType;
import io.millrace.contract.RiskTier;
import io.millrace.entities.EntityTally.Counted;
import io.millrace.entities.EntityTally.Pair;
import io.millrace.entities.EntityTally.Peak;
import io.millrace.random.Mix64;
import io.millrace.slab.AccountInstrumentLinkSlab;
import io.millrace.slab.AccountSlab;
import io.millrace.slab.Columns;
import io.millrace.slab.DeviceLinkSlab;
import io.millrace.slab.DeviceSlab;
import io.millrace.slab.FraudRoleSlab;
import io.millrace.slab.InstrumentSlab;
import io.millrace.slab.IpLinkSlab;
import io.millrace.slab.IpSlab;
import io.millrace.slab.MerchantRoleSlab;
import io.millrace.slab.PartySlab;
import java.util.Arrays;

/**
 * Looks at every row of one part of a world and counts into a tally: first {@link #begin} with the parties of the part,
 * then rows in any order of tables, last {@link #end}. Party rows and all that is owned come with their owner's part;
 * device links with the part of the device's owner; links of one address side by side. One thread.
 */
public final class EntityChecker {
    private static final int SLOTS = 32;
    private static final int RISKY = 1;
    private static final int CARD_TYPES = cardTypes();

    private final CheckPlan plan;
    private final EntityTally tally;
    private final PlannedParty planned = new PlannedParty();

    private long firstId;
    private int size;

    // By party of the part.
    private boolean[] rowSeen = {};
    private byte[] partyRole = {};
    private int[] accountSlots = {};
    private int[] accountRoleSlots = {};
    private int[] accountRiskySlots = {};
    private int[] deviceSlots = {};
    private int[] deviceRoleSlots = {};
    private int[] deviceRiskySlots = {};
    private int[] listed = {};
    private boolean[] hasCard = {};

    // By (party of the part, slot).
    private int[] instrumentSlots = {};
    private int[] linkedInstrumentSlots = {};
    private byte[] deviceType = {};
    private byte[] owners = {};
    private byte[] users = {};
    private byte[] addresses = {};
    private boolean[] typical = {};

    // Links of the address that is being read.
    private long runIp;
    private int runDevices;

    public EntityChecker(CheckPlan plan, EntityTally tally) {
        this.plan = plan;
        this.tally = tally;
    }

    /**
     * Starts a part.
     *
     * @param firstOrdinal first party
     * @param endOrdinal behind the last; equal to the first for parts that hold only addresses or merchants
     */
    public void begin(long firstOrdinal, long endOrdinal) {
        firstId = firstOrdinal + 1;
        size = Math.toIntExact(endOrdinal - firstOrdinal);
        if (rowSeen.length < size) {
            grow();
        }
        Arrays.fill(rowSeen, false);
        Arrays.fill(partyRole, (byte) 0);
        Arrays.fill(hasCard, false);
        for (int[] byParty : new int[][] {
            accountSlots, accountRoleSlots, accountRiskySlots, deviceSlots, deviceRoleSlots, deviceRiskySlots, listed
        }) {
            Arrays.fill(byParty, 0);
        }
        Arrays.fill(instrumentSlots, 0);
        Arrays.fill(linkedInstrumentSlots, 0);
        for (byte[] bySlot : new byte[][] {deviceType, owners, users, addresses}) {
            Arrays.fill(bySlot, (byte) 0);
        }
        Arrays.fill(typical, false);
        runDevices = 0;
    }

    public void parties(PartySlab rows) {
        for (int row = 0; row < rows.size; row++) {
            long id = rows.partyId[row];
            int party = party(id);
            if (party < 0) {
                tally.fault(Fault.ID_UNKNOWN, id);
            } else if (rowSeen[party]) {
                tally.fault(Fault.ID_REPEATED, id);
            } else {
                rowSeen[party] = true;
                plan.load(id, planned);
                if (planned.zone != rows.homeZone[row] || planned.segment != rows.segment[row]) {
                    tally.fault(Fault.PLACE, id);
                } else {
                    tally.partiesByCell[cell(planned)]++;
                }
                tally.partiesByCountry[rows.country[row]]++;
                tally.parties++;
            }
        }
    }

    public void accounts(AccountSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            long id = rows.accountId[row];
            int party = party(EntityIds.partyOfAccount(id));
            if (party < 0) {
                tally.fault(Fault.ID_UNKNOWN, id);
                continue;
            }
            if (rows.ownerPartyId[row] != EntityIds.partyOfAccount(id)) {
                tally.fault(Fault.REFERENCE_BROKEN, id);
            }
            accountSlots[party] = seen(accountSlots[party], EntityIds.slotOfAccount(id), id);
            tally.accountsByType[rows.type[row]]++;
            tally.accounts++;
        }
    }

    public void instruments(InstrumentSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            long id = rows.instrumentId[row];
            long account = EntityIds.accountOfInstrument(id);
            int party = party(EntityIds.partyOfAccount(account));
            if (party < 0) {
                tally.fault(Fault.ID_UNKNOWN, id);
                continue;
            }
            if (rows.accountId[row] != account || rows.ownerPartyId[row] != EntityIds.partyOfAccount(account)) {
                tally.fault(Fault.REFERENCE_BROKEN, id);
            }
            int place = party * SLOTS + EntityIds.slotOfAccount(account);
            instrumentSlots[place] = seen(instrumentSlots[place], EntityIds.slotOfInstrument(id), id);
            hasCard[party] |= (CARD_TYPES >>> rows.type[row] & 1) == 1;
            tally.instrumentsByType[rows.type[row]]++;
            tally.instruments++;
        }
    }

    public void instrumentLinks(AccountInstrumentLinkSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            long id = rows.instrumentId[row];
            long account = EntityIds.accountOfInstrument(id);
            int party = party(EntityIds.partyOfAccount(account));
            if (party < 0) {
                tally.fault(Fault.ID_UNKNOWN, id);
                continue;
            }
            if (rows.accountId[row] != account) {
                tally.fault(Fault.REFERENCE_BROKEN, id);
            }
            int place = party * SLOTS + EntityIds.slotOfAccount(account);
            linkedInstrumentSlots[place] = seen(linkedInstrumentSlots[place], EntityIds.slotOfInstrument(id), id);
        }
    }

    /** Devices of parties and of merchants. */
    public void devices(DeviceSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            long id = rows.deviceId[row];
            if (EntityIds.isTerminal(id)) {
                if (rows.primaryPartyId[row] != Columns.ABSENT || rows.primaryMerchantId[row] == 0) {
                    tally.fault(Fault.REFERENCE_BROKEN, id);
                }
                tally.left(Pair.TERMINAL_LINKS, Mix64.mix(id ^ Mix64.mix(rows.primaryMerchantId[row])));
                tally.left(Pair.TERMINAL_ROLES, Mix64.mix(id));
                tally.terminals++;
                continue;
            }
            int party = party(EntityIds.partyOfDevice(id));
            if (party < 0) {
                tally.fault(Fault.ID_UNKNOWN, id);
                continue;
            }
            if (rows.primaryPartyId[row] != EntityIds.partyOfDevice(id) || rows.primaryMerchantId[row] != 0) {
                tally.fault(Fault.REFERENCE_BROKEN, id);
            }
            deviceSlots[party] = seen(deviceSlots[party], EntityIds.slotOfDevice(id), id);
            deviceType[place(id)] = rows.type[row];
            tally.devices++;
        }
    }

    /** Links of devices of this part, and of terminals. */
    public void deviceLinks(DeviceLinkSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            long id = rows.deviceId[row];
            byte role = rows.role[row];
            if (EntityIds.isTerminal(id)) {
                if (role != DeviceLinkRole.MERCHANT_TERMINAL.code()) {
                    tally.fault(Fault.OWNER, id);
                }
                tally.right(Pair.TERMINAL_LINKS, Mix64.mix(id ^ Mix64.mix(rows.merchantId[row])));
                continue;
            }
            if (party(EntityIds.partyOfDevice(id)) < 0) {
                tally.fault(Fault.ID_UNKNOWN, id);
                continue;
            }
            users[place(id)]++;
            if (role == DeviceLinkRole.PRIMARY_OWNER.code()) {
                owners[place(id)]++;
                if (rows.partyId[row] != EntityIds.partyOfDevice(id)) {
                    tally.fault(Fault.OWNER, id);
                }
            }
            tally.right(Pair.DEVICE_LIST, deviceLink(id, rows.partyId[row], role));
        }
    }

    /**
     * An entry of the device list of a party of this part, asked of the plan; device links must tell the same.
     *
     * @param role {@link DeviceLinkRole} code
     */
    public void lists(long partyId, long deviceId, int role) {
        listed[party(partyId)]++;
        tally.left(Pair.DEVICE_LIST, deviceLink(deviceId, partyId, role));
    }

    /**
     * An address of an own device of a party of this part, asked of the plan; address links must tell the same.
     *
     * @param role {@link IpLinkRole} code
     */
    public void uses(long deviceId, long ipId, int role) {
        int place = place(deviceId);
        addresses[place]++;
        typical[place] |= role == IpLinkRole.TYPICAL_DEVICE_IP.code();
        tally.left(Pair.DEVICE_IP, ipLink(ipId, deviceId, role));
    }

    public void ips(IpSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            long id = rows.ipId[row];
            if (id < 1 || id > plan.ipPlaces()) {
                tally.fault(Fault.ID_UNKNOWN, id);
                continue;
            }
            if (plan.ipType(id) != rows.type[row]) {
                tally.fault(Fault.IP_TYPE, id);
            }
            tally.left(Pair.IP_ROWS, Mix64.mix(id));
            tally.left(Pair.IP_ROLES, Mix64.mix(id));
            tally.ips++;
        }
    }

    /** Links of whole addresses, those of one side by side; a slab may end inside one. */
    public void ipLinks(IpLinkSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            long id = rows.ipId[row];
            if (id < 1 || id > plan.ipPlaces()) {
                tally.fault(Fault.ID_UNKNOWN, id);
                continue;
            }
            if (id != runIp) {
                endRun();
                runIp = id;
                tally.right(Pair.IP_ROWS, Mix64.mix(id));
            }
            if (rows.role[row] != IpLinkRole.MERCHANT_ENDPOINT.code()) {
                runDevices++;
                tally.right(Pair.DEVICE_IP, ipLink(id, rows.deviceId[row], rows.role[row]));
                if (rows.partyId[row] != EntityIds.partyOfDevice(rows.deviceId[row])) {
                    tally.fault(Fault.REFERENCE_BROKEN, id);
                }
            } else if (rows.merchantId[row] == 0) {
                tally.fault(Fault.REFERENCE_BROKEN, id);
            }
        }
    }

    public void partyRoles(FraudRoleSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            long id = rows.entityId[row];
            int party = party(id);
            if (party < 0) {
                tally.fault(Fault.ID_UNKNOWN, id);
            } else if (partyRole[party] != 0) {
                tally.fault(Fault.ID_REPEATED, id);
            } else {
                partyRole[party] = rows.role[row];
                role(EntityKind.PARTY, id, rows.role[row], rows.tier[row]);
            }
        }
    }

    public void accountRoles(FraudRoleSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            long id = rows.entityId[row];
            int party = party(EntityIds.partyOfAccount(id));
            if (party < 0) {
                tally.fault(Fault.ID_UNKNOWN, id);
                continue;
            }
            int slot = EntityIds.slotOfAccount(id);
            accountRoleSlots[party] = seen(accountRoleSlots[party], slot, id);
            accountRiskySlots[party] |= rows.role[row] == FraudRole.CLEAN_ACCOUNT.code() ? 0 : 1 << slot;
            role(EntityKind.ACCOUNT, id, rows.role[row], rows.tier[row]);
        }
    }

    public void deviceRoles(FraudRoleSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            long id = rows.entityId[row];
            if (EntityIds.isTerminal(id)) {
                tally.right(Pair.TERMINAL_ROLES, Mix64.mix(id));
                role(EntityKind.DEVICE, id, rows.role[row], rows.tier[row]);
                continue;
            }
            int party = party(EntityIds.partyOfDevice(id));
            if (party < 0) {
                tally.fault(Fault.ID_UNKNOWN, id);
                continue;
            }
            int slot = EntityIds.slotOfDevice(id);
            deviceRoleSlots[party] = seen(deviceRoleSlots[party], slot, id);
            deviceRiskySlots[party] |= rows.role[row] == FraudRole.CLEAN_DEVICE.code() ? 0 : 1 << slot;
            role(EntityKind.DEVICE, id, rows.role[row], rows.tier[row]);
        }
    }

    public void ipRoles(FraudRoleSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            tally.right(Pair.IP_ROLES, Mix64.mix(rows.entityId[row]));
            role(EntityKind.IP, rows.entityId[row], rows.role[row], rows.tier[row]);
        }
    }

    public void merchantRoles(MerchantRoleSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            tally.merchants++;
            role(EntityKind.MERCHANT, rows.merchantId[row], rows.role[row], rows.tier[row]);
        }
    }

    /** Judges what only the whole part shows. */
    public void end() {
        endRun();
        for (int party = 0; party < size; party++) {
            plan.load(firstId + party, planned);
            endParty(party);
        }
    }

    private void endParty(int party) {
        long id = firstId + party;
        if (!rowSeen[party]) {
            tally.fault(Fault.ROW_MISSING, id);
        }
        if (partyRole[party] == 0) {
            tally.fault(Fault.ROLE_ROW, id);
        }
        pair(accountSlots[party], accountRoleSlots[party], Fault.ROLE_ROW, id);
        pair(deviceSlots[party], deviceRoleSlots[party], Fault.ROLE_ROW, id);
        int accounts = filled(accountSlots[party], id);
        int devices = filled(deviceSlots[party], id);
        int instruments = endAccounts(party);
        boolean reachable = endDevices(party);
        tally.peak(Peak.ACCOUNTS_PER_PARTY, accounts);
        tally.peak(Peak.OWN_DEVICES_PER_PARTY, devices);
        tally.peak(Peak.DEVICES_PER_PARTY, listed[party]);
        counted(Counted.ACCOUNTS, accounts, planned.accounts);
        counted(Counted.INSTRUMENTS, instruments, planned.instruments);
        counted(Counted.DEVICES, devices, planned.devices);
        tally.partiesWithoutAccount += accounts == 0 ? 1 : 0;
        tally.activeParties += planned.active ? 1 : 0;
        if (planned.pickable && !(accounts > 0 && hasCard[party] && reachable)) {
            tally.fault(Fault.NOT_READY, id);
        }
        endPosture(party);
    }

    /** @return instruments of the party */
    private int endAccounts(int party) {
        int instruments = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            int place = party * SLOTS + slot;
            long account = EntityIds.account(firstId + party, slot);
            int ofAccount = filled(instrumentSlots[place], account);
            tally.peak(Peak.INSTRUMENTS_PER_ACCOUNT, ofAccount);
            instruments += ofAccount;
            if (instrumentSlots[place] != 0 && (accountSlots[party] >>> slot & 1) == 0) {
                tally.fault(Fault.REFERENCE_BROKEN, account);
            }
            pair(instrumentSlots[place], linkedInstrumentSlots[place], Fault.LINK_ROW, account);
        }
        return instruments;
    }

    /** @return whether some own device has an address */
    private boolean endDevices(int party) {
        boolean reachable = false;
        for (int slot = 0; slot < SLOTS; slot++) {
            int place = party * SLOTS + slot;
            long device = EntityIds.device(firstId + party, slot);
            boolean there = (deviceSlots[party] >>> slot & 1) == 1;
            if (owners[place] != (there ? 1 : 0)) {
                tally.fault(Fault.OWNER, device);
            }
            if (!there) {
                continue;
            }
            reachable |= addresses[place] > 0;
            if (!typical[place]) {
                tally.fault(Fault.NO_TYPICAL_IP, device);
            }
            tally.peak(Peak.PARTIES_PER_DEVICE, users[place]);
            tally.peak(Peak.IPS_PER_DEVICE, addresses[place]);
            tally.devicesByType[deviceType[place]]++;
            if (users[place] > 1) {
                tally.sharedByType[deviceType[place]]++;
                tally.sharersByType[deviceType[place]] += users[place];
            }
        }
        return reachable;
    }

    private void endPosture(int party) {
        int owner = partyRole[party] == FraudRole.CLEAN.code() ? 0 : RISKY;
        tally.ringMembers += planned.ringMember ? 1 : 0;
        tally.riskyParties += owner;
        tally.riskyInRings += planned.ringMember ? owner : 0;
        couple(tally.accountCoupling, owner, accountRoleSlots[party], accountRiskySlots[party]);
        couple(tally.deviceCoupling, owner, deviceRoleSlots[party], deviceRiskySlots[party]);
    }

    private static void couple(long[] coupling, int owner, int slots, int risky) {
        int bad = Integer.bitCount(risky);
        coupling[2 * owner + RISKY] += bad;
        coupling[2 * owner] += Integer.bitCount(slots) - bad;
    }

    private void counted(Counted what, int count, long expected) {
        int cell = cell(planned);
        tally.countedByCell[what.ordinal()][cell] += count;
        tally.expectedByCell[what.ordinal()][cell] += expected;
        tally.squaresBySegment[what.ordinal()][planned.segment] += (long) count * count;
    }

    private void role(EntityKind kind, long id, byte role, byte tier) {
        if (FraudRole.ofCode(role).entity() != kind || tier < 1 || tier > RiskTier.values().length) {
            tally.fault(Fault.FOREIGN_ROLE, id);
        } else {
            tally.roles[role]++;
            tally.tiers[kind.ordinal()][tier]++;
        }
    }

    private void endRun() {
        if (runDevices > 0) {
            int type = plan.ipType(runIp);
            tally.ipsByDevices[Math.min(runDevices, EntityTally.DEVICES_PER_IP_MAX)]++;
            tally.edgesByType[type] += runDevices;
            tally.peak(Peak.DEVICES_PER_IP, runDevices);
            if (type == IpType.RESIDENTIAL.code()) {
                tally.peak(Peak.DEVICES_PER_RESIDENTIAL_IP, runDevices);
            }
        }
        runIp = 0;
        runDevices = 0;
    }

    private int seen(int slots, int slot, long id) {
        if ((slots >>> slot & 1) == 1) {
            tally.fault(Fault.ID_REPEATED, id);
        }
        return slots | 1 << slot;
    }

    /** Number of slots; they must be filled from 0 on. */
    private int filled(int slots, long id) {
        int count = Integer.bitCount(slots);
        if (count < SLOTS && slots != (1 << count) - 1) {
            tally.fault(Fault.ROW_MISSING, id);
        }
        return count;
    }

    private void pair(int slots, int others, Fault fault, long id) {
        if (slots != others) {
            tally.fault(fault, id);
        }
    }

    /** @return -1 when not of this part */
    private int party(long partyId) {
        long party = partyId - firstId;
        return party >= 0 && party < size ? (int) party : -1;
    }

    /** Of an own device of a party of this part. */
    private int place(long deviceId) {
        return (int) (EntityIds.partyOfDevice(deviceId) - firstId) * SLOTS + EntityIds.slotOfDevice(deviceId);
    }

    private static int cell(PlannedParty party) {
        return party.zone * EntityTally.SEGMENTS + party.segment;
    }

    private static long deviceLink(long deviceId, long partyId, int role) {
        return Mix64.mix(Mix64.mix(deviceId) + partyId * Mix64.WEYL + role);
    }

    private static long ipLink(long ipId, long deviceId, int role) {
        return Mix64.mix(Mix64.mix(ipId) + deviceId * Mix64.WEYL + role);
    }

    private static int cardTypes() {
        int types = 0;
        for (InstrumentType type : InstrumentType.values()) {
            types |= type.name().contains("_CARD_") ? 1 << type.code() : 0;
        }
        return types;
    }

    private void grow() {
        rowSeen = new boolean[size];
        partyRole = new byte[size];
        hasCard = new boolean[size];
        accountSlots = new int[size];
        accountRoleSlots = new int[size];
        accountRiskySlots = new int[size];
        deviceSlots = new int[size];
        deviceRoleSlots = new int[size];
        deviceRiskySlots = new int[size];
        listed = new int[size];
        instrumentSlots = new int[size * SLOTS];
        linkedInstrumentSlots = new int[size * SLOTS];
        deviceType = new byte[size * SLOTS];
        owners = new byte[size * SLOTS];
        users = new byte[size * SLOTS];
        addresses = new byte[size * SLOTS];
        typical = new boolean[size * SLOTS];
    }
}
