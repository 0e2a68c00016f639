package io.millrace.entities;

import io.millrace.contract.DeviceLinkRole;
import io.millrace.contract.IpLinkRole;
import io.millrace.digest.RowDigest;
import io.millrace.policy.IpsPolicy.Pool;
import io.millrace.random.DrawLedger;
import io.millrace.slab.AccountInstrumentLinkSlab;
import io.millrace.slab.AccountSlab;
import io.millrace.slab.DeviceLinkSlab;
import io.millrace.slab.DeviceSlab;
import io.millrace.slab.FraudRoleSlab;
import io.millrace.slab.InstrumentSlab;
import io.millrace.slab.IpLinkSlab;
import io.millrace.slab.IpSlab;
import io.millrace.slab.MerchantRoleSlab;
import io.millrace.slab.PartySlab;
import io.millrace.slab.RowBytes;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import io.millrace.world.Portfolio;
import java.util.List;
import java.util.function.Consumer;

/**
 * All tables of a generated world, part by part, every row looked at on its way out and counted into one tally: parts
 * of party ordinals, of site ordinals, of ip ids, of merchants. Any cut into parts gives the same rows, and tallies that
 * add up to the same. One thread.
 */
public final class CheckedRows {
    private static final Pool[] POOLS = Pool.values();

    private final WorldMaker world;
    private final Posture posture;
    private final EntityChecks checks;
    private final EntityTally tally;
    private final EntityChecker checker;
    private final int rowsPerSlab;
    private final RowBytes bytes;

    private final EntityRows rows;
    private final PostureRows postureRows;
    private final DrawLedger ledger = new DrawLedger();
    private final Portfolio portfolio = new Portfolio();
    private final PartyView view;

    private RowDigest digest = new RowDigest();
    private boolean digesting;

    /**
     * @param zones tzids by position in zone_dim_5B
     * @param tally counts every row that leaves
     * @param out takes a slab with rows; it is emptied and filled again as soon as the call returns
     */
    public CheckedRows(
            WorldMaker world,
            Posture posture,
            EntityChecks checks,
            List<String> zones,
            EntityTally tally,
            int rowsPerSlab,
            Consumer<Slab> out) {
        this.world = world;
        this.posture = posture;
        this.checks = checks;
        this.tally = tally;
        this.rowsPerSlab = rowsPerSlab;
        checker = new EntityChecker(new MadePlan(world), tally);
        bytes = new RowBytes(zones);
        view = new PartyView(world);
        Consumer<Slab> checked = slab -> {
            look(slab);
            out.accept(slab);
        };
        postureRows = new PostureRows(posture, world, ledger, rowsPerSlab, checked);
        rows = new EntityRows(world, ledger, rowsPerSlab, slab -> {
            checked.accept(slab);
            derive(postureRows, slab);
        });
    }

    /**
     * Tables of party ordinals from..to-1.
     *
     * @param part number of this part; some are made twice and compared
     */
    public void parties(long part, long from, long to) {
        checker.begin(from, to);
        begin(part);
        rows.parties(from, to);
        postureRows.parties(from, to);
        flush();
        for (long ordinal = from; ordinal < to; ordinal++) {
            tellLists(ordinal);
        }
        checker.end();
        endTwin((again, postureAgain) -> {
            again.parties(from, to);
            postureAgain.parties(from, to);
        });
        endPart();
    }

    /** Terminals of site ordinals from..to-1. */
    public void terminals(long part, int from, int to) {
        checker.begin(0, 0);
        begin(part);
        rows.terminals(from, to);
        flush();
        checker.end();
        endTwin((again, postureAgain) -> again.terminals(from, to));
        endPart();
    }

    /** Addresses of ip ids from..to-1. */
    public void addresses(long part, long from, long to) {
        checker.begin(0, 0);
        begin(part);
        rows.addresses(from, to);
        flush();
        checker.end();
        endTwin((again, postureAgain) -> again.addresses(from, to));
        endPart();
    }

    /** Role rows of merchant ordinals from..to-1. */
    public void merchants(long part, int from, int to) {
        checker.begin(0, 0);
        begin(part);
        postureRows.merchants(from, to);
        flush();
        checker.end();
        endTwin((again, postureAgain) -> postureAgain.merchants(from, to));
        endPart();
    }

