package io.millrace.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.DeviceGroup;
import io.millrace.contract.InstrumentKind;
import io.millrace.contract.IpGroup;
import io.millrace.contract.IpLinkRole;
import io.millrace.contract.Iso;
import io.millrace.contract.LedgerClass;
import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import io.millrace.random.Mix64;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of an own world against the law it was made by. */
class OwnWorldIndexTest {
    private static final PartyPlan PLAN = PartyPlanTest.plan("tiny");

    @TempDir
    Path folder;

    @Test
    void picksOfTheIndexAreThoseOfThePlan() {
        EntityIndexInfo info = build(rows().tables());
        assertThat(info.activity()).isEmpty();
        assertThat(info.count("parties_eligible")).isEqualTo(2_000);
        assertThat(info.count("parties_pickable")).isEqualTo(2_000 - dormant()).isBetween(1_450L, 1_550L);
        try (EntityIndex index = EntityIndex.open(file())) {
            assertThat(index.mass(index.worldScope())).isEqualTo(PLAN.mass(PLAN.worldScope()));
            for (String country : List.of("DE", "GB", "US", "FR")) {
                for (int zone = -1; zone < PLAN.zoneTzids().size(); zone++) {
                    int scope = PLAN.scope(Iso.pack(country), zone);
                    assertThat(index.scope(Iso.pack(country), zone)).isEqualTo(scope);
                    if (scope >= 0) {
                        assertThat(index.mass(scope)).isEqualTo(PLAN.mass(scope));
                        samePicks(index, scope, 2_000);
                    }
                }
            }
            samePicks(index, PLAN.worldScope(), 100_000);
        }
    }

    private static void samePicks(EntityIndex index, int scope, int picks) {
        for (int i = 0; i < picks; i++) {
            long x0 = Mix64.at(scope, 2L * i);
            long x1 = Mix64.at(scope, 2L * i + 1);
            if (index.pick(scope, x0, x1) != PLAN.pick(scope, x0, x1)) {
                assertThat(index.pick(scope, x0, x1))
                        .as("scope %d pick %d", scope, i)
                        .isEqualTo(PLAN.pick(scope, x0, x1));
            }
        }
    }

    private static long dormant() {
        long dormant = 0;
        for (long index = 0; index < PLAN.parties(); index++) {
            dormant += PLAN.stripOf(index) == 13 ? 1 : 0;
        }
        return dormant;
    }

    @Test
    void partiesOfTheIndexAreThoseOfThePlan() {
        build(rows().tables());
        try (EntityIndex index = EntityIndex.open(file())) {
            for (long ordinal = 0; ordinal < PLAN.parties(); ordinal++) {
                long inner = PLAN.index(ordinal);
                assertThat(index.partyId(ordinal)).isEqualTo(ordinal + 1);
                assertThat(index.ordinalOf(ordinal + 1)).isEqualTo(ordinal);
                assertThat(index.weight(ordinal)).isEqualTo(PLAN.weight(ordinal));
                assertThat(index.segment(ordinal)).isEqualTo(PLAN.segmentOf(inner));
                assertThat(index.country(ordinal)).isEqualTo(PLAN.country(PLAN.zoneOf(inner)));
            }
            for (Segment segment : Segment.values()) {
                assertThat(index.massOfSegment(segment.code())).isEqualTo(PLAN.massOfSegment(segment.code()));
            }
        }
    }

    @Test
    void manyPicksAtOnceAreThoseOneByOne() {
        build(rows().tables());
        try (EntityIndex index = EntityIndex.open(file())) {
            int count = 300;
            int[] scopes = new int[count];
            long[] x0 = new long[count];
            long[] x1 = new long[count];
            for (int i = 0; i < count; i++) {
                scopes[i] = i % 2 == 0 ? index.worldScope() : index.scope(Iso.pack("DE"), -1);
                x0[i] = Mix64.at(5, 2L * i);
                x1[i] = Mix64.at(5, 2L * i + 1);
            }
            long[] picked = new long[count];
            index.pick(scopes, x0, x1, count, picked);
            for (int i = 0; i < count; i++) {
                assertThat(picked[i]).isEqualTo(index.pick(scopes[i], x0[i], x1[i]));
            }
        }
    }

    @Test
    void meansAloneAreThoseOfTheWholePortfolio() {
        build(rows().tables());
        Portfolio whole = new Portfolio();
        Portfolio means = new Portfolio();
        try (EntityIndex index = EntityIndex.open(file())) {
            for (long ordinal = 0; ordinal < index.parties(); ordinal++) {
                index.load(ordinal, whole);
                index.loadMeans(ordinal, means);
                assertThat(means.partyId).isEqualTo(whole.partyId);
                assertThat(means.country).isEqualTo(whole.country);
                assertThat(means.segment).isEqualTo(whole.segment);
                assertThat(means.accounts).isEqualTo(whole.accounts).isPositive();
                assertThat(means.instruments).isEqualTo(whole.instruments).isPositive();
                assertThat(means.accountId).isEqualTo(whole.accountId);
                assertThat(means.accountClass).isEqualTo(whole.accountClass);
                assertThat(means.instrumentId).isEqualTo(whole.instrumentId);
                assertThat(means.instrumentKind).isEqualTo(whole.instrumentKind);
                assertThat(means.instrumentAccount).isEqualTo(whole.instrumentAccount);
            }
        }
    }

