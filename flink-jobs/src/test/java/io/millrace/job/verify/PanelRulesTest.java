package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.WorldKind;
import io.millrace.run.RunIdentity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which runs may stand beside another. */
class PanelRulesTest {
    private static final String WORLD = "a".repeat(64);
    private static final String OTHER_WORLD = "b".repeat(64);
    private static final String POLICIES = "c".repeat(64);
    private static final String OTHER_POLICIES = "d".repeat(64);
    private static final String SCENARIO = "baseline_20260101_14d";
    private static final PanelMember JUDGED = own("judged", 42, SCENARIO, WORLD, POLICIES);

    @Test
    void otherSeedsAndRepeatsOfTheRunItselfMayStandBesideIt() {
        assertThat(problems(
                        own("seven", 7, SCENARIO, WORLD, POLICIES),
                        own("repeat", 42, SCENARIO, WORLD, POLICIES),
                        own("again", 42, SCENARIO, WORLD, POLICIES),
                        own("other", 101, SCENARIO, WORLD, POLICIES)))
                .isEmpty();
    }

    @Test
    void everythingElseThatDiffersIsToldForEveryRun() {
        List<Problem> problems = problems(
                own("scenario", 7, "baseline_20260101_3d", WORLD, POLICIES),
                own("world", 8, SCENARIO, OTHER_WORLD, OTHER_POLICIES),
                own("policies", 9, SCENARIO, WORLD, OTHER_POLICIES),
                member("contracts", 10, SCENARIO, WORLD, POLICIES, "0.0.9"),
                new PanelMember(
                        Path.of("/runs/kind"),
                        identity(11, SCENARIO, WORLD, POLICIES),
                        WorldKind.FOREIGN,
                        "1.0.0",
                        "",
                        ""));

        assertThat(problems).extracting(Problem::code).containsOnly(ErrorCode.RUN_IDENTITY_MISMATCH);
        assertThat(problems)
                .extracting(Problem::text)
                .satisfiesExactly(
                        text -> assertThat(text)
                                .isEqualTo("--beside /runs/scenario: must be of scenario " + SCENARIO
                                        + ", was baseline_20260101_3d; generate it with --scenario " + SCENARIO),
                        text -> assertThat(text)
                                .startsWith("--beside /runs/world: must be of the world parameter hash " + WORLD
                                        + ", was " + OTHER_WORLD),
                        text -> assertThat(text)
                                .startsWith("--beside /runs/policies: must be of the parameter hash " + POLICIES
                                        + ", was " + OTHER_POLICIES),
                        text -> assertThat(text)
                                .startsWith(
                                        "--beside /runs/contracts: must be sealed under contracts 1.0.0, was 0.0.9"),
                        text -> assertThat(text)
                                .startsWith("--beside /runs/kind: must be of a world of the kind OWN, was FOREIGN"));
    }

    @Test
    void theSameSeedOfAnotherRunIsNoOtherSeed() {
        assertThat(problems(own("longer", 42, "baseline_20260101_28d", WORLD, POLICIES)))
                .extracting(Problem::expected)
                .containsExactly(
                        "must be of scenario " + SCENARIO, "must have another seed than run " + JUDGED.runId());
    }

    @Test
    void aRunIsNamedOnceAndASeedIsGivenOnce() {
        PanelMember seven = own("seven", 7, SCENARIO, WORLD, POLICIES);
        List<Problem> problems = problems(JUDGED, seven, seven, own("copy", 7, SCENARIO, WORLD, POLICIES));

        assertThat(problems)
                .extracting(Problem::code)
                .containsExactly(ErrorCode.USAGE, ErrorCode.USAGE, ErrorCode.RUN_IDENTITY_MISMATCH);
        assertThat(problems.get(2).text())
                .startsWith("--beside /runs/copy: must have a seed that no other has, was seed 7, as /runs/seven");
    }

    @Test
    void aPopulationThatIsUsedAgainIsNoFreshOne() {
        RunIdentity linked =
                new RunIdentity(7, SCENARIO, WORLD, POLICIES, JUDGED.identity().manifestFingerprint());
        RunIdentity strange = new RunIdentity(8, SCENARIO, WORLD, POLICIES, "e".repeat(64));
        assertThat(problems(of("linked", linked), of("strange", strange)))
                .extracting(Problem::expected)
                .containsExactly(
                        "must have a population of its own",
                        "must be a world of law " + RunIdentity.WORLD_LAW + ", as that of run " + JUDGED.runId());
    }

    private static List<Problem> problems(PanelMember... others) {
        return PanelRules.problems(JUDGED, List.of(others));
    }

    private static PanelMember own(String name, long seed, String scenario, String world, String policies) {
        return member(name, seed, scenario, world, policies, "1.0.0");
    }

    private static PanelMember member(
            String name, long seed, String scenario, String world, String policies, String contracts) {
        return new PanelMember(
                Path.of("/runs").resolve(name),
                identity(seed, scenario, world, policies),
                WorldKind.OWN,
                contracts,
                "",
                "");
    }

    private static PanelMember of(String name, RunIdentity identity) {
        return new PanelMember(Path.of("/runs").resolve(name), identity, WorldKind.OWN, "1.0.0", "", "");
    }

    private static RunIdentity identity(long seed, String scenario, String world, String policies) {
        return new RunIdentity(seed, scenario, world, policies, RunIdentity.ownWorld(world, seed));
    }
}
