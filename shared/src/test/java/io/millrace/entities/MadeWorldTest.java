package io.millrace.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.AccountType;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.DeviceLinkRole;
import io.millrace.contract.DeviceType;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.IpLinkRole;
import io.millrace.contract.IpType;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import io.millrace.policy.AttachmentPolicy.ForeignActivity;
import io.millrace.policy.PopulationPolicy;
import io.millrace.policy.Taxonomies;
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
import io.millrace.table.CutTable;
import io.millrace.testing.ConfigFolder;
import io.millrace.world.EntityIndex;
import io.millrace.world.EntityIndexAxes;
import io.millrace.world.EntityIndexBuilder;
import io.millrace.world.EntityIndexInfo;
import io.millrace.world.EntityTables;
import io.millrace.world.Portfolio;
import io.millrace.world.WorldDimensions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One world of 40 000 parties, every row of it. */
class MadeWorldTest {
    private static final int SIZE = 40_000;

    @TempDir
    static Path folder;

    private static MadeWorld made;
    private static Tables tables;
    private static Taxonomies taxonomies;

    @BeforeAll
    static void makeTheWorld() {
        made = new MadeWorld(SIZE, folder);
        tables = new Tables();
        EntityRows rows = new EntityRows(made.world, 1000, tables::add);
        rows.parties(0, SIZE);
        rows.terminals(0, made.world.merchants.sites());
        rows.addresses(1, rows.ipIds() + 1);
        rows.flush();
        taxonomies = Taxonomies.of(ConfigFolder.taxonomiesIn(folder).read(new ArrayList<>()), new ArrayList<>());
    }

    @Test
    void theIndexOfTheTablesAnswersAsTheMaker() {
        EntityIndexInfo info = EntityIndexBuilder.build(
                tables.forIndex(taxonomies),
                dimensions(),
                new ForeignActivity(1, 0.25, 1, 0.55),
                EntityIndexAxes.of("ab".repeat(32), 42, Map.of()),
                folder.resolve("entity_index.bin"));
        try (EntityIndex index = EntityIndex.open(folder.resolve("entity_index.bin"), info.digest())) {
            assertThat(index.parties()).isEqualTo(SIZE);
            Portfolio expected = new Portfolio();
            Portfolio made = new Portfolio();
            for (long ordinal = 0; ordinal < SIZE; ordinal++) {
                index.load(ordinal, expected);
                MadeWorldTest.made.world.load(ordinal, made);
                assertThat(text(made)).isEqualTo(text(expected));
            }
            for (int site = 0; site < 50; site++) {
                assertThat(index.terminals(site)).isEqualTo(MadeWorldTest.made.world.terminals(site));
                for (int n = 0; n < index.terminals(site); n++) {
                    assertThat(index.terminalDeviceId(site, n))
                            .isEqualTo(MadeWorldTest.made.world.terminalDeviceId(site, n));
                }
            }
            for (int merchant = 0; merchant < 50; merchant++) {
                int country = MadeWorldTest.made.world.merchants.countryOfCell(2 * merchant);
                assertThat(index.endpoints(merchant, country)).isEqualTo(1);
                assertThat(index.endpointIpId(merchant, country, 0))
                        .isEqualTo(MadeWorldTest.made.world.endpointIpId(merchant, country, 0));
            }
        }
    }

    private static String text(Portfolio p) {
        int entries = p.deviceIpStart[p.devices];
        return p.partyId + " " + p.country + " " + p.segment + " " + p.type
                + Arrays.toString(Arrays.copyOf(p.accountId, p.accounts))
                + Arrays.toString(Arrays.copyOf(p.accountClass, p.accounts))
                + Arrays.toString(Arrays.copyOf(p.instrumentId, p.instruments))
                + Arrays.toString(Arrays.copyOf(p.instrumentKind, p.instruments))
                + Arrays.toString(Arrays.copyOf(p.instrumentAccount, p.instruments))
                + Arrays.toString(Arrays.copyOf(p.deviceId, p.devices))
                + Arrays.toString(Arrays.copyOf(p.deviceGroup, p.devices))
                + Arrays.toString(Arrays.copyOf(p.deviceIpStart, p.devices + 1))
                + Arrays.toString(Arrays.copyOf(p.deviceIp, entries))
                + Arrays.toString(Arrays.copyOf(p.ipId, p.ips))
                + Arrays.toString(Arrays.copyOf(p.ipGroup, p.ips));
    }

