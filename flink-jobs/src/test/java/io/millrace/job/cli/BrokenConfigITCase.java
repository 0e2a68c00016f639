package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.PackFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs and profiles that cannot be used: everything wrong in one pass, nothing started, fine once mended. */
class BrokenConfigITCase {
    @TempDir
    Path folder;

    private SmallWorld world;
    private Path config;

    @BeforeEach
    void copy() {
        world = SmallWorld.preparedIn(folder);
        config = folder.resolve("config");
    }

    @Test
    void allProblemsOfThreeFilesComeInOnePassByPlace() throws IOException {
        Said said = refused(packs -> packs.edit("attachment_policy_6B", "p_loyal:", "p_loyl:")
                .edit("sessionisation_policy_6B", "timeout_seconds: 1200", "timeout_seconds: \"1200\"")
                .edit("timing_policy_6B", "settlement_tail_days:", "settlement_tail_days: 9999 #"));

        String layer = config + "/layer3/6B/";
        List<String> problems = said.problems();
        assertThat(problems).allSatisfy(line -> assertThat(line)
                .matches("CONFIG_VALIDATION_FAILED: .*[.]yaml#/.* [(][0-9]+:[0-9]+[)]: .*, was .* \\[schema]"));
        assertThat(problems)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("CONFIG_VALIDATION_FAILED: " + layer + "attachment_policy_6B.yaml#/visit/p_loyl (")
                        .contains("did you mean p_loyal?"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("CONFIG_VALIDATION_FAILED: " + layer
                                + "sessionisation_policy_6B.yaml#/gap/timeout_seconds (")
                        .contains("was \"1200\""))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(
                                "CONFIG_VALIDATION_FAILED: " + layer + "timing_policy_6B.yaml#/settlement_tail_days (")
                        .contains("was 9999"));
        assertThat(problems)
                .extracting(line -> line.replaceFirst("#.*", ""))
                .isSorted()
                .contains(
                        "CONFIG_VALIDATION_FAILED: " + layer + "attachment_policy_6B.yaml",
                        "CONFIG_VALIDATION_FAILED: " + layer + "sessionisation_policy_6B.yaml",
                        "CONFIG_VALIDATION_FAILED: " + layer + "timing_policy_6B.yaml");
    }

    @Test
    void aKeyWrittenTwiceIsNamedWithBothPlaces() throws IOException {
        Said said = refused(packs -> packs.edit(
                "sessionisation_policy_6B", "timeout_seconds: 1200", "timeout_seconds: 1200\n  timeout_seconds: 900"));
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("CONFIG_VALIDATION_FAILED: " + config
                        + "/layer3/6B/sessionisation_policy_6B.yaml#/gap/timeout_seconds (")
                .contains("(14:3): must stand once, was a second time; remove one of them; the first is at line 13")
                .endsWith("[yaml]");
    }

    @Test
    void aKeyThatNoSchemaKnowsIsNamedWithTheNearestOne() throws IOException {
        Said said = refused(packs -> packs.edit("case_policy_6B", "flows_per_case_max:", "flow_per_case_max:"));
        assertThat(said.problems()).anySatisfy(line -> assertThat(line)
                .startsWith("CONFIG_VALIDATION_FAILED: " + config
                        + "/layer3/6B/case_policy_6B.yaml#/limits/flow_per_case_max (")
                .contains("did you mean flows_per_case_max?")
                .endsWith("[schema]"));
    }

    @Test
    void aMissingPackAndAForeignLawRevisionAreNamed() throws IOException {
        Said said = refused(
                packs -> packs.delete("case_policy_6B").edit("timing_policy_6B", "law_revision: 1", "law_revision: 7"));
        assertThat(said.problems())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("CONFIG_VALIDATION_FAILED: ")
                        .contains("case_policy_6B"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("LAW_REVISION_UNSUPPORTED: ")
                        .contains("timing_policy_6B.yaml#/law_revision (")
                        .contains("was 7"));
    }

    @Test
    void rulesBetweenPacksAreJudgedBeforeTheRunStarts() throws IOException {
        Said said =
                refused(packs -> packs.edit("attachment_policy_6B", "p_loyal: { ECOM: 0.43", "p_loyal: { ECOM: 0.75"));
        assertThat(said.problems())
                .anySatisfy(line ->
                        assertThat(line).startsWith("POLICY_LINT_FAILED: ").endsWith("[L10]"));
    }

    @Test
    void aScopeThatLeavesTheScenarioOutIsNamed() throws IOException {
        Said said = refused(
                packs -> packs.edit("behaviour_config_6B", "scenarios_block: []", "scenarios_block: [baseline_v1]"));
        assertThat(said.problems())
                .anySatisfy(
                        line -> assertThat(line).startsWith("SCOPE_EXCLUDED: ").contains("baseline_v1"));
    }

    @Test
    void aConfigFolderThatIsNotThereIsOneProblem() {
        Said said = world.generate("--config", folder.resolve("nowhere").toString());
        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.problems())
                .singleElement()
                .asString()
                .startsWith("CONFIG_VALIDATION_FAILED: " + folder.resolve("nowhere"));
        world.nothingIsPublished();
    }

    @Test
    void aPackThatChangedWithoutItsVersionIsToldByAllThatReadIt() throws IOException {
        PackFolder packs = PackFolder.copyTo(config);
        assertThat(Said.millrace("lint", "--config", config.toString(), "--write-lock")
                        .exit())
                .isZero();
        packs.edit("sessionisation_policy_6B", "timeout_seconds: 1200", "timeout_seconds: 1100");
        String told = "warning: " + config + "/layer3/6B/sessionisation_policy_6B.yaml#/policy_version: must grow";

        Said sealed = world.seal("--config", config.toString());
        assertThat(sealed.exit()).as(sealed.err()).isZero();
        assertThat(sealed.out().lines()).anyMatch(line -> line.startsWith(told));
        Said generated = world.generate("--config", config.toString());
        assertThat(generated.exit()).as(generated.err()).isZero();
        assertThat(generated.err().lines()).anyMatch(line -> line.startsWith(told));
        world.isPublished();
    }

    @Test
    void aProfileWithSeveralFaultsTellsThemAll() throws IOException {
        Path profile = Files.writeString(folder.resolve("p.yaml"), "profile: 7\nseeds: \"42\"\nseed: 42\n");
        Said said = world.generate("--profile", profile.toString());
        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.problems()).hasSizeGreaterThan(2).allSatisfy(line -> assertThat(line)
                .startsWith("CONFIG_VALIDATION_FAILED: " + profile));
        assertThat(said.err()).doesNotContain("\tat ");
        world.nothingIsPublished();
    }

    /** Generates with damaged packs, then with sound ones. */
    private Said refused(Consumer<PackFolder> damage) throws IOException {
        damage.accept(PackFolder.copyTo(config));
        Said said = world.generate("--config", config.toString());
        assertThat(said.err()).as(said.out()).doesNotContain("\tat ");
        assertThat(said.exit()).as(said.err()).isEqualTo(3);
        world.nothingIsPublished();
        assertThat(SmallWorld.below(world.runs()))
                .as("nothing but the report")
                .allMatch(file -> file.endsWith("s0_report.json") || file.endsWith(".lock"));

        SmallWorld.remove(config);
        PackFolder.copyTo(config);
        assertThat(world.seal("--config", config.toString()))
                .as("sealed once mended")
                .returns(0, Said::exit);
        return said;
    }
}
