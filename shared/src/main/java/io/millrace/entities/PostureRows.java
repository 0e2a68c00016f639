package io.millrace.entities;

import io.millrace.contract.FraudRole;
import io.millrace.contract.RiskTier;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.slab.DeviceSlab;
import io.millrace.slab.FraudRoleSlab;
import io.millrace.slab.IpSlab;
import io.millrace.slab.MerchantRoleSlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.util.function.Consumer;

/**
 * The role tables of a generated world: parties and what they own by ranges of party ordinals, terminals and addresses
 * from their rows, merchants by ranges of ordinals. Inside a range each table is in order of its id.
 *
 * <p>One per thread. Nothing is held between calls but part-filled slabs, which {@link #flush} hands out.
 */
public final class PostureRows {
    private final Posture posture;
    private final WorldMaker world;
    private final IpPools pools;
    private final DrawLedger ledger;
    private final Consumer<Slab> out;

    private final PartyTraits party = new PartyTraits();
    private final PartyPosture ofParty = new PartyPosture();
    private final IpTraits ip = new IpTraits();

    private final FraudRoleSlab parties;
    private final FraudRoleSlab accounts;
    private final FraudRoleSlab devices;
    private final FraudRoleSlab ips;
    private final MerchantRoleSlab merchants;

    /**
     * @param ledger counts the draws of roles
     * @param rowsPerSlab above 0
     * @param out takes a slab with rows; it is emptied and filled again as soon as the call returns
     */
    public PostureRows(Posture posture, WorldMaker world, DrawLedger ledger, int rowsPerSlab, Consumer<Slab> out) {
        this.posture = posture;
        this.world = world;
        this.ledger = ledger;
        this.out = out;
        pools = world.pools;
        parties = new FraudRoleSlab(SlabKind.PARTY_ROLE, rowsPerSlab);
        accounts = new FraudRoleSlab(SlabKind.ACCOUNT_ROLE, rowsPerSlab);
        devices = new FraudRoleSlab(SlabKind.DEVICE_ROLE, rowsPerSlab);
        ips = new FraudRoleSlab(SlabKind.IP_ROLE, rowsPerSlab);
        merchants = new MerchantRoleSlab(rowsPerSlab);
    }

    /** Roles of the parties, accounts and devices of party ordinals from..to-1. */
    public void parties(long from, long to) {
        for (long ordinal = from; ordinal < to; ordinal++) {
            world.load(ordinal, party);
            posture.of(party, ofParty);
            ledger.count(Decision.PARTY_ROLE, party.ringRole == null ? 1 : 0);
            ledger.count(Decision.DEVICE_ROLE, party.devices);
            ledger.count(Decision.ACCOUNT_ROLE, party.accounts);
            add(parties, party.partyId, ofParty.role, ofParty.tier);
            for (int slot = 0; slot < party.accounts; slot++) {
                add(accounts, party.accountId[slot], ofParty.accountRole[slot], ofParty.accountTier[slot]);
            }
            for (int slot = 0; slot < party.devices; slot++) {
                add(devices, party.deviceId[slot], ofParty.deviceRole[slot], ofParty.deviceTier[slot]);
            }
        }
    }

    /** Roles of the devices of merchants among these rows. */
    public void terminals(DeviceSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            long id = rows.deviceId[row];
            if (EntityIds.isTerminal(id)) {
                ledger.count(Decision.DEVICE_ROLE);
                add(devices, id, posture.terminalRole(id, rows.type[row]), posture.terminalTier(id));
            }
        }
    }

    /** Roles of these addresses. */
    public void addresses(IpSlab rows) {
        for (int row = 0; row < rows.size; row++) {
            ip.ipId = rows.ipId[row];
            ip.type = rows.type[row];
            ip.parties = pools.groupSize(pools.number(ip.ipId));
            ledger.count(Decision.IP_ROLE);
            add(ips, ip.ipId, posture.ipRole(ip), posture.ipTier(ip));
        }
    }

    /** Roles of the merchants of ordinals from..to-1. */
    public void merchants(int from, int to) {
        for (int merchant = from; merchant < to; merchant++) {
            long key = world.merchantKey(merchant);
            int category = world.merchantCategory(merchant);
            int sites = world.merchantSites(merchant);
            if (merchants.isFull()) {
                hand(merchants);
            }
            int row = merchants.addRow();
            ledger.count(Decision.MERCHANT_ROLE);
            merchants.merchantId[row] = world.merchants.merchantId(merchant);
            merchants.role[row] =
                    (byte) posture.merchantRole(key, category, sites).code();
            merchants.tier[row] =
                    (byte) posture.merchantTier(key, category, sites).code();
        }
    }

    /** Hands out every slab that holds rows. */
    public void flush() {
        for (Slab slab : new Slab[] {parties, accounts, devices, ips, merchants}) {
            hand(slab);
        }
    }

    private void add(FraudRoleSlab rows, long id, FraudRole role, RiskTier tier) {
        if (rows.isFull()) {
            hand(rows);
        }
        int row = rows.addRow();
        rows.entityId[row] = id;
        rows.role[row] = (byte) role.code();
        rows.tier[row] = (byte) tier.code();
    }

    private void hand(Slab slab) {
        if (slab.size > 0) {
            out.accept(slab);
            slab.size = 0;
        }
    }
}