    @Test
    void anyRangesGiveTheSameRows() {
        Tables other = new Tables();
        EntityRows rows = new EntityRows(made.world, 333, other::add);
        for (int from = 0; from < SIZE; from += 7_001) {
            new EntityRows(made.world, 100, slab -> {}).parties(from, Math.min(SIZE, from + 3));
            rows.parties(from, Math.min(SIZE, from + 7_001));
        }
        rows.terminals(0, 17);
        rows.terminals(17, made.world.merchants.sites());
        for (long from = 1; from <= rows.ipIds(); from += 50_021) {
            rows.addresses(from, Math.min(rows.ipIds() + 1, from + 50_021));
        }
        rows.flush();
        assertThat(other.rows).isEqualTo(tables.rows);
        assertThat(other.sum).isEqualTo(tables.sum);
    }

    @Test
    void tablesAreInOrderOfTheirIdsAndEveryIdDecodesToItsOwner() {
        assertAscending(tables.accountId);
        assertAscending(tables.instrumentId);
        assertAscending(tables.ipId);
        assertAscending(tables.customerDeviceId());
        for (int i = 0; i < tables.accountId.size(); i++) {
            assertThat(EntityIds.partyOfAccount(tables.accountId.get(i))).isEqualTo(tables.accountOwner.get(i));
        }
        for (int i = 0; i < tables.instrumentId.size(); i++) {
            assertThat(EntityIds.accountOfInstrument(tables.instrumentId.get(i)))
                    .isEqualTo(tables.instrumentAccount.get(i));
        }
        for (int i = 0; i < tables.deviceId.size(); i++) {
            long id = tables.deviceId.get(i);
            if (tables.deviceOwner.get(i) == Columns.ABSENT) {
                assertThat(EntityIds.isTerminal(id)).isTrue();
            } else {
                assertThat(EntityIds.partyOfDevice(id)).isEqualTo(tables.deviceOwner.get(i));
            }
        }
        for (long id : tables.ipId) {
            assertThat(made.world.pools.ipId(made.world.pools.number(id))).isEqualTo(id);
        }
    }

    private static void assertAscending(List<Long> ids) {
        for (int i = 1; i < ids.size(); i++) {
            assertThat(ids.get(i)).isGreaterThan(ids.get(i - 1));
        }
    }

    @Test
    void whoeverCanBePickedHasACardAPhoneAndAnAddress() {
        Portfolio out = new Portfolio();
        for (long ordinal = 0; ordinal < SIZE; ordinal++) {
            if (made.parties.stripOf(made.parties.index(ordinal)) == PopulationPolicy.STRIPS - 1) {
                continue;
            }
            made.world.load(ordinal, out);
            assertThat(out.accounts).isPositive();
            assertThat(out.accountClass[0]).isEqualTo((byte) LedgerClass.DEPOSIT.code());
            boolean card = false;
            for (int i = 0; i < out.instruments && out.instrumentAccount[i] == 0; i++) {
                card |= out.instrumentKind[i] == InstrumentKind.CARD_PHYSICAL.code();
            }
            assertThat(card).isTrue();
            assertThat(out.deviceGroup[0]).isEqualTo((byte) DeviceGroup.MOBILE_PHONE.code());
            for (int device = 0; device < out.devices; device++) {
                assertThat(out.deviceIpStart[device + 1]).isGreaterThan(out.deviceIpStart[device]);
            }
        }
    }

