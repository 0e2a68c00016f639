package io.millrace.entities;

import io.millrace.contract.DeviceLinkRole;
import io.millrace.contract.DeviceType;
import io.millrace.contract.IpLinkRole;
import io.millrace.policy.IpsPolicy.Pool;
import io.millrace.random.Choice;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.slab.AccountInstrumentLinkSlab;
import io.millrace.slab.AccountSlab;
import io.millrace.slab.Columns;
import io.millrace.slab.DeviceLinkSlab;
import io.millrace.slab.DeviceSlab;
import io.millrace.slab.InstrumentSlab;
import io.millrace.slab.IpLinkSlab;
import io.millrace.slab.IpSlab;
import io.millrace.slab.PartySlab;
import io.millrace.slab.Slab;
import java.util.function.Consumer;

/**
 * The 6A tables of a generated world, row by row: parties and what they hold by ranges of party ordinals, terminals by
 * ranges of site ordinals, addresses and their links by ranges of ip ids. Any ranges give the same rows; inside a range
 * each table is in order of its id. Customer devices have even ids and terminals odd ones, so the two calls belong to
 * files of their own.
 *
 * <p>One per thread. Nothing is held between calls but part-filled slabs, which {@link #flush} hands out.
 */
public final class EntityRows {
    private final WorldMaker world;
    private final PartyLayout layout;
    private final Consumer<Slab> out;
    private final PartyView view;
    private final Choice terminalOs;
    private final DrawLedger ledger;

    private final PartySlab parties;
    private final AccountSlab accounts;
    private final InstrumentSlab instruments;
    private final AccountInstrumentLinkSlab accountLinks;
    private final DeviceSlab devices;
    private final DeviceLinkSlab deviceLinks;
    private final IpSlab ips;
    private final IpLinkSlab ipLinks;

    /**
     * @param rowsPerSlab above 0
     * @param out takes a slab with rows; it is emptied and filled again as soon as the call returns
     */
    public EntityRows(WorldMaker world, int rowsPerSlab, Consumer<Slab> out) {
        this(world, new DrawLedger(), rowsPerSlab, out);
    }

    /**
     * The same, and counts.
     *
     * @param ledger counts the draws behind the rows, once per row that depends on them; those of sharing and of addresses
     *     belong to links, which are held against the plan one by one
     */
    public EntityRows(WorldMaker world, DrawLedger ledger, int rowsPerSlab, Consumer<Slab> out) {
        this.world = world;
        this.ledger = ledger;
        layout = world.layout;
        this.out = out;
        view = new PartyView(world);
        terminalOs = Choice.of(world.devicesPolicy.terminalOs());
        parties = new PartySlab(rowsPerSlab);
        accounts = new AccountSlab(rowsPerSlab);
        instruments = new InstrumentSlab(rowsPerSlab);
        accountLinks = new AccountInstrumentLinkSlab(rowsPerSlab);
        devices = new DeviceSlab(rowsPerSlab);
        deviceLinks = new DeviceLinkSlab(rowsPerSlab);
        ips = new IpSlab(rowsPerSlab);
        ipLinks = new IpLinkSlab(rowsPerSlab);
    }

    /** Numbers of ip ids: they are 1..capacity, and only some exist. */
    public long ipIds() {
        return world.pools.capacity();
    }

    /**
     * Parties, accounts, instruments, account links, devices and device links of party ordinals from..to-1.
     */
    public void parties(long from, long to) {
        for (long ordinal = from; ordinal < to; ordinal++) {
            view.load(ordinal);
            addParty();
            addHoldings();
            addDevices();
        }
    }