    @Test
    void theOrderOfRowsDoesNotMatter() throws IOException {
        build(rows().tables());
        byte[] sorted = Files.readAllBytes(file());
        build(rows().shuffled(7));
        assertThat(Files.readAllBytes(file())).isEqualTo(sorted);
    }

    @Test
    void tablesOfAnotherWorldAreRefused() {
        EntityRows rows = new EntityRows();
        for (long ordinal = 0; ordinal < PLAN.parties(); ordinal++) {
            // Neighbours trade places.
            party(rows, ordinal + 1, PLAN.index(ordinal ^ 1), PartyType.RETAIL);
        }
        assertThatThrownBy(() -> build(rows.tables())).isInstanceOfSatisfying(ContractException.class, refused -> {
            assertThat(refused.problems()).extracting(Problem::code).containsOnly(ErrorCode.INDEX_REFERENCE_BROKEN);
            assertThat(refused.problems())
                    .extracting(Problem::where)
                    .containsExactly(
                            "s1_party_base_6A, column country_iso",
                            "s1_party_base_6A, column home_tzid",
                            "s1_party_base_6A, column party_type",
                            "s1_party_base_6A, column segment_id");
        });
        assertThat(file()).doesNotExist();
    }

    @Test
    void aMissingPartyIsRefused() {
        EntityRows rows = new EntityRows();
        for (long ordinal = 1; ordinal < PLAN.parties(); ordinal++) {
            planned(rows, ordinal);
        }
        assertThatThrownBy(() -> build(rows.tables())).hasMessageContaining("must be 1..2000 without gaps");
    }

    @Test
    void aPickablePartyWithoutAnAddressIsRefused() {
        EntityRows rows = new EntityRows();
        long bare = PLAN.pick(PLAN.worldScope(), 1, 2);
        for (long ordinal = 0; ordinal < PLAN.parties(); ordinal++) {
            if (ordinal != bare) {
                planned(rows, ordinal);
            }
        }
        long inner = PLAN.index(bare);
        int zone = PLAN.zoneOf(inner);
        rows.row(tables -> tables.addParty(
                bare + 1,
                PartyType.ofCode(PLAN.typeOf(inner)),
                Segment.ofCode(PLAN.segmentOf(inner)),
                PLAN.country(zone),
                PLAN.zoneOrdinal(zone)));
        assertThatThrownBy(() -> build(rows.tables()))
                .hasMessageContaining("must have a card-like instrument and a device with an IP");
    }

    private static EntityRows rows() {
        EntityRows rows = new EntityRows();
        for (long ordinal = 0; ordinal < PLAN.parties(); ordinal++) {
            planned(rows, ordinal);
        }
        return rows;
    }

    private static void planned(EntityRows rows, long ordinal) {
        long inner = PLAN.index(ordinal);
        party(rows, ordinal + 1, inner, PartyType.ofCode(PLAN.typeOf(inner)));
    }

    private static void party(EntityRows rows, long id, long inner, PartyType type) {
        int zone = PLAN.zoneOf(inner);
        String country = Iso.country(PLAN.country(zone));
        rows.row(tables -> tables.addParty(
                        id, type, Segment.ofCode(PLAN.segmentOf(inner)), PLAN.country(zone), PLAN.zoneOrdinal(zone)))
                .account(id * 100, id, LedgerClass.DEPOSIT)
                .instrument(id * 100 + 1, id * 100, id, InstrumentKind.CARD_PHYSICAL)
                .device(id * 100 + 2, id, DeviceGroup.MOBILE_PHONE)
                .ip(id * 100 + 3, IpGroup.RESIDENTIAL, country)
                .ipLink(id * 100 + 3, id * 100 + 2, id, IpLinkRole.TYPICAL_DEVICE_IP);
    }

    private EntityIndexInfo build(EntityTables tables) {
        return EntityIndexBuilder.build(tables, dimensions(), PLAN, EntityRows.axes(), file());
    }

    private static WorldDimensions dimensions() {
        int zones = PLAN.zoneTzids().size();
        short[] countries = new short[zones];
        for (int zone = 0; zone < PLAN.zones(); zone++) {
            countries[PLAN.zoneOrdinal(zone)] = (short) PLAN.country(zone);
        }
        return new WorldDimensions(
                new long[] {1},
                new short[] {(short) Iso.pack("DE")},
                new int[] {-1},
                new byte[] {1},
                new int[4],
                new long[1],
                new long[] {5},
                new int[] {0},
                new short[] {(short) Iso.pack("DE")},
                new long[1],
                PLAN.zoneTzids(),
                countries,
                new long[zones]);
    }

    private Path file() {
        return folder.resolve("entity_index.bin");
    }
}
