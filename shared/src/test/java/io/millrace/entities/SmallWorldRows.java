package io.millrace.entities;

import io.millrace.contract.AccountType;
import io.millrace.contract.DeviceLinkRole;
import io.millrace.contract.DeviceType;
import io.millrace.contract.FraudRole;
import io.millrace.contract.InstrumentType;
import io.millrace.contract.IpLinkRole;
import io.millrace.contract.IpType;
import io.millrace.contract.Iso;
import io.millrace.contract.RiskTier;
import io.millrace.contract.Segment;
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
import io.millrace.slab.SlabKind;

/**
 * Sixty families with one account, card and phone each; two neighbours stand behind one address, and the second also
 * uses the first one's phone. One merchant has a till and an endpoint. Tests break single rows of it.
 */
final class SmallWorldRows implements CheckPlan {
    static final int PARTIES = 60;
    static final int HOMES = PARTIES / 2;
    static final int ENDPOINT = HOMES + 1;
    static final long MERCHANT = 0xF000_0000_0000_0007L;
    private static final int ROOM = 200;

    final PartySlab parties = new PartySlab(ROOM);
    final AccountSlab accounts = new AccountSlab(ROOM);
    final InstrumentSlab instruments = new InstrumentSlab(ROOM);
    final AccountInstrumentLinkSlab instrumentLinks = new AccountInstrumentLinkSlab(ROOM);
    final DeviceSlab devices = new DeviceSlab(ROOM);
    final DeviceLinkSlab deviceLinks = new DeviceLinkSlab(ROOM);
    final IpSlab ips = new IpSlab(ROOM);
    final IpLinkSlab ipLinks = new IpLinkSlab(ROOM);
    final FraudRoleSlab partyRoles = new FraudRoleSlab(SlabKind.PARTY_ROLE, ROOM);
    final FraudRoleSlab accountRoles = new FraudRoleSlab(SlabKind.ACCOUNT_ROLE, ROOM);
    final FraudRoleSlab deviceRoles = new FraudRoleSlab(SlabKind.DEVICE_ROLE, ROOM);
    final FraudRoleSlab ipRoles = new FraudRoleSlab(SlabKind.IP_ROLE, ROOM);
    final MerchantRoleSlab merchantRoles = new MerchantRoleSlab(ROOM);

    SmallWorldRows() {
        for (long party = 1; party <= PARTIES; party++) {
            party(party);
            account(party, 0);
            instrument(party);
            device(party);
        }
        for (long home = 1; home <= HOMES; home++) {
            ip(home, IpType.RESIDENTIAL);
            ipLink(home, EntityIds.device(2 * home - 1, 0), IpLinkRole.TYPICAL_DEVICE_IP);
            ipLink(home, EntityIds.device(2 * home, 0), IpLinkRole.TYPICAL_DEVICE_IP);
        }
        merchant();
    }

    EntityTally tally() {
        EntityTally tally = new EntityTally(zones());
        EntityChecker checker = new EntityChecker(this, tally);
        checker.begin(0, PARTIES);
        checker.parties(parties);
        checker.accounts(accounts);
        checker.instruments(instruments);
        checker.instrumentLinks(instrumentLinks);
        checker.devices(devices);
        checker.deviceLinks(deviceLinks);
        checker.ips(ips);
        checker.ipLinks(ipLinks);
        checker.partyRoles(partyRoles);
        checker.accountRoles(accountRoles);
        checker.deviceRoles(deviceRoles);
        checker.ipRoles(ipRoles);
        checker.merchantRoles(merchantRoles);
        for (long party = 1; party <= PARTIES; party++) {
            long own = EntityIds.device(party, 0);
            checker.lists(party, own, DeviceLinkRole.PRIMARY_OWNER.code());
            checker.uses(own, (party + 1) / 2, IpLinkRole.TYPICAL_DEVICE_IP.code());
            if (party % 2 == 0) {
                checker.lists(party, EntityIds.device(party - 1, 0), DeviceLinkRole.SECONDARY_USER.code());
            }
        }
        checker.end();
        tally.twin("00", "00");
        return tally;
    }

    void account(long party, int slot) {
        int row = accounts.addRow();
        accounts.accountId[row] = EntityIds.account(party, slot);
        accounts.ownerPartyId[row] = party;
        accounts.type[row] = (byte) AccountType.RETAIL_CURRENT_BASIC.code();
        role(accountRoles, EntityIds.account(party, slot), FraudRole.CLEAN_ACCOUNT);
    }

    static void role(FraudRoleSlab rows, long id, FraudRole role) {
        int row = rows.addRow();
        rows.entityId[row] = id;
        rows.role[row] = (byte) role.code();
        rows.tier[row] = (byte) RiskTier.LOW.code();
    }

    void ipLink(long ip, long device, IpLinkRole role) {
        int row = ipLinks.addRow();
        ipLinks.ipId[row] = ip;
        ipLinks.deviceId[row] = device;
        ipLinks.partyId[row] = EntityIds.partyOfDevice(device);
        ipLinks.role[row] = (byte) role.code();
    }

