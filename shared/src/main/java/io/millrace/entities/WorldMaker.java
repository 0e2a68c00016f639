package io.millrace.entities;

import io.millrace.contract.AccountType;
import io.millrace.contract.DeviceType;
import io.millrace.contract.InstrumentType;
import io.millrace.contract.IpType;
import io.millrace.contract.Segment;
import io.millrace.merchants.MerchantPlan;
import io.millrace.policy.DevicesPolicy;
import io.millrace.policy.IpsPolicy;
import io.millrace.policy.IpsPolicy.Pool;
import io.millrace.policy.PopulationPolicy;
import io.millrace.policy.ProductsPolicy;
import io.millrace.policy.RolesPolicy;
import io.millrace.policy.Taxonomies;
import io.millrace.random.Draws;
import io.millrace.table.TableHash;
import io.millrace.world.EntityUniverse;
import io.millrace.world.PartyPlan;
import io.millrace.world.Portfolio;
import io.millrace.world.WorldKeys;
import java.math.BigDecimal;

/**
 * The procedural back-end: every party's portfolio as a pure function of packs, key and ordinal, without a table.
 * Answers as the entity index of the same world does, slot by slot: own devices by id, then those of others by id;
 * addresses by id. Immutable, for all threads. World design section 4.
 */
public final class WorldMaker implements EntityUniverse, PostureSource {
    private static final Pool[] POOLS = Pool.values();
    private static final BigDecimal TEN_THOUSAND = BigDecimal.valueOf(10_000);

    final PartyLayout layout;
    final MerchantPlaces merchants;
    final Draws draws;
    final Households households;
    final Rings rings;
    final IpPools pools;
    final HoldingMaker holdings;
    final DeviceMaker devices;
    final Schemes schemes;
    final Addresses addresses;
    final IpAttributes attributes;
    final int foreignDevicesMax;
    final DevicesPolicy devicesPolicy;

    private final String digest;
    /** [account type code - 1]: code of the ledger class. */
    private final byte[] ledgerClass;
    /** [instrument type code - 1]: code of the kind. */
    private final byte[] instrumentKind;
    /** [place of the device type in its pack]: code of the device group. */
    private final byte[] deviceGroup;
    /** [pool]: code of the IP group. */
    private final byte[] ipGroup = new byte[POOLS.length];
    /** Lists, loaded portfolios and links of one thread. */
    private final ThreadLocal<PartyView> views;

    /**
     * @param digest that stands for the packs and seed, hex64
     * @throws IllegalArgumentException when a mean is out of reach or a device could be without address
     */
    public WorldMaker(
            String digest,
            PartyLayout layout,
            MerchantPlaces merchants,
            WorldKeys keys,
            PopulationPolicy population,
            ProductsPolicy products,
            DevicesPolicy devicesPolicy,
            IpsPolicy ips,
            RolesPolicy roles,
            Taxonomies taxonomies) {
        this.digest = digest;
        this.layout = layout;
        this.merchants = merchants;
        this.devicesPolicy = devicesPolicy;
        draws = keys.draws();
        foreignDevicesMax = devicesPolicy.foreignDevicesMax();
        households = new Households(
                layout, population.households().sizes(), population.households().memberShares(), keys);
        rings = new Rings(
                layout,
                population.rings().share(),
                population.rings().sizes(),
                population.rings().memberShares(),
                roles.ringRoles(),
                keys);
        pools = new IpPools(layout, households, rings, ips, merchants.cells(), keys);
        holdings = new HoldingMaker(new HoldingTables(products, population), draws);
        devices = new DeviceMaker(devicesPolicy, population, shareInHouseholdsOfTwo(population), draws);
        schemes = new Schemes(products.schemes(), layout, devices, draws);
        addresses = new Addresses(ips, devices, draws);
        attributes = new IpAttributes(ips, layout, pools, merchants, draws);
        ledgerClass = new byte[AccountType.values().length];
        for (AccountType type : AccountType.values()) {
            ledgerClass[type.ordinal()] =
                    (byte) taxonomies.ledgerClass(type.token()).orElseThrow().code();
        }
        instrumentKind = new byte[InstrumentType.values().length];
        for (InstrumentType type : InstrumentType.values()) {
            instrumentKind[type.ordinal()] =
                    (byte) taxonomies.instrumentKind(type.token()).orElseThrow().code();
        }
        deviceGroup = new byte[devices.types()];
        for (int place = 0; place < deviceGroup.length; place++) {
            DeviceType type = DeviceType.ofCode(devices.typeCode[place]);
            deviceGroup[place] =
                    (byte) taxonomies.deviceGroup(type.token()).orElseThrow().code();
        }
        for (Pool pool : POOLS) {
            if (pool != Pool.RELATIVE) {
                IpType type = IpType.ofCode(attributes.type[pool.ordinal()]);
                ipGroup[pool.ordinal()] =
                        (byte) taxonomies.ipGroup(type.token()).orElseThrow().code();
            }
        }
        // The address of a relative is one of a home.
        ipGroup[Pool.RELATIVE.ordinal()] = ipGroup[Pool.HOME.ordinal()];
        views = ThreadLocal.withInitial(() -> new PartyView(this));
    }