    @Test
    void cardAccountsHaveACard() {
        Map<Long, Boolean> card = new HashMap<>();
        for (int i = 0; i < tables.instrumentId.size(); i++) {
            InstrumentKind kind = taxonomies
                    .instrumentKind(io.millrace.contract.InstrumentType.ofCode(tables.instrumentType.get(i))
                            .token())
                    .orElseThrow();
            card.merge(tables.instrumentAccount.get(i), kind == InstrumentKind.CARD_PHYSICAL, Boolean::logicalOr);
        }
        for (int i = 0; i < tables.accountId.size(); i++) {
            switch (AccountType.ofCode(tables.accountType.get(i))) {
                case RETAIL_CURRENT_PREMIUM,
                        RETAIL_CREDIT_CARD_STANDARD,
                        RETAIL_CREDIT_CARD_PREMIUM,
                        BUSINESS_CREDIT_CARD ->
                    assertThat(card.getOrDefault(tables.accountId.get(i), false))
                            .isTrue();
                case RETAIL_CURRENT_BASIC,
                        RETAIL_SAVINGS_INSTANT,
                        RETAIL_SAVINGS_FIXED,
                        RETAIL_PERSONAL_LOAN_UNSECURED,
                        BUSINESS_CURRENT,
                        BUSINESS_SAVINGS,
                        BUSINESS_TERM_LOAN,
                        OTHER_CURRENT_BASIC,
                        OTHER_SAVINGS,
                        MERCHANT_SETTLEMENT_ACCOUNT,
                        MERCHANT_RESERVE_ACCOUNT -> {}
            }
        }
    }

    @Test
    void capsAreNeverExceeded() {
        assertThat(max(count(tables.accountOwner))).isLessThanOrEqualTo(20);
        assertThat(max(count(tables.instrumentAccount))).isLessThanOrEqualTo(18);
        assertThat(max(count(tables.customerDeviceOwner()))).isLessThanOrEqualTo(14);
        assertThat(max(count(tables.linkParty))).isLessThanOrEqualTo(20);
        assertThat(max(count(tables.linkDevice))).isBetween(3L, 6L);
        assertThat(max(count(tables.ipLinkDevice))).isLessThanOrEqualTo(9);
        Map<Long, Long> devicesOfIp = count(tables.ipLinkIp);
        assertThat(max(devicesOfIp)).isLessThanOrEqualTo(600);
        for (int i = 0; i < tables.ipId.size(); i++) {
            assertThat(devicesOfIp.get(tables.ipId.get(i))).isPositive();
            if (tables.ipType.get(i) == IpType.RESIDENTIAL.code()) {
                assertThat(devicesOfIp.get(tables.ipId.get(i))).isLessThanOrEqualTo(40);
            }
        }
    }

    @Test
    void everyDeviceHasOneOwnerAndATypicalAddress() {
        Map<Long, Long> owners = new HashMap<>();
        for (int i = 0; i < tables.linkDevice.size(); i++) {
            if (tables.linkRole.get(i) == DeviceLinkRole.PRIMARY_OWNER.code()) {
                owners.merge(tables.linkDevice.get(i), 1L, Long::sum);
            }
        }
        Map<Long, Long> typical = new HashMap<>();
        for (int i = 0; i < tables.ipLinkIp.size(); i++) {
            if (tables.ipLinkRole.get(i) == IpLinkRole.TYPICAL_DEVICE_IP.code()) {
                typical.merge(tables.ipLinkDevice.get(i), 1L, Long::sum);
            }
        }
        for (long device : tables.customerDeviceId()) {
            assertThat(owners.get(device)).isEqualTo(1);
            assertThat(typical.get(device)).isPositive();
        }
    }

    @Test
    void accountsPerCellAreAsManyAsThePacksSay() {
        PopulationPolicy population = made.population;
        HoldingTables law = new HoldingTables(made.products, population);
        double[][] mean = new double[Segment.values().length][7];
        double[][] variance = new double[Segment.values().length][7];
        Place party = new Place();
        for (long ordinal = 0; ordinal < SIZE; ordinal++) {
            party.load(made.parties, made.parties.index(ordinal), ordinal);
            CutTable[][] cuts = law.accounts[party.segment - 1];
            for (int type = 0; type < cuts.length; type++) {
                boolean raised = law.accountRaised[party.type][type] && party.pickable;
                add(cuts[type][party.level], raised, mean[party.segment - 1], variance[party.segment - 1], type);
            }
        }
        long[][] found = new long[Segment.values().length][7];
        for (int i = 0; i < tables.accountId.size(); i++) {
            int segment = tables.segmentOfParty.get(tables.accountOwner.get(i)) - 1;
            byte[] types = law.accountType[Place.typeOf(segment + 1)];
            int type = 0;
            while (types[type] != tables.accountType.get(i)) {
                type++;
            }
            found[segment][type]++;
        }
        for (Segment segment : Segment.values()) {
            for (int type = 0; type < 7; type++) {
                double bound = 4.5 * Math.sqrt(variance[segment.ordinal()][type]) + 1e-9;
                assertThat(found[segment.ordinal()][type] - mean[segment.ordinal()][type])
                        .as(segment + " " + type)
                        .isBetween(-bound, bound);
            }
        }
    }

