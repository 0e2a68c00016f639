package io.millrace.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.MillraceException;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.DeviceLinkRole;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.IpLinkRole;
import io.millrace.contract.Iso;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import io.millrace.random.Philox2x64;
import io.millrace.testing.ForAllSeeds;
import io.millrace.world.IndexLayout.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntityIndexTest {
    @TempDir
    Path folder;

    @Test
    void holdsWhatTheTablesTell() {
        Portfolio portfolio = new Portfolio();
        ForAllSeeds.of(60).check(seed -> {
            RandomWorld world = new RandomWorld(seed);
            EntityIndex index = build(world, seed, IndexLayout.CHUNK_BITS);
            List<Long> ids = List.copyOf(world.parties.keySet());
            assertThat(index.parties()).isEqualTo(ids.size());
            for (int ordinal = 0; ordinal < ids.size(); ordinal++) {
                index.load(ordinal, portfolio);
                assertThat(RandomWorld.text(portfolio)).isEqualTo(world.expected(ids.get(ordinal)));
                assertThat(portfolio.partyOrdinal).isEqualTo(ordinal);
                assertThat(index.partyId(ordinal)).isEqualTo(ids.get(ordinal));
                assertThat(index.ordinalOf(ids.get(ordinal))).isEqualTo(ordinal);
                assertThat(index.country(ordinal)).isEqualTo(portfolio.country);
                assertThat(index.segment(ordinal)).isEqualTo(portfolio.segment);
                assertThat(index.weight(ordinal) > 0)
                        .as("party %d pickable", ids.get(ordinal))
                        .isEqualTo(world.isEligible(ids.get(ordinal)));
                assertThat(index.ordinalOf(ids.get(ordinal) + 1))
                        .isEqualTo(ids.contains(ids.get(ordinal) + 1) ? ordinal + 1 : -1);
            }
            assertThat(index.ordinalOf(0)).isEqualTo(-1);
            assertThat(index.ordinalOf(-1)).isEqualTo(-1);
            long duplicates = index.info().counts().entrySet().stream()
                    .filter(count -> count.getKey().startsWith("duplicates."))
                    .mapToLong(count -> count.getValue())
                    .sum();
            assertThat(duplicates).isEqualTo(world.duplicates);
        });
    }

    @Test
    void chunksAreInvisible() {
        Portfolio portfolio = new Portfolio();
        ForAllSeeds.of(20).check(seed -> {
            RandomWorld world = new RandomWorld(seed);
            EntityIndex index = build(world, seed, 12);
            int ordinal = 0;
            for (long id : world.parties.keySet()) {
                index.load(ordinal++, portfolio);
                assertThat(RandomWorld.text(portfolio)).isEqualTo(world.expected(id));
            }
        });
    }

    @Test
    void theOrderOfRowsLeavesNoTrace() throws IOException {
        RandomWorld world = new RandomWorld(5);
        byte[] first = null;
        for (int seed = 1; seed <= 10; seed++) {
            build(world, seed, IndexLayout.CHUNK_BITS);
            byte[] bytes = Files.readAllBytes(file());
            first = first == null ? bytes : first;
            assertThat(bytes).isEqualTo(first);
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void picksEveryoneOfAScopeByWeightAndNobodyElse() {
        ForAllSeeds.of(12).check(seed -> {
            RandomWorld world = new RandomWorld(seed);
            EntityIndex index = build(world, seed, IndexLayout.CHUNK_BITS);
            SortedMap<Integer, SortedSet<Long>> members = members(index, world);
            members.forEach((scope, ordinals) -> {
                long mass = ordinals.stream().mapToLong(index::weight).sum();
                assertThat(index.mass(scope)).isEqualTo(mass);
                int picks = 40_000;
                long[] hits = new long[(int) index.parties()];
                long[] lanes = new long[2];
                for (int i = 0; i < picks; i++) {
                    Philox2x64.block(seed, scope, i, lanes);
                    hits[(int) index.pick(scope, lanes[0], lanes[1])]++;
                }
                double chiSquare = 0;
                for (long ordinal = 0; ordinal < index.parties(); ordinal++) {
                    if (ordinals.contains(ordinal)) {
                        double expected = (double) picks * index.weight(ordinal) / mass;
                        assertThat(hits[(int) ordinal]).as("party %d", ordinal).isPositive();
                        chiSquare += Math.pow(hits[(int) ordinal] - expected, 2) / expected;
                    } else {
                        assertThat(hits[(int) ordinal]).as("party %d", ordinal).isZero();
                    }
                }
                int freedom = ordinals.size() - 1;
                assertThat(chiSquare).isLessThan(freedom + 5 * Math.sqrt(2.0 * freedom) + 10);
            });
        });
    }

    @Test
    void bothLanesOfAPickDecide() {
        EntityRows rows = new EntityRows();
        for (long id = 1; id <= 4; id++) {
            rows.complete(id, "DE", Segment.FAMILY);
        }
        EntityIndex index = rows.open(file());
        int scope = index.scope(Iso.pack("DE"), -1);
        TreeSet<Long> first = new TreeSet<>();
        for (long x0 = 0; x0 < 64; x0++) {
            first.add(index.pick(scope, x0 << 58, 0));
            assertThat(index.pick(scope, x0 << 58, 7)).isEqualTo(index.pick(scope, x0 << 58, 7));
        }
        // Four parties lie in the coarse strips, so the second lane must choose among several.
        TreeSet<Long> both = new TreeSet<>();
        for (long x1 = 0; x1 < 64; x1++) {
            for (long x0 = 0; x0 < 64; x0++) {
                both.add(index.pick(scope, x0 << 58, x1 << 58));
            }
        }
        assertThat(both).containsExactly(0L, 1L, 2L, 3L);
        assertThat(first).isSubsetOf(both);
    }

    @Test
    void scopesWidenFromZoneToCountryToNothing() {
        EntityRows rows = new EntityRows().complete(1, "DE", Segment.FAMILY).complete(3, "PE", Segment.FAMILY);
        rows.row(tables -> tables.addParty(2, PartyType.RETAIL, Segment.FAMILY, Iso.pack("DE"), 2))
                .account(200, 2, LedgerClass.DEPOSIT)
                .instrument(201, 200, 2, InstrumentKind.CARD_PHYSICAL)
                .device(202, 2, DeviceGroup.LAPTOP)
                .ipLink(103, 202, 2, IpLinkRole.RECENT_LOGIN_IP)
                .party(4, "JP", Segment.STUDENT);
        EntityIndex index = rows.open(file());
        int germany = index.scope(Iso.pack("DE"), -1);
        int berlin = index.scope(Iso.pack("DE"), 2);
        assertThat(berlin).isNotEqualTo(germany);
        assertThat(index.mass(berlin)).isEqualTo(index.weight(1));
        assertThat(index.mass(germany)).isEqualTo(index.weight(0) + index.weight(1));
        assertThat(index.scope(Iso.pack("DE"), 0)).isEqualTo(germany);
        assertThat(index.scope(Iso.pack("DE"), 999)).isEqualTo(germany);
        assertThat(index.scope(Iso.pack("JP"), 1)).isEqualTo(-1);
        assertThat(index.scope(Iso.pack("FR"), -1)).isEqualTo(-1);
        assertThat(index.scope(-1, 2)).isEqualTo(-1);
        assertThat(index.mass(index.worldScope())).isEqualTo(index.weight(0) + index.weight(1) + index.weight(2));
        assertThat(index.massOfSegment(Segment.FAMILY.code())).isEqualTo(index.mass(index.worldScope()));
        assertThat(index.massOfSegment(Segment.STUDENT.code())).isZero();
        assertThat(index.pick(berlin, 12345, -1)).isEqualTo(1);
    }

    @Test
    void onlyThoseWhoCanPayOnlineAndOfflineArePicked() {
        EntityRows rows = new EntityRows()
                .complete(1, "DE", Segment.FAMILY)
                .party(2, "DE", Segment.FAMILY)
                .device(22, 2, DeviceGroup.LAPTOP)
                .ipLink(103, 22, 2, IpLinkRole.TYPICAL_DEVICE_IP)
                .party(3, "DE", Segment.FAMILY)
                .account(30, 3, LedgerClass.DEPOSIT)
                .instrument(31, 30, 3, InstrumentKind.BANK_HANDLE)
                .device(32, 3, DeviceGroup.LAPTOP)
                .ipLink(103, 32, 3, IpLinkRole.TYPICAL_DEVICE_IP)
                .party(4, "DE", Segment.FAMILY)
                .account(40, 4, LedgerClass.SETTLEMENT)
                .instrument(41, 40, 4, InstrumentKind.WALLET_TOKEN)
                .device(42, 4, DeviceGroup.LAPTOP)
                .party(5, "DE", Segment.FAMILY)
                .account(50, 5, LedgerClass.SETTLEMENT)
                .instrument(51, 50, 5, InstrumentKind.WALLET_TOKEN)
                .deviceLink(42, 5, DeviceLinkRole.SECONDARY_USER)
                .deviceLink(32, 5, DeviceLinkRole.SECONDARY_USER);
        EntityIndex index = rows.open(file());
        assertThat(List.of(index.weight(0) > 0, index.weight(1), index.weight(2), index.weight(3), index.weight(4) > 0))
                .containsExactly(true, 0L, 0L, 0L, true);
        assertThat(index.info().count("parties_eligible")).isEqualTo(2);
        for (int i = 0; i < 1_000; i++) {
            long x = i * 0x9E3779B97F4A7C15L;
            assertThat(index.pick(index.worldScope(), x, ~x)).isIn(0L, 4L);
        }
    }

    @Test
    void anEmptyWorldOpensAndPicksNobody() {
        EntityIndex index = new EntityRows().open(file());
        assertThat(index.parties()).isZero();
        assertThat(index.scope(Iso.pack("DE"), -1)).isEqualTo(-1);
        assertThat(index.mass(index.worldScope())).isZero();
        assertThat(index.ordinalOf(1)).isEqualTo(-1);
        assertThat(index.terminals(2)).isZero();
        assertThat(index.endpoints(1, Iso.pack("DE"))).isZero();
        assertThatThrownBy(() -> index.pick(index.worldScope(), 0, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> index.load(0, new Portfolio())).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void terminalsStandAtSitesAndEndpointsAtMerchantAndCountry() {
        EntityRows rows = new EntityRows()
                .complete(1, "DE", Segment.FAMILY)
                .terminal(903, DeviceGroup.POS_TERMINAL, EntityRows.SHOP, EntityRows.SITES[1])
                .terminal(901, DeviceGroup.ATM, EntityRows.SHOP, EntityRows.SITES[1])
                .terminal(905, DeviceGroup.KIOSK, EntityRows.ONLINE, EntityRows.SITES[2])
                .terminal(907, DeviceGroup.KIOSK, EntityRows.ONLINE, EntityTables.NO_MERCHANT)
                .ip(55, IpGroup.CORPORATE_NAT, "DE")
                .ip(54, IpGroup.CORPORATE_NAT, "DE")
                .ip(53, IpGroup.CORPORATE_NAT, "US")
                .endpoint(55, EntityRows.ONLINE)
                .endpoint(54, EntityRows.ONLINE)
                .endpoint(53, EntityRows.ONLINE)
                .endpoint(53, EntityRows.SHOP)
                .endpoint(53, EntityRows.SHOP);
        EntityIndex index = rows.open(file());
        assertThat(List.of(index.terminals(0), index.terminals(1), index.terminals(2)))
                .containsExactly(0, 2, 1);
        assertThat(index.terminalDeviceId(1, 0)).isEqualTo(901);
        assertThat(index.terminalDeviceId(1, 1)).isEqualTo(903);
        assertThat(index.terminalDeviceId(2, 0)).isEqualTo(905);
        assertThatThrownBy(() -> index.terminalDeviceId(0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(index.endpoints(0, Iso.pack("DE"))).isZero();
        assertThat(index.endpoints(0, Iso.pack("US"))).isEqualTo(1);
        assertThat(index.endpointIpId(0, Iso.pack("US"), 0)).isEqualTo(53);
        assertThat(index.endpoints(1, Iso.pack("DE"))).isEqualTo(2);
        assertThat(index.endpointIpId(1, Iso.pack("DE"), 0)).isEqualTo(54);
        assertThat(index.endpointIpId(1, Iso.pack("DE"), 1)).isEqualTo(55);
        assertThat(index.info().count("terminals_without_site")).isEqualTo(1);
        assertThat(index.info().count("duplicates.s4_ip_links_6A")).isEqualTo(1);
    }

    @Test
    void tellsWhatItWasMadeFrom() {
        EntityTables tables = new EntityRows().complete(1, "DE", Segment.FAMILY).tables();
        tables.addTokens("s2_account_base_6A.account_type", List.of("RETAIL_SAVINGS", "RETAIL_CURRENT"));
        tables.addTokens("s2_account_base_6A.account_type", List.of("RETAIL_LOAN"));
        EntityIndexInfo built = EntityIndexBuilder.build(
                tables,
                EntityRows.dimensions(),
                EntityRows.ACTIVITY,
                EntityIndexAxes.of(
                        EntityRows.FINGERPRINT, -1L, EntityRows.axes().sourceDigest()),
                file());
        EntityIndexInfo read = EntityIndex.info(file());
        assertThat(read).isEqualTo(built);
        assertThat(read.axes().seed()).isEqualTo(-1L);
        assertThat(read.axes().sourceDigest())
                .containsExactly(java.util.Map.entry("s1_party_base_6A", "ab".repeat(16)));
        assertThat(read.activity()).contains(EntityRows.ACTIVITY);
        assertThat(read.tokens().get("s2_account_base_6A.account_type"))
                .containsExactly("RETAIL_CURRENT", "RETAIL_LOAN", "RETAIL_SAVINGS");
        assertThat(read.count("instruments")).isEqualTo(1);
        assertThat(EntityIndex.open(file(), built.digest()).digest()).isEqualTo(built.digest());
    }

    @Test
    void aFlippedByteAnywhereIsRefused() throws IOException {
        EntityRows rows = new EntityRows();
        for (long id = 2; id <= 9; id++) {
            rows.complete(id, "DE", Segment.FAMILY);
        }
        rows.terminal(9_001, DeviceGroup.ATM, EntityRows.SHOP, EntityRows.SITES[0])
                .endpoint(203, EntityRows.SHOP);
        rows.build(file());
        byte[] good = Files.readAllBytes(file());
        ByteBuffer header = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
        for (Section section : Section.values()) {
            int entry = IndexLayout.TABLE_AT + section.ordinal() * IndexLayout.TABLE_ENTRY;
            int start = (int) header.getLong(entry + 8);
            int length = (int) header.getLong(entry + 16);
            assertThat(length).as(section.name()).isPositive();
            int padded = (int) IndexLayout.padded(length);
            for (int at : new int[] {start, start + length / 2, start + length - 1, start + padded - 1}) {
                assertRefused(flipped(good, at), ErrorCode.INPUT_DIGEST_MISMATCH, "in section " + section.name());
            }
        }
        for (int at : new int[] {IndexLayout.FLAGS_AT, IndexLayout.DIGEST_AT, IndexLayout.TABLE_AT + 9, 4_000, 4_095}) {
            assertRefused(flipped(good, at), ErrorCode.INPUT_DIGEST_MISMATCH, "in the header");
        }
        assertRefused(flipped(good, 3), ErrorCode.INPUT_SCHEMA_MISMATCH, "must begin with MLRUIDX1");
        assertRefused(flipped(good, IndexLayout.FORMAT_AT), ErrorCode.INPUT_SCHEMA_MISMATCH, "must have format 1");
    }

    @Test
    void aFileCutShortIsRefused() throws IOException {
        new EntityRows().complete(1, "DE", Segment.FAMILY).build(file());
        byte[] good = Files.readAllBytes(file());
        for (int length : new int[] {0, 7, 4_095, 4_096, good.length - 4_096, good.length - 1}) {
            assertRefused(Arrays.copyOf(good, length), ErrorCode.INPUT_DIGEST_MISMATCH, "must have");
        }
        assertRefused(Arrays.copyOf(good, good.length + 1), ErrorCode.INPUT_DIGEST_MISMATCH, "must have");
        Files.delete(file());
        assertThatThrownBy(() -> EntityIndex.open(file()))
                .isInstanceOfSatisfying(
                        RunException.class,
                        failure -> assertThat(failure.problems().get(0).code()).isEqualTo(ErrorCode.IO_READ_FAILED));
    }

    @Test
    void anotherIndexThanTheSealedOneIsRefused() {
        String sealed =
                new EntityRows().complete(1, "DE", Segment.FAMILY).build(file()).digest();
        EntityIndex.open(file(), sealed);
        String other =
                new EntityRows().complete(2, "DE", Segment.FAMILY).build(file()).digest();
        assertThat(other).isNotEqualTo(sealed);
        assertThatThrownBy(() -> EntityIndex.open(file(), sealed))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("INPUT_DIGEST_MISMATCH")
                .hasMessageContaining("must have the sealed content digest " + sealed + ", was " + other);
    }

    @Test
    void oneIndexPerJvmIsSharedUntilTheLastUserIsGone() {
        String digest =
                new EntityRows().complete(1, "DE", Segment.FAMILY).build(file()).digest();
        EntityIndex one = EntityIndex.shared(file(), digest);
        EntityIndex two = EntityIndex.shared(file(), digest);
        assertThat(two).isSameAs(one);
        one.close();
        assertThat(EntityIndex.shared(file(), digest)).isSameAs(one);
        one.close();
        two.close();
        EntityIndex later = EntityIndex.shared(file(), digest);
        assertThat(later).isNotSameAs(one);
        later.close();
    }

    @Test
    void threadsSeeTheSame() throws Exception {
        RandomWorld world = new RandomWorld(8);
        EntityIndex index = build(world, 8, 12);
        Callable<Long> reader = () -> {
            Portfolio portfolio = new Portfolio();
            long sum = 0;
            for (long i = 0; i < 20_000; i++) {
                long ordinal = index.pick(index.worldScope(), i * 0x9E3779B97F4A7C15L, i * 0xBF58476D1CE4E5B9L);
                index.load(ordinal, portfolio);
                sum = 31 * sum + RandomWorld.text(portfolio).hashCode() + index.weight(ordinal);
            }
            return sum;
        };
        long alone = reader.call();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Long>> results = threads.invokeAll(List.of(reader, reader, reader, reader));
            for (Future<Long> result : results) {
                assertThat(result.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdown();
        }
    }

    private Path file() {
        return folder.resolve("entity_index.bin");
    }

    private EntityIndex build(RandomWorld world, long seed, int chunkBits) {
        EntityIndexBuilder.build(
                world.rows.shuffled(seed),
                EntityRows.dimensions(),
                EntityRows.ALL_ACTIVE,
                EntityRows.axes(),
                file(),
                chunkBits);
        return EntityIndex.open(file());
    }

    /** Pickable ordinals of every scope: the world, countries, zones. */
    private static SortedMap<Integer, SortedSet<Long>> members(EntityIndex index, RandomWorld world) {
        TreeMap<Integer, SortedSet<Long>> members = new TreeMap<>();
        List<Long> ids = new ArrayList<>(world.parties.keySet());
        for (long ordinal = 0; ordinal < index.parties(); ordinal++) {
            long id = ids.get((int) ordinal);
            int country = index.country(ordinal);
            if (world.isEligible(id)) {
                TreeSet<Integer> scopes = new TreeSet<>(List.of(index.worldScope(), index.scope(country, -1)));
                if (world.parties.get(id).zone >= 0) {
                    scopes.add(index.scope(country, world.parties.get(id).zone));
                }
                for (int scope : scopes) {
                    members.computeIfAbsent(scope, key -> new TreeSet<>()).add(ordinal);
                }
            }
        }
        return members;
    }

    private static byte[] flipped(byte[] good, int at) {
        byte[] bytes = good.clone();
        bytes[at] ^= 0x40;
        return bytes;
    }

    private void assertRefused(byte[] bytes, ErrorCode code, String expected) {
        try {
            Files.write(file(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThatThrownBy(() -> EntityIndex.open(file())).isInstanceOfSatisfying(MillraceException.class, failure -> {
            Problem problem = failure.problems().get(0);
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.expected()).contains(expected);
        });
    }
}
