package io.millrace.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.DeviceLinkRole;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.IpLinkRole;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.Segment;
import io.millrace.policy.AttachmentPolicy.ForeignActivity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntityIndexBuilderTest {
    private static final long NOBODY = EntityTables.ABSENT;
    private static final long NO_MERCHANT = EntityTables.NO_MERCHANT;

    @TempDir
    Path folder;

    @Test
    void everyOrphanIsNamed() {
        assertBroken(
                r -> r.account(9, 77, LedgerClass.DEPOSIT), "s2_account_base_6A, column owner_party_id", "9 -> 77");
        assertBroken(
                r -> r.row(t -> t.addInstrument(9, 77, 1, InstrumentKind.WALLET_TOKEN)),
                "s3_instrument_base_6A, column account_id",
                "9 -> 77");
        assertBroken(
                r -> r.row(t -> t.addInstrument(9, 100, 77, InstrumentKind.WALLET_TOKEN)),
                "s3_instrument_base_6A, column owner_party_id",
                "9 -> 77");
        assertBroken(
                r -> r.row(t -> t.addInstrument(9, 100, 2, InstrumentKind.WALLET_TOKEN)),
                "s3_instrument_base_6A, column owner_party_id",
                "9 -> 2");
        assertBroken(
                r -> r.row(t -> t.addAccountInstrumentLink(77, 101)),
                "s3_account_instrument_links_6A, column account_id",
                "101 -> 77");
        assertBroken(
                r -> r.row(t -> t.addAccountInstrumentLink(200, 101)),
                "s3_account_instrument_links_6A, column account_id",
                "101 -> 200");
        assertBroken(
                r -> r.row(t -> t.addAccountInstrumentLink(100, 77)),
                "s3_account_instrument_links_6A, column instrument_id",
                "100 -> 77");
        assertBroken(
                r -> r.row(t -> t.addDevice(9, DeviceGroup.LAPTOP, 77, NO_MERCHANT, NO_MERCHANT)),
                "s4_device_base_6A, column primary_party_id",
                "9 -> 77");
        assertBroken(
                r -> r.row(t -> t.addDevice(9, DeviceGroup.ATM, NOBODY, 77, NO_MERCHANT)),
                "s4_device_base_6A, column primary_merchant_id",
                "9 -> 77");
        assertBroken(
                r -> r.row(t -> t.addDevice(9, DeviceGroup.ATM, 1, EntityRows.SHOP, NO_MERCHANT)),
                "s4_device_base_6A, column primary_party_id",
                "9 -> 1, 17");
        assertBroken(
                r -> r.row(t -> t.addDevice(9, DeviceGroup.ATM, NOBODY, EntityRows.SHOP, 77)),
                "s4_device_base_6A, column site_id",
                "9 -> 77");
        assertBroken(
                r -> r.terminal(9, DeviceGroup.ATM, EntityRows.SHOP, EntityRows.SITES[2]),
                "s4_device_base_6A, column site_id",
                "9 -> 9300000000000000000");
        assertBroken(
                r -> r.deviceLink(77, 1, DeviceLinkRole.SECONDARY_USER),
                "s4_device_links_6A, column device_id",
                "-> 77");
        assertBroken(
                r -> r.deviceLink(102, 77, DeviceLinkRole.SECONDARY_USER),
                "s4_device_links_6A, column party_id",
                "102 -> 77");
        assertBroken(
                r -> r.deviceLink(102, NOBODY, DeviceLinkRole.SECONDARY_USER),
                "s4_device_links_6A, column party_id",
                "102 -> null");
        assertBroken(
                r -> r.deviceLink(102, 2, DeviceLinkRole.PRIMARY_OWNER),
                "s4_device_links_6A, column party_id",
                "102 -> 2");
        assertBroken(
                r -> r.row(t -> t.addDeviceLink(
                        102, NOBODY, 77, NOBODY, NO_MERCHANT, DeviceLinkRole.ASSOCIATED_ACCOUNT_ACCESS)),
                "s4_device_links_6A, column account_id",
                "102 -> 77");
        assertBroken(
                r -> r.row(t -> t.addDeviceLink(
                        102, NOBODY, NOBODY, 77, NO_MERCHANT, DeviceLinkRole.ASSOCIATED_INSTRUMENT_ACCESS)),
                "s4_device_links_6A, column instrument_id",
                "102 -> 77");
        assertBroken(
                r -> r.row(t -> t.addDeviceLink(
                        102, NOBODY, NOBODY, NOBODY, EntityRows.SHOP, DeviceLinkRole.MERCHANT_TERMINAL)),
                "s4_device_links_6A, column merchant_id",
                "102 -> 17");
        assertBroken(
                r -> r.ipLink(77, 102, 1, IpLinkRole.RECENT_LOGIN_IP), "s4_ip_links_6A, column ip_id", "102 -> 77");
        assertBroken(
                r -> r.ipLink(103, 77, 1, IpLinkRole.RECENT_LOGIN_IP), "s4_ip_links_6A, column device_id", "103 -> 77");
        assertBroken(
                r -> r.ipLink(103, NOBODY, 1, IpLinkRole.RECENT_LOGIN_IP),
                "s4_ip_links_6A, column device_id",
                "103 -> null");
        assertBroken(
                r -> r.ipLink(103, 102, 77, IpLinkRole.RECENT_LOGIN_IP),
                "s4_ip_links_6A, column party_id",
                "103 -> 77");
        assertBroken(r -> r.endpoint(103, 77), "s4_ip_links_6A, column merchant_id", "103 -> 77");
        assertBroken(r -> r.endpoint(103, NO_MERCHANT), "s4_ip_links_6A, column merchant_id", "103 -> null");
        assertBroken(r -> r.party(2, "JP", Segment.SME), "s1_party_base_6A, column party_id", "2 -> again");
        assertBroken(r -> r.ip(0, IpGroup.RESIDENTIAL, "JP"), "s4_ip_base_6A, column ip_id", "-> 0");
    }

    @Test
    void allProblemsComeInOnePassWithTheirCounts() {
        EntityRows rows = sound();
        for (long id = 10; id < 20; id++) {
            rows.account(id, 77, LedgerClass.DEPOSIT).ipLink(103, 1_000 + id, 1, IpLinkRole.TYPICAL_DEVICE_IP);
        }
        assertThatThrownBy(() -> rows.build(file())).isInstanceOfSatisfying(ContractException.class, failure -> {
            assertThat(failure.exit()).isEqualTo(4);
            assertThat(failure.problems()).hasSize(2).allSatisfy(problem -> assertThat(problem.code())
                    .isEqualTo(ErrorCode.INDEX_REFERENCE_BROKEN));
            assertThat(failure.problems().get(0).text())
                    .isEqualTo("s2_account_base_6A, column owner_party_id: must name a party of s1_party_base_6A, was"
                            + " broken in 10 rows, first 10 -> 77, 11 -> 77, 12 -> 77; repair the rows in layer 3 and"
                            + " prepare again");
        });
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Path blocked = Files.createFile(folder.resolve("blocked")).resolve("entity_index.bin");
        assertThatThrownBy(() -> sound().build(blocked))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("IO_WRITE_FAILED: " + blocked + ": must be writable");
    }

    @Test
    void aPartyThatHoldsMoreThanAPortfolioIsRefused() {
        EntityRows rows = sound();
        for (int i = 0; i < 256; i++) {
            rows.account(10_000 + i, 2, LedgerClass.DEPOSIT);
        }
        assertThatThrownBy(() -> rows.build(file()))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("INPUT_CAPACITY_EXCEEDED: s1_party_base_6A, accounts of a party: must be at most"
                        + " 255, was more for 1 parties, first 2 with 257");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPartyThatFillsAPortfolioFits() {
        EntityRows rows = sound();
        for (int i = 0; i < 254; i++) {
            rows.account(10_000 + i, 2, LedgerClass.CREDIT_REVOLVING);
        }
        for (int i = 0; i < 4_095; i++) {
            rows.instrument(20_000 + i, 10_000 + i % 254, 2, InstrumentKind.WALLET_TOKEN);
            rows.ip(30_000 + i, IpGroup.PUBLIC_SHARED, "PE");
            rows.ipLink(30_000 + i, 202, 2, IpLinkRole.RECENT_LOGIN_IP);
        }
        EntityIndex index = rows.open(file());
        Portfolio portfolio = new Portfolio();
        index.load(1, portfolio);
        assertThat(List.of(portfolio.accounts, portfolio.instruments, portfolio.ips))
                .containsExactly(255, 4_096, 4_096);
        assertThat(portfolio.deviceIpStart[1]).isEqualTo(4_096);
        assertThat(portfolio.ipId[portfolio.deviceIp[4_095]]).isEqualTo(34_094);
        assertThat(portfolio.accountId[portfolio.instrumentAccount[4_095]]).isEqualTo(10_000 + 4_094 % 254);
    }

    @Test
    void fewPartiesCarryMuchAndTheRestIsDormant() {
        int parties = 20_000;
        EntityIndex index = cell(parties, EntityRows.ACTIVITY);
        long[] weights = weights(index);
        long active = Arrays.stream(weights).filter(weight -> weight > 0).count();
        long total = Arrays.stream(weights).sum();
        assertThat(active).isBetween(parties * 55L / 100, parties * 55L / 100 + 1);
        assertThat((double) total / parties).isCloseTo(1_004, within(0.5));
        assertThat(index.mass(index.worldScope())).isEqualTo(total);
        // Log-normal with sigma 1, cut at 55 %: Phi(1 - z(share)) / Phi(1 + .1257).
        assertThat(share(weights, .01)).isCloseTo(.106, within(.012));
        assertThat(share(weights, .10)).isCloseTo(.447, within(.015));
        assertThat(share(weights, .50)).isCloseTo(.967, within(.01));
        TreeMap<Long, Integer> members = new TreeMap<>();
        Arrays.stream(weights).filter(weight -> weight > 0).forEach(weight -> members.merge(weight, 1, Integer::sum));
        int[] shares = {10, 40, 50, 100, 300, 500, 500, 500, 1000, 1000, 1000, 500};
        assertThat(members.descendingMap().values()).hasSize(shares.length);
        int strip = 0;
        for (int size : members.descendingMap().values()) {
            assertThat(size).as("strip %d", strip).isCloseTo(parties * shares[strip++] / 10_000, within(1));
        }
    }

    @Test
    void smallCellsAreNotBiased() {
        EntityRows rows = new EntityRows();
        long id = 1;
        for (int country = 0; country < 600; country++) {
            String iso = "" + (char) ('A' + country / 26) + (char) ('A' + country % 26);
            for (int i = 0; i <= country % 3; i++) {
                rows.complete(id++, iso, Segment.SME);
            }
        }
        EntityIndexBuilder.build(
                rows.tables(), EntityRows.dimensions(), EntityRows.ACTIVITY, EntityRows.axes(), file());
        EntityIndex index = EntityIndex.open(file());
        double active =
                Arrays.stream(weights(index)).filter(weight -> weight > 0).count() / (double) index.parties();
        assertThat(active).isCloseTo(.55, within(.04));
    }

    @Test
    void theActiveShareMayPassTheStripsOfOwnWorlds() {
        EntityIndex index = cell(2_000, new ForeignActivity(1, 0.25, 1, 0.9));
        long active = Arrays.stream(weights(index)).filter(weight -> weight > 0).count();
        assertThat(active).isBetween(1_800L, 1_801L);
    }

    @Test
    void holdingsRaiseTheWeight() {
        EntityRows rows = new EntityRows();
        for (long id = 1; id <= 2_000; id++) {
            rows.complete(id, "DE", Segment.SME);
            for (int i = 0; i < 30 && id % 2 == 0; i++) {
                rows.account(1_000_000 + id * 100 + i, id, LedgerClass.DEPOSIT);
            }
        }
        ForeignActivity strong = new ForeignActivity(1, 1, 1, 1);
        EntityIndexBuilder.build(rows.tables(), EntityRows.dimensions(), strong, EntityRows.axes(), file());
        long[] weights = weights(EntityIndex.open(file()));
        double few = 0;
        double many = 0;
        for (int p = 0; p < weights.length; p += 2) {
            few += weights[p];
            many += weights[p + 1];
        }
        // (1 + ln 34) / (1 + ln 4) = 1.90
        assertThat(many / few).isCloseTo(1.90, within(.25));
    }

    @Test
    void everyValueOfTheActivityLawMatters() {
        EntityRows rows = new EntityRows();
        for (long id = 1; id <= 50; id++) {
            rows.complete(id, "DE", Segment.SME);
            for (int i = 0; i < id % 5; i++) {
                rows.account(id * 100 + 50 + i, id, LedgerClass.DEPOSIT);
            }
        }
        List<ForeignActivity> laws = List.of(
                EntityRows.ACTIVITY,
                new ForeignActivity(2, 0.25, 1, 0.55),
                new ForeignActivity(1, 0.5, 1, 0.55),
                new ForeignActivity(1, 0.25, 0.5, 0.55),
                new ForeignActivity(1, 0.25, 1, 0.6));
        List<List<Long>> weights = laws.stream()
                .map(law -> {
                    EntityIndexBuilder.build(rows.tables(), EntityRows.dimensions(), law, EntityRows.axes(), file());
                    return Arrays.stream(weights(EntityIndex.open(file())))
                            .boxed()
                            .toList();
                })
                .toList();
        assertThat(weights).doesNotHaveDuplicates();
    }

    @Test
    void seedAndWorldDrawTheActivity() {
        EntityRows rows = new EntityRows();
        for (long id = 1; id <= 50; id++) {
            rows.complete(id, "DE", Segment.SME);
        }
        List<EntityIndexAxes> worlds = List.of(
                EntityRows.axes(),
                EntityIndexAxes.of(EntityRows.FINGERPRINT, 43, EntityRows.axes().sourceDigest()),
                EntityIndexAxes.of("f".repeat(64), 42, EntityRows.axes().sourceDigest()));
        List<List<Long>> weights = worlds.stream()
                .map(axes -> {
                    EntityIndexBuilder.build(rows.tables(), EntityRows.dimensions(), EntityRows.ACTIVITY, axes, file());
                    return Arrays.stream(weights(EntityIndex.open(file())))
                            .boxed()
                            .toList();
                })
                .toList();
        assertThat(weights).doesNotHaveDuplicates();
    }

    @Test
    void columnsKeepWhatTheyAreGiven() {
        LongColumn column = new LongColumn();
        long[] values = new long[400_000];
        for (int i = 0; i < values.length; i++) {
            int page = i >>> 16;
            values[i] = switch (page) {
                case 0 -> 7;
                case 1 -> 1_000_000 + i % 200;
                case 2 -> Long.MAX_VALUE - i % 60_000;
                case 3 -> -5L + i * 1_000L;
                case 4 -> i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
                default -> i;
            };
            column.add(values[i]);
        }
        assertThat(column.size()).isEqualTo(values.length);
        assertThat(column.toArray()).isEqualTo(values);
    }

    @Test
    void rowsAreOrderedByUnsignedKeyAndStay() {
        for (int n : new int[] {0, 1, 2, 1_000, 40_000}) {
            long[] keys = new long[n];
            for (int i = 0; i < n; i++) {
                keys[i] = ((i * 0x9E3779B97F4A7C15L) >>> 50) * 0x0001_0000_0001_0001L;
            }
            long[] before = keys.clone();
            int[] rows = RowOrder.sort(keys);
            for (int i = 0; i < n; i++) {
                assertThat(keys[i]).isEqualTo(before[rows[i]]);
                if (i > 0) {
                    int order = Long.compareUnsigned(keys[i - 1], keys[i]);
                    assertThat(order < 0 || (order == 0 && rows[i - 1] < rows[i]))
                            .isTrue();
                }
            }
        }
    }

    private Path file() {
        return folder.resolve("entity_index.bin");
    }

    /** Two complete parties, 1 and 2. */
    private static EntityRows sound() {
        return new EntityRows().complete(1, "DE", Segment.FAMILY).complete(2, "DE", Segment.FAMILY);
    }

    private void assertBroken(java.util.function.UnaryOperator<EntityRows> change, String where, String example) {
        assertThatThrownBy(() -> change.apply(sound()).build(file()))
                .as(where)
                .isInstanceOfSatisfying(ContractException.class, failure -> {
                    assertThat(failure.problems()).hasSize(1);
                    Problem problem = failure.problems().get(0);
                    assertThat(problem.code()).isEqualTo(ErrorCode.INDEX_REFERENCE_BROKEN);
                    assertThat(problem.where()).isEqualTo(where);
                    assertThat(problem.found())
                            .startsWith("broken in 1 rows, first ")
                            .endsWith(example);
                });
        assertThat(folder).isEmptyDirectory();
    }

    private EntityIndex cell(int parties, ForeignActivity activity) {
        EntityRows rows = new EntityRows();
        for (long id = 1; id <= parties; id++) {
            rows.complete(id, "DE", Segment.SME);
        }
        EntityIndexBuilder.build(rows.tables(), EntityRows.dimensions(), activity, EntityRows.axes(), file());
        return EntityIndex.open(file());
    }

    private static long[] weights(EntityIndex index) {
        long[] weights = new long[(int) index.parties()];
        Arrays.setAll(weights, index::weight);
        return weights;
    }

    /** Share of the mass that the most active part of all parties carries. */
    private static double share(long[] weights, double top) {
        long[] sorted = weights.clone();
        Arrays.sort(sorted);
        int first = sorted.length - (int) (top * sorted.length);
        return (double) Arrays.stream(sorted, first, sorted.length).sum()
                / Arrays.stream(sorted).sum();
    }
}