    private static void add(CutTable cuts, boolean raised, double[] mean, double[] variance, int type) {
        double first = 0;
        double second = 0;
        for (int m = 1; m <= cuts.max(); m++) {
            double atLeast = m == 1 && raised ? 1 : 1 - cuts.cut(m - 1) * 0x1p-63;
            first += atLeast;
            second += (2 * m - 1) * atLeast;
        }
        mean[type] += first;
        variance[type] += second - first * first;
    }

    @Test
    void meansOfTheLevelsMakeTheMeanOfThePack() {
        HoldingTables law = new HoldingTables(made.products, made.population);
        double[] shares = made.population.latentShares();
        double card = 0;
        for (int level = 0; level < shares.length; level++) {
            card += shares[level] * law.accounts[Segment.FAMILY.ordinal()][4][level].mean();
        }
        // Facts A.2: CC_STANDARD of FAMILY .519.
        assertThat(card).isBetween(0.5185, 0.5195);
    }

    @Test
    void retailHoldingsHaveTheShapeOfThePrototype() {
        int[] accounts = new int[SIZE + 1];
        tables.accountOwner.forEach(owner -> accounts[owner.intValue()]++);
        int[] instruments = new int[SIZE + 1];
        tables.instrumentAccount.forEach(account -> instruments[(int) EntityIds.partyOfAccount(account)]++);
        int[] devices = new int[SIZE + 1];
        tables.customerDeviceOwner().forEach(owner -> devices[owner.intValue()]++);
        Shape held = shape(accounts);
        assertThat(held.mean).isBetween(2.64, 2.78);
        assertThat(held.quantiles()).containsExactly(2, 5, 7);
        assertThat(held.zero).isLessThan(0.006);
        Shape cards = shape(instruments);
        assertThat(cards.mean).isBetween(3.60, 3.82);
        assertThat(cards.quantiles()).containsExactly(3, 7, 12);
        assertThat(cards.mean / held.mean).isBetween(1.34, 1.40);
        Shape own = shape(devices);
        // The pack asks for 2.20; phones raised to one add .06. The prototype had 2.22 and 6 as its last quantile.
        assertThat(own.mean).isBetween(2.22, 2.30);
        assertThat(own.quantiles()).containsExactly(2, 4, 7);
        assertThat(own.shareAbove(6)).isBetween(0.011, 0.016);
        assertThat(1 - own.zero).isBetween(0.980, 0.992);
    }

    private static Shape shape(int[] byParty) {
        List<Integer> counts = new ArrayList<>();
        for (int party = 1; party <= SIZE; party++) {
            if (Place.typeOf(tables.segmentOfParty.get((long) party)) == PartyType.RETAIL.ordinal()) {
                counts.add(byParty[party]);
            }
        }
        counts.sort(null);
        double sum = counts.stream().mapToInt(Integer::intValue).sum();
        long none = counts.stream().filter(count -> count == 0).count();
        return new Shape(sum / counts.size(), (double) none / counts.size(), counts);
    }

    private record Shape(double mean, double zero, List<Integer> sorted) {
        double shareAbove(int count) {
            return (double) sorted.stream().filter(held -> held > count).count() / sorted.size();
        }

        List<Integer> quantiles() {
            int n = sorted.size();
            return List.of(sorted.get(n / 2), sorted.get(9 * n / 10), sorted.get(99 * n / 100));
        }
    }