    /** As the constructor, over the plans of parties and merchants. */
    public static WorldMaker of(
            String digest,
            PartyPlan parties,
            MerchantPlan merchants,
            PopulationPolicy population,
            ProductsPolicy products,
            DevicesPolicy devices,
            IpsPolicy ips,
            RolesPolicy roles,
            Taxonomies taxonomies) {
        return new WorldMaker(
                digest,
                new PlanParties(parties),
                new PlanMerchants(merchants),
                parties.keys(),
                population,
                products,
                devices,
                ips,
                roles,
                taxonomies);
    }

    private static BigDecimal shareInHouseholdsOfTwo(PopulationPolicy population) {
        int alone = 0;
        for (int i = 0; i < population.households().sizes().size(); i++) {
            if (population.households().sizes().get(i) == 1) {
                alone = population.households().memberShares().get(i);
            }
        }
        return TEN_THOUSAND.subtract(BigDecimal.valueOf(alone)).divide(TEN_THOUSAND);
    }

    /** Cut tables of accounts, instruments and devices. */
    public void hashCuts(TableHash hash) {
        holdings.tables().hash(hash);
        devices.hash(hash);
    }

    public PartyLayout layout() {
        return layout;
    }

    public Rings rings() {
        return rings;
    }

    public IpPools pools() {
        return pools;
    }

