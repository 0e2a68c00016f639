package io.millrace.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.EntityKind;
import io.millrace.contract.FraudRole;
import io.millrace.contract.RiskTier;
import io.millrace.contract.WorldCheck;
import io.millrace.contract.WorldCheck.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles and checks of one world of 120 000 parties, every row of it. */
class MadePostureTest {
    private static final int SIZE = 120_000;
    private static final int PART = 16_384;
    private static final List<String> ZONES = List.of("Europe/Berlin", "Europe/London", "America/New_York");

    @TempDir
    static Path folder;

    private static MadeWorld made;
    private static Posture posture;
    private static EntityTally tally;
    private static Map<String, WorldCheck> checks;

    @BeforeAll
    static void makeTheWorld() {
        made = new MadeWorld(SIZE, folder);
        posture = Posture.of(made.roles, made.population, made.world.draws, made.world);
        MadePlan plan = new MadePlan(made.world);
        EntityChecks judge = new EntityChecks(made.roles, plan);
        tally = new EntityTally(plan.zones());
        CheckedRows rows = new CheckedRows(made.world, posture, judge, ZONES, tally, 4096, slab -> {});
        for (int first = 0; first < SIZE; first += PART) {
            rows.parties(first / PART, first, Math.min(first + PART, SIZE));
        }
        rows.terminals(0, 0, made.world.merchants.sites());
        long ips = made.world.pools.capacity();
        for (long first = 1; first <= ips; first += 16 * PART) {
            rows.addresses(first / (16 * PART), first, Math.min(first + 16 * PART, ips + 1));
        }
        rows.merchants(0, 0, made.world.merchants.merchants());
        checks = new TreeMap<>();
        judge.verdict(tally).forEach(check -> checks.put(check.checkId(), check));
    }

    @Test
    void everyLawOfRowsAndLinksHolds() {
        for (String id : List.of("STRUCTURE", "LINKS", "CAPS", "ATTACH_READY", "COUNT_PLAN", "DRAWS", "TWIN")) {
            assertThat(checks.get(id).result()).as(checks.get(id).toString()).isEqualTo(Result.PASS);
        }
    }

    @Test
    void rolesAndCouplingHoldTheirBands() {
        for (String id : List.of("ROLES", "RISK_COUPLING", "SHARING", "IP_SHAPE", "POPULATION")) {
            assertThat(checks.get(id).result()).as(checks.get(id).toString()).isEqualTo(Result.PASS);
        }
    }

    @Test
    void roleTotalsAreThoseOfTheDesign() {
        assertThat(share(FraudRole.MULE)).isCloseTo(0.0062, Percentage.withPercentage(10));
        assertThat(share(FraudRole.SYNTHETIC_ID)).isCloseTo(0.0047, Percentage.withPercentage(10));
        assertThat(share(FraudRole.ASSOCIATE)).isCloseTo(0.0024, Percentage.withPercentage(15));
        assertThat(share(FraudRole.ORGANISER)).isCloseTo(0.00053, Percentage.withPercentage(30));
        assertThat(tally.riskyInRings / (double) tally.riskyParties).isCloseTo(0.72, Percentage.withPercentage(5));
    }

    @Test
    void tiersHaveTheSharesThatTheThresholdsCut() {
        for (EntityKind kind : List.of(EntityKind.PARTY, EntityKind.ACCOUNT, EntityKind.DEVICE)) {
            long[] tiers = tally.tiers[kind.ordinal()];
            double all = tiers[1] + tiers[2] + tiers[3] + tiers[4];
            assertThat(tiers[RiskTier.LOW.code()] / all).as(kind.toString()).isBetween(0.53, 0.57);
            assertThat(tiers[RiskTier.HIGH.code()] / all).as(kind.toString()).isBetween(0.012, 0.018);
        }
    }

    @Test
    void aHighTierIsASignalAndNoGiveAway() {
        PartyTraits party = new PartyTraits();
        PartyPosture of = new PartyPosture();
        int high = 0;
        int risky = 0;
        for (long ordinal = 0; ordinal < SIZE; ordinal++) {
            made.world.load(ordinal, party);
            posture.of(party, of);
            if (of.tier == RiskTier.HIGH) {
                high++;
                risky += of.role == FraudRole.CLEAN ? 0 : 1;
            }
        }
        assertThat(risky / (double) high).isCloseTo(0.24, Percentage.withPercentage(20));
    }

    @Test
    void thresholdsOfASecondMeasurementAreEqual() {
        Posture again = Posture.of(made.roles, made.population, made.world.draws, made.world);
        for (EntityKind kind : EntityKind.values()) {
            assertThat(again.tiers().get(kind).thresholds())
                    .isEqualTo(posture.tiers().get(kind).thresholds());
        }
        assertThat(again.tablesDigest()).isEqualTo(posture.tablesDigest()).hasSize(64);
    }

    @Test
    void partsOfAnySizeAddUpToTheSameTally() {
        MadePlan plan = new MadePlan(made.world);
        EntityChecks judge = new EntityChecks(made.roles, plan);
        List<List<WorldCheck>> verdicts = new ArrayList<>();
        for (int part : new int[] {3_000, 1_024}) {
            EntityTally sum = new EntityTally(plan.zones());
            for (int first = 0; first < 6_000; first += part) {
                EntityTally one = new EntityTally(plan.zones());
                new CheckedRows(made.world, posture, judge, ZONES, one, 100, slab -> {})
                        .parties(7, first, Math.min(first + part, 6_000));
                sum.add(one);
            }
            verdicts.add(judge.verdict(sum));
        }
        assertThat(verdicts.get(0)).isEqualTo(verdicts.get(1));
    }

    private static double share(FraudRole role) {
        return tally.roles[role.code()] / (double) tally.parties;
    }
}