    @Test
    void addressesHaveTheShapeOfThePrototype() {
        List<Long> degrees = new ArrayList<>();
        Map<Long, Long> byIp = new HashMap<>();
        Map<Integer, Long> edges = new TreeMap<>();
        Map<Long, Integer> typeOfIp = new HashMap<>();
        for (int i = 0; i < tables.ipId.size(); i++) {
            typeOfIp.put(tables.ipId.get(i), tables.ipType.get(i));
        }
        long links = 0;
        for (int i = 0; i < tables.ipLinkIp.size(); i++) {
            if (tables.ipLinkDevice.get(i) != Columns.ABSENT) {
                byIp.merge(tables.ipLinkIp.get(i), 1L, Long::sum);
                edges.merge(typeOfIp.get(tables.ipLinkIp.get(i)), 1L, Long::sum);
                links++;
            }
        }
        degrees.addAll(byIp.values());
        degrees.sort(null);
        int n = degrees.size();
        assertThat((double) links / tables.customerDeviceId().size()).isBetween(2.61 * 0.95, 2.61 * 1.05);
        assertThat((double) links / n).isBetween(7.2 * 0.9, 7.2 * 1.1);
        assertThat(degrees.get(n / 2)).isEqualTo(3);
        assertThat(degrees.get(9 * n / 10)).isBetween(8L, 10L);
        assertThat(degrees.get(99 * n / 100)).isBetween(92L, 112L);
        assertThat(degrees.get(999 * n / 1000)).isBetween(193L, 237L);
        long top = degrees.subList(n - n / 100, n).stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat((double) top / links).isBetween(0.187, 0.229);
        double all = links;
        assertThat(edges.get(IpType.RESIDENTIAL.code()) / all).isBetween(0.436, 0.476);
        assertThat(edges.get(IpType.MOBILE.code()) / all).isBetween(0.299, 0.339);
        assertThat(edges.get(IpType.CORPORATE.code()) / all).isBetween(0.06, 0.10);
        assertThat(edges.get(IpType.PUBLIC_WIFI.code()) / all).isBetween(0.067, 0.087);
        assertThat(edges.get(IpType.HOTEL_TRAVEL.code()) / all).isBetween(0.033, 0.053);
        assertThat(edges.get(IpType.EDUCATION.code()) / all).isBetween(0.008, 0.018);
        assertThat(edges.get(IpType.VPN_PROXY.code()) / all).isBetween(0.007, 0.017);
    }

    @Test
    void sharingStaysInItsCorridors() {
        Map<Long, Long> parties = count(tables.linkDevice);
        long[] devices = new long[DeviceType.values().length];
        long[] shared = new long[devices.length];
        long[] users = new long[devices.length];
        for (int i = 0; i < tables.deviceId.size(); i++) {
            long using = parties.getOrDefault(tables.deviceId.get(i), 0L);
            int type = tables.deviceType.get(i) - 1;
            if (tables.deviceOwner.get(i) != Columns.ABSENT
                    && Place.typeOf(tables.segmentOfParty.get(tables.deviceOwner.get(i))) == 0) {
                devices[type]++;
                shared[type] += using > 1 ? 1 : 0;
                users[type] += using > 1 ? using : 0;
            }
        }
        assertShared(DeviceType.MOBILE_PHONE, devices, shared, users, 0.02, 0.05);
        assertShared(DeviceType.DESKTOP, devices, shared, users, 0.21, 0.29);
        assertShared(DeviceType.TABLET, devices, shared, users, 0.21, 0.29);
        assertShared(DeviceType.LAPTOP, devices, shared, users, 0.06, 0.10);
        assertThat(shared[DeviceType.WEARABLE.ordinal()]).isZero();
    }

    private static void assertShared(
            DeviceType type, long[] devices, long[] shared, long[] users, double from, double to) {
        int i = type.ordinal();
        assertThat((double) shared[i] / devices[i]).as(type + " shared").isBetween(from, to);
        assertThat((double) users[i] / shared[i]).as(type + " users").isBetween(2.0, 3.6);
    }