    private void addParty() {
        Place party = view.party;
        ledger.count(Decision.PARTY_LATENT);
        ledger.count(Decision.ACCOUNT_COUNT, world.holdings.tables().accountBlocks(party.type));
        ledger.count(Decision.DEVICE_COUNT, world.devices.blocks(party.type));
        if (party.isRetail()) {
            long ring = party.ring(world.rings);
            ledger.count(Decision.RING_ROLE, ring != Rings.NONE && Rings.slotOf(ring) > 0 ? 1 : 0);
        }
        int row = room(parties);
        parties.partyId[row] = party.partyId;
        parties.type[row] = (byte) (party.type + 1);
        parties.segment[row] = (byte) party.segment;
        parties.region[row] = (byte) layout.region(party.zone);
        parties.country[row] = (short) layout.country(party.zone);
        parties.homeZone[row] = (short) layout.zoneOrdinal(party.zone);
    }

    private void addHoldings() {
        Place party = view.party;
        Holdings held = view.loadHoldings();
        int wallet = -1;
        for (int slot = 0; slot < held.accounts; slot++) {
            long accountId = held.accountId(slot);
            int row = room(accounts);
            ledger.count(Decision.INSTRUMENT_COUNT, world.holdings.tables().instrumentBlocks(held.accountType[slot]));
            accounts.accountId[row] = accountId;
            accounts.ownerPartyId[row] = party.partyId;
            accounts.type[row] = held.accountType[slot];
            accounts.partyType[row] = (byte) (party.type + 1);
            accounts.segment[row] = (byte) party.segment;
            accounts.region[row] = (byte) layout.region(party.zone);
            accounts.country[row] = (short) layout.country(party.zone);
            for (int place = held.instrumentStart[slot]; place < held.instrumentStart[slot + 1]; place++) {
                byte type = held.instrumentType[place];
                if (wallet < 0 && Schemes.isWallet(type)) {
                    wallet = world.schemes.wallet(party.partyId);
                }
                addInstrument(accountId, held.instrumentId(slot, place), type, wallet);
            }
        }
    }

    private void addInstrument(long accountId, long instrumentId, byte type, int wallet) {
        Place party = view.party;
        ledger.count(Decision.INSTRUMENT_SCHEME, Schemes.isDrawn(type) ? 1 : 0);
        byte scheme = (byte) world.schemes.scheme(type, instrumentId, party.zone, wallet);
        int row = room(instruments);
        instruments.instrumentId[row] = instrumentId;
        instruments.accountId[row] = accountId;
        instruments.ownerPartyId[row] = party.partyId;
        instruments.type[row] = type;
        instruments.scheme[row] = scheme;
        row = room(accountLinks);
        accountLinks.accountId[row] = accountId;
        accountLinks.instrumentId[row] = instrumentId;
        accountLinks.type[row] = type;
        accountLinks.scheme[row] = scheme;
    }

    private void addDevices() {
        Place party = view.party;
        OwnDevices own = view.own();
        for (int device = 0; device < own.count; device++) {
            long deviceId = EntityIds.device(party.partyId, device);
            int type = own.type[device];
            ledger.count(Decision.DEVICE_OS);
            int row = room(devices);
            devices.deviceId[row] = deviceId;
            devices.type[row] = world.devices.typeCode[type];
            devices.os[row] = (byte) (world.devices.system(deviceId, type) + 1);
            devices.primaryPartyId[row] = party.partyId;
            devices.primaryMerchantId[row] = 0;
            devices.siteId[row] = 0;
            devices.homeRegion[row] = (byte) layout.region(party.zone);
            devices.homeCountry[row] = (short) layout.country(party.zone);
            addDeviceLink(deviceId, party.partyId, 0, DeviceLinkRole.PRIMARY_OWNER);
            int users = view.users(device);
            for (int user = 0; user < users; user++) {
                addDeviceLink(deviceId, view.userPartyId[user], 0, DeviceLinkRole.SECONDARY_USER);
            }
        }
    }

    private void addDeviceLink(long deviceId, long partyOrAbsent, long merchantId, DeviceLinkRole role) {
        int row = room(deviceLinks);
        deviceLinks.deviceId[row] = deviceId;
        deviceLinks.partyId[row] = partyOrAbsent;
        deviceLinks.accountId[row] = Columns.ABSENT;
        deviceLinks.instrumentId[row] = Columns.ABSENT;
        deviceLinks.merchantId[row] = merchantId;
        deviceLinks.role[row] = (byte) role.code();
    }