    private void party(long party) {
        int row = parties.addRow();
        parties.partyId[row] = party;
        parties.segment[row] = (byte) Segment.FAMILY.code();
        parties.country[row] = (short) Iso.pack("DE");
        role(partyRoles, party, FraudRole.CLEAN);
    }

    private void instrument(long party) {
        long account = EntityIds.account(party, 0);
        int row = instruments.addRow();
        instruments.instrumentId[row] = EntityIds.instrument(account, 0);
        instruments.accountId[row] = account;
        instruments.ownerPartyId[row] = party;
        instruments.type[row] = (byte) InstrumentType.RETAIL_DEBIT_CARD_PHYSICAL.code();
        int link = instrumentLinks.addRow();
        instrumentLinks.instrumentId[link] = EntityIds.instrument(account, 0);
        instrumentLinks.accountId[link] = account;
    }

    private void device(long party) {
        long device = EntityIds.device(party, 0);
        int row = devices.addRow();
        devices.deviceId[row] = device;
        devices.type[row] = (byte) DeviceType.MOBILE_PHONE.code();
        devices.primaryPartyId[row] = party;
        deviceLink(device, party, DeviceLinkRole.PRIMARY_OWNER);
        if (party % 2 == 1) {
            deviceLink(device, party + 1, DeviceLinkRole.SECONDARY_USER);
        }
        role(deviceRoles, device, FraudRole.CLEAN_DEVICE);
    }

    private void deviceLink(long device, long party, DeviceLinkRole role) {
        int row = deviceLinks.addRow();
        deviceLinks.deviceId[row] = device;
        deviceLinks.partyId[row] = party;
        deviceLinks.role[row] = (byte) role.code();
    }

    private void ip(long ip, IpType type) {
        int row = ips.addRow();
        ips.ipId[row] = ip;
        ips.type[row] = (byte) type.code();
        role(ipRoles, ip, FraudRole.CLEAN_IP);
    }

    private void merchant() {
        long till = EntityIds.terminal(3, 0);
        int row = devices.addRow();
        devices.deviceId[row] = till;
        devices.type[row] = (byte) DeviceType.POS_TERMINAL.code();
        devices.primaryPartyId[row] = Columns.ABSENT;
        devices.primaryMerchantId[row] = MERCHANT;
        int link = deviceLinks.addRow();
        deviceLinks.deviceId[link] = till;
        deviceLinks.partyId[link] = Columns.ABSENT;
        deviceLinks.merchantId[link] = MERCHANT;
        deviceLinks.role[link] = (byte) DeviceLinkRole.MERCHANT_TERMINAL.code();
        role(deviceRoles, till, FraudRole.CLEAN_DEVICE);
        ip(ENDPOINT, IpType.CORPORATE);
        int endpoint = ipLinks.addRow();
        ipLinks.ipId[endpoint] = ENDPOINT;
        ipLinks.deviceId[endpoint] = Columns.ABSENT;
        ipLinks.partyId[endpoint] = Columns.ABSENT;
        ipLinks.merchantId[endpoint] = MERCHANT;
        ipLinks.role[endpoint] = (byte) IpLinkRole.MERCHANT_ENDPOINT.code();
        int posture = merchantRoles.addRow();
        merchantRoles.merchantId[posture] = MERCHANT;
        merchantRoles.role[posture] = (byte) FraudRole.NORMAL.code();
        merchantRoles.tier[posture] = (byte) RiskTier.LOW.code();
    }

    @Override
    public long parties() {
        return PARTIES;
    }

    @Override
    public int zones() {
        return 1;
    }

    @Override
    public long parties(int zone, int segment) {
        return segment == Segment.FAMILY.code() ? PARTIES : 0;
    }

    @Override
    public void load(long partyId, PlannedParty out) {
        out.zone = 0;
        out.segment = Segment.FAMILY.code();
        out.pickable = true;
        out.active = partyId % 5 < 3;
        out.ringMember = false;
        out.accounts = PlannedParty.fixed(1);
        out.instruments = PlannedParty.fixed(1);
        out.devices = PlannedParty.fixed(1);
    }

    @Override
    public long ipPlaces() {
        return ENDPOINT;
    }

    @Override
    public int ipType(long ipId) {
        return (ipId == ENDPOINT ? IpType.CORPORATE : IpType.RESIDENTIAL).code();
    }

    @Override
    public long terminals() {
        return 1;
    }

    @Override
    public int merchants() {
        return 1;
    }

    @Override
    public long rings() {
        return 0;
    }

    @Override
    public int accountBlocks(int partyType) {
        return 4;
    }

    @Override
    public int deviceBlocks(int partyType) {
        return 3;
    }

    @Override
    public int instrumentBlocks(int accountType) {
        return 2;
    }
}