    @Test
    void ringsHaveOrganisersMulesAndAFarmDevice() {
        Rings rings = made.world.rings();
        long members = 0;
        long farms = 0;
        Map<io.millrace.contract.FraudRole, Long> roles = new TreeMap<>();
        for (long ring = 0; ring < rings.rings(); ring++) {
            int size = rings.size(ring);
            assertThat(size).isBetween(3, 40);
            for (int slot = 0; slot < size; slot++) {
                long index = rings.member(ring, slot);
                long found = rings.find(rings.zone(ring), index);
                assertThat(Rings.ringOf(found)).isEqualTo(ring);
                assertThat(Rings.slotOf(found)).isEqualTo(slot);
                long partyId = made.parties.ordinal(index) + 1;
                roles.merge(rings.role(found, partyId), 1L, Long::sum);
                farms += rings.usesFarm(found, partyId) ? 1 : 0;
                members++;
                assertThat(made.world.ring(partyId - 1)).isEqualTo(ring + 1);
            }
        }
        assertThat((double) members / SIZE).isBetween(0.0090, 0.0101);
        assertThat(farms).isPositive();
        assertThat((double) roles.get(io.millrace.contract.FraudRole.MULE) / members)
                .isBetween(0.36, 0.52);
        assertThat(roles.get(io.millrace.contract.FraudRole.ORGANISER)).isPositive();
    }

    private static Map<Long, Long> count(List<Long> keys) {
        Map<Long, Long> counts = new HashMap<>();
        keys.stream().filter(key -> key != Columns.ABSENT).forEach(key -> counts.merge(key, 1L, Long::sum));
        return counts;
    }