    /** Devices of merchants and their links, of site ordinals from..to-1. */
    public void terminals(int from, int to) {
        MerchantPlaces merchants = world.merchants;
        for (int site = from; site < to; site++) {
            long merchantId = merchants.merchantId(merchants.merchantOfSite(site));
            int country = merchants.countryOfSite(site);
            DeviceType type = merchants.isCashSite(site) ? DeviceType.ATM : DeviceType.POS_TERMINAL;
            for (int number = 0; number < merchants.terminals(site); number++) {
                long deviceId = EntityIds.terminal(site, number);
                ledger.count(Decision.DEVICE_OS);
                int row = room(devices);
                devices.deviceId[row] = deviceId;
                devices.type[row] = (byte) type.code();
                devices.os[row] = (byte) (terminalOs.pick(world.draws.x0(Decision.DEVICE_OS, deviceId, 0)) + 1);
                devices.primaryPartyId[row] = Columns.ABSENT;
                devices.primaryMerchantId[row] = merchantId;
                devices.siteId[row] = merchants.siteId(site);
                devices.homeRegion[row] = (byte) world.regionOf(country);
                devices.homeCountry[row] = (short) country;
                addDeviceLink(deviceId, Columns.ABSENT, merchantId, DeviceLinkRole.MERCHANT_TERMINAL);
            }
        }
    }

    /**
     * Addresses that exist and their links, of ip ids from..to-1.
     *
     * @param from at least 1
     * @param to at most {@link #ipIds} + 1
     */
    public void addresses(long from, long to) {
        IpPools pools = world.pools;
        for (long ipId = from; ipId < to; ipId++) {
            long number = pools.number(ipId);
            int block = pools.block(number);
            Pool pool = pools.poolOfBlock(block);
            if (pool == Pool.ENDPOINT) {
                addIp(block, number, ipId);
                int cell = (int) pools.groupInBlock(block, number);
                long merchantId = world.merchants.merchantId(world.merchants.merchantOfCell(cell));
                addIpLink(ipId, Columns.ABSENT, Columns.ABSENT, merchantId, (byte) IpLinkRole.MERCHANT_ENDPOINT.code());
                continue;
            }
            IpUsers users = view.ipView(block, number).users;
            if (users.count > 0) {
                addIp(block, number, ipId);
            }
            for (int i = 0; i < users.count; i++) {
                addIpLink(ipId, users.deviceId[i], users.partyId[i], 0, users.role[i]);
            }
        }
    }

    private void addIp(int block, long number, long ipId) {
        ledger.count(Decision.IP_ATTR);
        int row = room(ips);
        ips.ipId[row] = ipId;
        ips.type[row] = world.attributes.type[world.pools.poolOfBlock(block).ordinal()];
        ips.asn[row] = (byte) world.attributes.asn(block, number, ipId);
        ips.country[row] = (short) world.attributes.country(block, number, ipId);
    }

    private void addIpLink(long ipId, long deviceOrAbsent, long partyOrAbsent, long merchantId, byte role) {
        int row = room(ipLinks);
        ipLinks.ipId[row] = ipId;
        ipLinks.deviceId[row] = deviceOrAbsent;
        ipLinks.partyId[row] = partyOrAbsent;
        ipLinks.merchantId[row] = merchantId;
        ipLinks.role[row] = role;
    }

    /** Hands out every slab that holds rows. */
    public void flush() {
        for (Slab slab :
                new Slab[] {parties, accounts, instruments, accountLinks, devices, deviceLinks, ips, ipLinks}) {
            hand(slab);
        }
    }

    private int room(Slab slab) {
        if (slab.isFull()) {
            hand(slab);
        }
        return slab.addRow();
    }

    private void hand(Slab slab) {
        if (slab.size > 0) {
            out.accept(slab);
            slab.size = 0;
        }
    }
}