    private void begin(long part) {
        digesting = checks.isTwin(part);
        digest = new RowDigest();
    }

    private void flush() {
        rows.flush();
        postureRows.flush();
    }

    private void endPart() {
        tally.drawn(ledger);
        ledger.clear();
        digesting = false;
    }

    /** Makes the rows of a part again, from nothing. */
    private interface Again {
        void make(EntityRows again, PostureRows postureAgain);
    }

    private void endTwin(Again again) {
        if (!digesting) {
            return;
        }
        RowDigest second = new RowDigest();
        Consumer<Slab> add = slab -> bytes.addTo(second, slab, 0, slab.size);
        PostureRows postureTwin = new PostureRows(posture, world, new DrawLedger(), rowsPerSlab, add);
        EntityRows twin = new EntityRows(world, rowsPerSlab, slab -> {
            add.accept(slab);
            derive(postureTwin, slab);
        });
        again.make(twin, postureTwin);
        twin.flush();
        postureTwin.flush();
        tally.twin(digest.hex(), second.hex());
    }

    /** Rows whose roles follow from themselves. */
    private static void derive(PostureRows posture, Slab slab) {
        if (slab instanceof DeviceSlab devices) {
            posture.terminals(devices);
        } else if (slab instanceof IpSlab ips) {
            posture.addresses(ips);
        }
    }

    /** What the plan says of a party's devices and their addresses, for comparison with the link tables. */
    private void tellLists(long ordinal) {
        world.load(ordinal, portfolio);
        for (int device = 0; device < portfolio.devices; device++) {
            long id = portfolio.deviceId[device];
            boolean own = EntityIds.partyOfDevice(id) == portfolio.partyId;
            checker.lists(
                    portfolio.partyId, id, (own ? DeviceLinkRole.PRIMARY_OWNER : DeviceLinkRole.SECONDARY_USER).code());
        }
        view.load(ordinal);
        DeviceAddresses of = view.ownAddresses();
        for (int device = 0; device < view.own().count; device++) {
            long id = EntityIds.device(portfolio.partyId, device);
            for (int entry = of.start[device]; entry < of.start[device + 1]; entry++) {
                checker.uses(id, world.pools.ipId(of.number[entry]), role(of, device, entry));
            }
        }
    }

    /** The second egress of a device follows the first, and is seen now and then only. */
    private int role(DeviceAddresses of, int device, int entry) {
        Pool pool = POOLS[of.pool[entry]];
        boolean second = pool == Pool.CARRIER && entry > of.start[device] && of.pool[entry - 1] == of.pool[entry];
        return second ? IpLinkRole.RECENT_LOGIN_IP.code() : world.addresses.role(pool);
    }

    private void look(Slab slab) {
        if (digesting) {
            bytes.addTo(digest, slab, 0, slab.size);
        }
        if (slab instanceof PartySlab parties) {
            checker.parties(parties);
        } else if (slab instanceof AccountSlab accounts) {
            checker.accounts(accounts);
        } else if (slab instanceof InstrumentSlab instruments) {
            checker.instruments(instruments);
        } else if (slab instanceof AccountInstrumentLinkSlab links) {
            checker.instrumentLinks(links);
        } else if (slab instanceof DeviceSlab devices) {
            checker.devices(devices);
        } else if (slab instanceof DeviceLinkSlab links) {
            checker.deviceLinks(links);
        } else if (slab instanceof IpSlab ips) {
            checker.ips(ips);
        } else if (slab instanceof IpLinkSlab links) {
            checker.ipLinks(links);
        } else if (slab instanceof MerchantRoleSlab merchants) {
            checker.merchantRoles(merchants);
        } else if (slab instanceof FraudRoleSlab roles) {
            lookAtRoles(roles);
        } else {
            throw new IllegalArgumentException("no table of entities: " + slab.kind());
        }
    }

    private void lookAtRoles(FraudRoleSlab roles) {
        if (roles.kind() == SlabKind.PARTY_ROLE) {
            checker.partyRoles(roles);
        } else if (roles.kind() == SlabKind.ACCOUNT_ROLE) {
            checker.accountRoles(roles);
        } else if (roles.kind() == SlabKind.DEVICE_ROLE) {
            checker.deviceRoles(roles);
        } else {
            checker.ipRoles(roles);
        }
    }
}
