package io.millrace.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.EntityKind;
import io.millrace.contract.FraudRole;
import io.millrace.contract.InstrumentType;
import io.millrace.contract.IpLinkRole;
import io.millrace.contract.IpType;
import io.millrace.contract.RiskTier;
import io.millrace.contract.WorldCheck;
import io.millrace.contract.WorldCheck.Result;
import io.millrace.policy.RolesPolicy;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.testing.PolicyFiles;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntityChecksTest {
    private static final RolesPolicy POLICY = RolesPolicy.of(PolicyFiles.shipped("roles_6A"));
    private static final long ACCOUNT_7 = EntityIds.account(7, 0);

    /** One broken row, and the check that tells it; others may see its wake. */
    record Mutation(String text, String checkId, Consumer<SmallWorldRows> change) {
        @Override
        public String toString() {
            return text;
        }
    }

    static Stream<Mutation> mutations() {
        return Stream.of(
                new Mutation("a party row is lost", "STRUCTURE", world -> world.parties.size--),
                new Mutation("an account row is lost", "STRUCTURE", world -> world.accounts.size--),
                new Mutation("an instrument link is lost", "STRUCTURE", world -> world.instrumentLinks.size--),
                new Mutation("an address row is lost", "STRUCTURE", world -> world.ips.size--),
                new Mutation("a terminal row is lost", "STRUCTURE", world -> world.devices.size--),
                new Mutation("a party's role is lost", "STRUCTURE", world -> world.partyRoles.size--),
                new Mutation("an account's role is lost", "STRUCTURE", world -> world.accountRoles.size--),
                new Mutation("a terminal's role is lost", "STRUCTURE", world -> world.deviceRoles.size--),
                new Mutation("an address's role is lost", "STRUCTURE", world -> world.ipRoles.size--),
                new Mutation("a merchant's role is lost", "STRUCTURE", world -> world.merchantRoles.size--),
                new Mutation("a party id repeats", "STRUCTURE", world -> world.parties.partyId[4] = 4),
                new Mutation("an account id repeats", "STRUCTURE", world -> world.accounts.accountId[7] = ACCOUNT_7),
                new Mutation("an address id repeats", "STRUCTURE", world -> world.ips.ipId[4] = 4),
                new Mutation("an owner is another party", "STRUCTURE", world -> world.accounts.ownerPartyId[7] = 9),
                new Mutation(
                        "an address is of another type",
                        "STRUCTURE",
                        world -> world.ips.type[4] = (byte) IpType.MOBILE.code()),
                new Mutation("a party lives elsewhere", "COUNT_PLAN", world -> world.parties.homeZone[4] = 1),
                new Mutation("a device link is lost", "LINKS", world -> {
                    world.deviceLinks.deviceId[1] = world.deviceLinks.deviceId[2];
                    world.deviceLinks.partyId[1] = world.deviceLinks.partyId[2];
                }),
                new Mutation(
                        "a device link leads to another party", "LINKS", world -> world.deviceLinks.partyId[1] = 9),
                new Mutation(
                        "an address link has another role",
                        "LINKS",
                        world -> world.ipLinks.role[5] = (byte) IpLinkRole.RECENT_LOGIN_IP.code()),
                new Mutation(
                        "a card is none",
                        "ATTACH_READY",
                        world -> world.instruments.type[7] = (byte) InstrumentType.PARTY_BANK_ACCOUNT_DOMESTIC.code()),
                new Mutation(
                        "a party has an account's role",
                        "ROLES",
                        world -> world.partyRoles.role[7] = (byte) FraudRole.MULE_ACCOUNT.code()),
                new Mutation("twelve parties are mules", "ROLES", world -> {
                    for (int row = 0; row < 12; row++) {
                        world.partyRoles.role[row] = (byte) FraudRole.MULE.code();
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void aBrokenRowFailsTheCheckThatIsNamedForIt(Mutation mutation) {
        SmallWorldRows world = new SmallWorldRows();
        mutation.change.accept(world);
        assertThat(failed(world, world.tally())).contains(mutation.checkId);
    }

    @Test
    void theWholeWorldFailsNothing() {
        SmallWorldRows world = new SmallWorldRows();
        List<WorldCheck> checks = new EntityChecks(POLICY, world).verdict(world.tally());
        assertThat(checks.stream().map(WorldCheck::checkId))
                .containsExactly(
                        "ATTACH_READY",
                        "CAPS",
                        "COUNT_PLAN",
                        "DRAWS",
                        "IP_SHAPE",
                        "LINKS",
                        "POPULATION",
                        "RISK_COUPLING",
                        "ROLES",
                        "SHARING",
                        "STRUCTURE",
                        "TWIN");
        assertThat(checks.stream().filter(WorldCheck::blocks)).isEmpty();
        assertThat(checks.get(1).measured())
                .isEqualTo("accounts per party 1, instruments per account 1, own devices per party 1, "
                        + "devices per party 2, parties per device 2, ips per device 1, devices per ip 2, "
                        + "devices per residential ip 2");
    }

    @Test
    void anAccountTooManyBreaksACap() {
        SmallWorldRows world = new SmallWorldRows();
        for (int slot = 1; slot <= 20; slot++) {
            world.account(7, slot);
        }
        assertThat(failed(world, world.tally())).contains("CAPS").doesNotContain("STRUCTURE");
    }

    @Test
    void aFlippedRoleOrMovedByteShowsInTheTwin() {
        SmallWorldRows world = new SmallWorldRows();
        EntityTally tally = world.tally();
        tally.twin("00", "01");
        assertThat(failed(world, tally)).containsExactly("TWIN");
    }

    @Test
    void aWorldWithoutAnyTwinIsNotProven() {
        SmallWorldRows world = new SmallWorldRows();
        EntityTally tally = world.tally();
        tally.twins = 0;
        assertThat(failed(world, tally)).containsExactly("TWIN");
    }

    @Test
    void aQuarterOfTheCountsIsFarFromTheMean() {
        SmallWorldRows world = new SmallWorldRows();
        EntityTally tally = world.tally();
        for (long[] counted : tally.countedByCell) {
            for (int cell = 0; cell < counted.length; cell++) {
                counted[cell] /= 4;
            }
        }
        assertThat(failed(world, tally)).containsExactly("COUNT_PLAN");
    }

    @Test
    void drawsAreHeldAgainstTheRows() {
        SmallWorldRows world = new SmallWorldRows();
        EntityTally tally = world.tally();
        DrawLedger ledger = new DrawLedger();
        ledger.count(Decision.PARTY_LATENT, 60);
        ledger.count(Decision.RING_ROLE, 0);
        ledger.count(Decision.ACCOUNT_COUNT, 240);
        ledger.count(Decision.INSTRUMENT_COUNT, 120);
        ledger.count(Decision.INSTRUMENT_SCHEME, 60);
        ledger.count(Decision.DEVICE_COUNT, 180);
        ledger.count(Decision.DEVICE_OS, 61);
        ledger.count(Decision.IP_ATTR, 31);
        ledger.count(Decision.PARTY_ROLE, 60);
        ledger.count(Decision.ACCOUNT_ROLE, 60);
        ledger.count(Decision.DEVICE_ROLE, 61);
        ledger.count(Decision.IP_ROLE, 31);
        ledger.count(Decision.MERCHANT_ROLE, 1);
        tally.drawn(ledger);
        assertThat(result(world, tally, "DRAWS")).isEqualTo(Result.PASS);
        ledger.count(Decision.IP_ROLE);
        tally.drawn(ledger);
        assertThat(failed(world, tally)).containsExactly("DRAWS");
    }

    @Test
    void sharesOnlyWarnInASmallWorldAndFailInALargeOne() {
        EntityTally tally = new SmallWorldRows().tally();
        CheckPlan small = new SmallWorldRows();
        assertThat(result(small, tally, "IP_SHAPE")).isEqualTo(Result.WARN);
        assertThat(result(small, tally, "RISK_COUPLING")).isEqualTo(Result.WARN);
        assertThat(result(large(), tally, "IP_SHAPE")).isEqualTo(Result.FAIL);
        assertThat(result(large(), tally, "RISK_COUPLING")).isEqualTo(Result.FAIL);
        assertThat(result(large(), tally, "POPULATION")).isEqualTo(Result.FAIL);
    }

    @Test
    void aPostureWithSignalButNoGiveAwayIsCoupled() {
        EntityTally tally = new EntityTally(1);
        tally.riskyParties = 1000;
        tally.riskyInRings = 720;
        fill(tally.deviceCoupling, 98_000, 900, 970, 30);
        fill(tally.accountCoupling, 98_000, 900, 970, 30);
        assertThat(result(large(), tally, "RISK_COUPLING")).isEqualTo(Result.PASS);
        fill(tally.accountCoupling, 98_000, 900, 900, 100);
        assertThat(result(large(), tally, "RISK_COUPLING")).isEqualTo(Result.FAIL);
        fill(tally.accountCoupling, 98_000, 900, 970, 30);
        tally.riskyInRings = 640;
        assertThat(result(large(), tally, "RISK_COUPLING")).isEqualTo(Result.FAIL);
    }

    @Test
    void theShapeOfAddressesIsReadFromTheHistogram() {
        EntityTally tally = new EntityTally(1);
        tally.devices = 1;
        tally.ipsByDevices[3] = 970;
        tally.ipsByDevices[20] = 15;
        tally.ipsByDevices[70] = 5;
        tally.ipsByDevices[102] = 10;
        // Top ten of a thousand addresses hold 1020 of 4580 links; the 990th has 70 devices.
        new TreeMap<>(POLICY.checks().ipShape().edgeShare())
                .forEach((type, share) -> tally.edgesByType[IpType.valueOf(type).code()] = Math.round(share * 1000));
        WorldCheck check = check(large(), tally, "IP_SHAPE");
        assertThat(check.measured()).startsWith("devices per address p50 3, p99 70, links of the top 1 % 0.22271,");
        assertThat(check.result()).isEqualTo(Result.PASS);
        tally.edgesByType[IpType.MOBILE.code()] += 100;
        assertThat(result(large(), tally, "IP_SHAPE")).isEqualTo(Result.FAIL);
    }

    @Test
    void talliesOfPartsAddUpInAnyOrder() {
        SmallWorldRows broken = new SmallWorldRows();
        broken.accounts.accountId[7] = ACCOUNT_7;
        EntityTally one = broken.tally();
        EntityTally two = new SmallWorldRows().tally();
        EntityTally forth = new EntityTally(1);
        forth.add(one);
        forth.add(two);
        EntityTally back = new EntityTally(1);
        back.add(two);
        back.add(one);
        EntityChecks checks = new EntityChecks(POLICY, broken);
        assertThat(checks.verdict(forth)).isEqualTo(checks.verdict(back));
        assertThat(check(broken, forth, "STRUCTURE").measured())
                .startsWith("ids that decode to nothing 0, repeated ids 1 (first " + ACCOUNT_7 + ") (!),");
    }

    @Test
    void aHighTierTooLargeFailsTheRoles() {
        EntityTally tally = new EntityTally(1);
        tally.parties = 1_000_000;
        tally.ips = 1_000_000;
        tally.roles[FraudRole.MULE.code()] = 6_200;
        tally.roles[FraudRole.SYNTHETIC_ID.code()] = 4_700;
        tally.roles[FraudRole.ASSOCIATE.code()] = 2_400;
        tally.roles[FraudRole.ORGANISER.code()] = 530;
        for (EntityKind kind : EntityKind.values()) {
            tally.tiers[kind.ordinal()][RiskTier.LOW.code()] = 985_000;
            tally.tiers[kind.ordinal()][RiskTier.HIGH.code()] = 15_000;
        }
        assertThat(result(large(), tally, "ROLES")).isEqualTo(Result.PASS);
        tally.tiers[EntityKind.DEVICE.ordinal()][RiskTier.HIGH.code()] = 40_000;
        assertThat(result(large(), tally, "ROLES")).isEqualTo(Result.FAIL);
    }

    @Test
    void everyTextOfTheReportFitsItsSchema() {
        EntityTally tally = new SmallWorldRows().tally();
        assertThat(new EntityChecks(POLICY, large()).verdict(tally)).allSatisfy(check -> {
            assertThat(check.measured()).hasSizeLessThanOrEqualTo(1000).doesNotContain("\n");
            assertThat(check.threshold()).hasSizeLessThanOrEqualTo(1000).doesNotContain("\n");
        });
    }

    private static void fill(long[] coupling, long... counts) {
        System.arraycopy(counts, 0, coupling, 0, counts.length);
    }

    private static List<String> failed(CheckPlan plan, EntityTally tally) {
        return new EntityChecks(POLICY, plan)
                .verdict(tally).stream()
                        .filter(WorldCheck::blocks)
                        .map(WorldCheck::checkId)
                        .toList();
    }

    private static Result result(CheckPlan plan, EntityTally tally, String checkId) {
        return check(plan, tally, checkId).result();
    }

    private static WorldCheck check(CheckPlan plan, EntityTally tally, String checkId) {
        return new EntityChecks(POLICY, plan)
                .verdict(tally).stream()
                        .filter(check -> check.checkId().equals(checkId))
                        .findFirst()
                        .orElseThrow();
    }

    /** The small world's plan, for tallies of many more parties. */
    private static CheckPlan large() {
        return new LargePlan(new SmallWorldRows());
    }
}