    @Override
    public long parties() {
        return layout.parties();
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public int scope(int country, int zone) {
        return layout.scope(country, zone);
    }

    @Override
    public int worldScope() {
        return layout.worldScope();
    }

    @Override
    public long pick(int scope, long x0, long x1) {
        return layout.pick(scope, x0, x1);
    }

    @Override
    public long mass(int scope) {
        return layout.mass(scope);
    }

    @Override
    public void load(long ordinal, Portfolio out) {
        PartyView view = views.get();
        loadMeans(ordinal, out, view);
        view.loadAddresses(out);
    }

    @Override
    public void loadMeans(long ordinal, Portfolio out) {
        loadMeans(ordinal, out, views.get());
    }

    private void loadMeans(long ordinal, Portfolio out, PartyView view) {
        view.load(ordinal);
        Place party = view.party;
        out.partyOrdinal = ordinal;
        out.partyId = party.partyId;
        out.country = layout.country(party.zone);
        out.segment = party.segment;
        out.type = party.type + 1;
        Holdings held = view.loadHoldings();
        out.accounts = held.accounts;
        out.instruments = held.instruments();
        for (int slot = 0; slot < held.accounts; slot++) {
            out.accountId[slot] = held.accountId(slot);
            out.accountClass[slot] = ledgerClass[held.accountType[slot] - 1];
            for (int place = held.instrumentStart[slot]; place < held.instrumentStart[slot + 1]; place++) {
                out.instrumentId[place] = held.instrumentId(slot, place);
                out.instrumentKind[place] = instrumentKind[held.instrumentType[place] - 1];
                out.instrumentAccount[place] = (short) slot;
            }
        }
    }

    byte deviceGroup(int place) {
        return deviceGroup[place];
    }

    /** Code of the region of a country of the world. */
    int regionOf(int country) {
        for (int zone = 0; zone < layout.zones(); zone++) {
            if (layout.country(zone) == country) {
                return layout.region(zone);
            }
        }
        throw new IllegalArgumentException("no country of this world has code " + country);
    }

    byte ipGroup(int pool) {
        return ipGroup[pool];
    }

    @Override
    public long partyId(long ordinal) {
        if (ordinal < 0 || ordinal >= layout.parties()) {
            throw new IndexOutOfBoundsException("party ordinal 0.." + (layout.parties() - 1) + ", was " + ordinal);
        }
        return ordinal + 1;
    }

    @Override
    public long ordinalOf(long partyId) {
        return partyId >= 1 && partyId <= layout.parties() ? partyId - 1 : -1;
    }

    @Override
    public int country(long ordinal) {
        return layout.country(layout.zoneOf(layout.index(ordinal)));
    }

    @Override
    public int segment(long ordinal) {
        return layout.segmentOf(layout.index(ordinal));
    }

    @Override
    public long weight(long ordinal) {
        return layout.weight(ordinal);
    }

    @Override
    public long massOfSegment(int segment) {
        return layout.massOfSegment(segment);
    }

    @Override
    public int terminals(int siteOrdinal) {
        return merchants.terminals(siteOrdinal);
    }

    @Override
    public long terminalDeviceId(int siteOrdinal, int n) {
        if (n < 0 || n >= terminals(siteOrdinal)) {
            throw new IndexOutOfBoundsException(
                    "site " + siteOrdinal + " has " + terminals(siteOrdinal) + " terminals, no " + n);
        }
        return EntityIds.terminal(siteOrdinal, n);
    }

    @Override
    public int endpoints(int merchantOrdinal, int country) {
        return cell(merchantOrdinal, country) < 0 ? 0 : 1;
    }

    @Override
    public long endpointIpId(int merchantOrdinal, int country, int n) {
        int cell = cell(merchantOrdinal, country);
        if (cell < 0 || n != 0) {
            throw new IndexOutOfBoundsException(
                    "merchant " + merchantOrdinal + " has no endpoint " + n + " in country " + country);
        }
        return pools.ipId(pools.endpoint(cell));
    }

    private int cell(int merchantOrdinal, int country) {
        for (int cell = merchants.firstCell(merchantOrdinal); cell < merchants.firstCell(merchantOrdinal + 1); cell++) {
            if (merchants.countryOfCell(cell) == country) {
                return cell;
            }
        }
        return -1;
    }

    /** Ring id of a party, -1 when in none. */
    public long ring(long ordinal) {
        long index = layout.index(ordinal);
        if (layout.segmentOf(index) > Segment.STUDENT.code()) {
            return -1;
        }
        long found = rings.find(layout.zoneOf(index), index);
        return found == Rings.NONE ? -1 : Rings.ringOf(found) + 1;
    }

    @Override
    public void load(long ordinal, PartyTraits out) {
        views.get().traits(ordinal, out);
    }

    @Override
    public long ipPlaces() {
        return pools.capacity();
    }

    /** Places are numbers of addresses less one, so that evenly spaced ones are an even sample. */
    @Override
    public boolean loadIp(long place, IpTraits out) {
        long ipId = place + 1;
        long number = pools.number(ipId);
        if (!views.get().isUsed(number)) {
            return false;
        }
        out.ipId = ipId;
        out.type = attributes.type[pools.pool(number).ordinal()];
        out.parties = pools.groupSize(number);
        return true;
    }

    @Override
    public int merchants() {
        return merchants.merchants();
    }

    @Override
    public long merchantKey(int merchant) {
        return merchants.merchantKey(merchant);
    }

    @Override
    public int merchantCategory(int merchant) {
        return merchants.category(merchant);
    }

    @Override
    public int merchantSites(int merchant) {
        return merchants.sitesOfMerchant(merchant);
    }

    /** Nothing is held but memory. */
    @Override
    public void close() {}

    /** For this thread only, and gone at the next call. */
    PartyView view() {
        return views.get();
    }
}