    private static long max(Map<Long, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    private static WorldDimensions dimensions() {
        int n = 50;
        long[] merchants = new long[n];
        long[] sites = new long[n];
        int[] ordinals = new int[n];
        short[] countries = new short[n];
        for (int i = 0; i < n; i++) {
            merchants[i] = made.world.merchants.merchantId(i);
            sites[i] = made.world.merchants.siteId(i);
            ordinals[i] = i;
            countries[i] = (short) made.world.merchants.countryOfSite(i);
        }
        return new WorldDimensions(
                merchants,
                countries,
                new int[n],
                new byte[n],
                new int[4 * n],
                new long[n],
                sites,
                ordinals,
                countries,
                new long[n],
                List.of("A", "B", "C"),
                new short[] {-1, -1, -1},
                new long[3]);
    }

    /** All rows, as lists of columns. */
    private static final class Tables {
        private final long[] rows = new long[64];
        private long sum;

        private final Map<Long, Integer> segmentOfParty = new TreeMap<>();
        private final Map<Long, Integer> countryOfParty = new TreeMap<>();
        private final List<Long> accountId = new ArrayList<>();
        private final List<Long> accountOwner = new ArrayList<>();
        private final List<Integer> accountType = new ArrayList<>();
        private final List<Long> instrumentId = new ArrayList<>();
        private final List<Long> instrumentAccount = new ArrayList<>();
        private final List<Integer> instrumentType = new ArrayList<>();
        private final List<Long> deviceId = new ArrayList<>();
        private final List<Integer> deviceType = new ArrayList<>();
        private final List<Long> deviceOwner = new ArrayList<>();
        private final List<Long> deviceMerchant = new ArrayList<>();
        private final List<Long> deviceSite = new ArrayList<>();
        private final List<Long> linkDevice = new ArrayList<>();
        private final List<Long> linkParty = new ArrayList<>();
        private final List<Long> linkMerchant = new ArrayList<>();
        private final List<Integer> linkRole = new ArrayList<>();
        private final List<Long> ipId = new ArrayList<>();
        private final List<Integer> ipType = new ArrayList<>();
        private final List<Integer> ipCountry = new ArrayList<>();
        private final List<Long> ipLinkIp = new ArrayList<>();
        private final List<Long> ipLinkDevice = new ArrayList<>();
        private final List<Long> ipLinkParty = new ArrayList<>();
        private final List<Long> ipLinkMerchant = new ArrayList<>();
        private final List<Integer> ipLinkRole = new ArrayList<>();

        private void add(Slab slab) {
            rows[slab.kind().ordinal()] += slab.size;
            for (int row = 0; row < slab.size; row++) {
                long hash = slab.kind().ordinal();
                for (Columns.Column column : slab.columns().all()) {
                    hash = io.millrace.random.Mix64.mix(hash + column.bits(row));
                }
                sum += hash;
                addRow(slab, row);
            }
        }

        private void addRow(Slab slab, int row) {
            if (slab instanceof PartySlab s) {
                segmentOfParty.put(s.partyId[row], (int) s.segment[row]);
                countryOfParty.put(s.partyId[row], (int) s.country[row]);
            } else if (slab instanceof AccountSlab s) {
                accountId.add(s.accountId[row]);
                accountOwner.add(s.ownerPartyId[row]);
                accountType.add((int) s.type[row]);
            } else if (slab instanceof InstrumentSlab s) {
                instrumentId.add(s.instrumentId[row]);
                instrumentAccount.add(s.accountId[row]);
                instrumentType.add((int) s.type[row]);
            } else if (slab instanceof DeviceSlab s) {
                deviceId.add(s.deviceId[row]);
                deviceType.add((int) s.type[row]);
                deviceOwner.add(s.primaryPartyId[row]);
                deviceMerchant.add(s.primaryMerchantId[row]);
                deviceSite.add(s.siteId[row]);
            } else if (slab instanceof DeviceLinkSlab s) {
                linkDevice.add(s.deviceId[row]);
                linkParty.add(s.partyId[row]);
                linkMerchant.add(s.merchantId[row]);
                linkRole.add((int) s.role[row]);
            } else if (slab instanceof IpSlab s) {
                ipId.add(s.ipId[row]);
                ipType.add((int) s.type[row]);
                ipCountry.add((int) s.country[row]);
            } else if (slab instanceof IpLinkSlab s) {
                ipLinkIp.add(s.ipId[row]);
                ipLinkDevice.add(s.deviceId[row]);
                ipLinkParty.add(s.partyId[row]);
                ipLinkMerchant.add(s.merchantId[row]);
                ipLinkRole.add((int) s.role[row]);
            } else {
                assertThat(slab).isInstanceOf(AccountInstrumentLinkSlab.class);
            }
        }

        private List<Long> customerDeviceId() {
            return deviceId.stream().filter(id -> !EntityIds.isTerminal(id)).toList();
        }

        private List<Long> customerDeviceOwner() {
            return deviceOwner.stream().filter(owner -> owner != Columns.ABSENT).toList();
        }

        private EntityTables forIndex(Taxonomies classes) {
            EntityTables out = new EntityTables();
            segmentOfParty.forEach((party, segment) -> out.addParty(
                    party,
                    PartyType.values()[Place.typeOf(segment)],
                    Segment.ofCode(segment),
                    countryOfParty.get(party),
                    EntityTables.NO_ZONE));
            for (int i = 0; i < accountId.size(); i++) {
                LedgerClass ledger = classes.ledgerClass(
                                AccountType.ofCode(accountType.get(i)).token())
                        .orElseThrow();
                out.addAccount(accountId.get(i), accountOwner.get(i), ledger);
            }
            for (int i = 0; i < instrumentId.size(); i++) {
                InstrumentKind kind = classes.instrumentKind(
                                io.millrace.contract.InstrumentType.ofCode(instrumentType.get(i))
                                        .token())
                        .orElseThrow();
                long account = instrumentAccount.get(i);
                out.addInstrument(instrumentId.get(i), account, EntityIds.partyOfAccount(account), kind);
                out.addAccountInstrumentLink(account, instrumentId.get(i));
            }
            for (int i = 0; i < deviceId.size(); i++) {
                DeviceGroup group = classes.deviceGroup(
                                DeviceType.ofCode(deviceType.get(i)).token())
                        .orElseThrow();
                out.addDevice(deviceId.get(i), group, deviceOwner.get(i), deviceMerchant.get(i), deviceSite.get(i));
            }
            for (int i = 0; i < linkDevice.size(); i++) {
                out.addDeviceLink(
                        linkDevice.get(i),
                        linkParty.get(i),
                        EntityTables.ABSENT,
                        EntityTables.ABSENT,
                        linkMerchant.get(i),
                        DeviceLinkRole.ofCode(linkRole.get(i)));
            }
            for (int i = 0; i < ipId.size(); i++) {
                IpGroup group =
                        classes.ipGroup(IpType.ofCode(ipType.get(i)).token()).orElseThrow();
                out.addIp(ipId.get(i), group, ipCountry.get(i));
            }
            for (int i = 0; i < ipLinkIp.size(); i++) {
                out.addIpLink(
                        ipLinkIp.get(i),
                        ipLinkDevice.get(i),
                        ipLinkParty.get(i),
                        ipLinkMerchant.get(i),
                        IpLinkRole.ofCode(ipLinkRole.get(i)));
            }
            return out;
        }
    }
}
