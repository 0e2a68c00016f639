package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.contract.ContractResource;
import io.millrace.contract.PackDictionary;
import io.millrace.contract.WorldKind;
import io.millrace.digest.TupleDigest;
import io.millrace.testing.ConfigFolder;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyPacksTest {
    private static final Path CONFIG = PolicyFiles.root().resolve("config");
    private static final String SESSIONS = "layer3/6B/sessionisation_policy_6B.yaml";

    @TempDir
    Path folder;

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void everyShippedPackPassesItsSchema() {
        List<String> shipped = PackDictionary.shipped().entries().stream()
                .filter(entry -> Files.exists(CONFIG.resolve(entry.path())))
                .filter(entry -> ContractResource.find(entry.schema()).isPresent())
                .map(PackDictionary.Entry::policyId)
                .toList();
        PolicyPacks packs = ConfigFolder.packsIn(folder, shipped).read(problems);
        assertThat(problems).isEmpty();
        assertThat(packs.all().keySet()).containsExactlyInAnyOrderElementsOf(shipped);
        assertThat(packs.all().values()).allSatisfy(pack -> assertThat(pack.lawRevision())
                .isEqualTo(PackDictionary.shipped()
                        .find(pack.policyId())
                        .orElseThrow()
                        .lawRevision()));
    }

    @Test
    void theShippedFolderHoldsExactlyThePacksOfTheDictionary() {
        assumeThat(PackDictionary.shipped().entries())
                .as("all packs are written")
                .filteredOn(entry -> !entry.hasAlternatives())
                .allMatch(entry -> Files.exists(CONFIG.resolve(entry.path())));
        PolicyPacks packs = PolicyPacks.read(CONFIG, problems);
        assertThat(problems).isEmpty();
        assertThat(packs.behaviour()).hasSize(19);
        assertThat(packs.taxonomy()).hasSize(6);
        assertThat(packs.world()).containsKeys("geography_5B", "population_6A").doesNotContainKey("world_spec");
        assertThat(packs.worldSpecs()).containsOnlyKeys("tiny", "demo", "small", "medium", "full", "huge");
    }

    @Test
    void threeErrorsOfOnePackAreToldTogetherWithTheirPlaces() {
        ConfigFolder config = ConfigFolder.packsIn(folder, List.of("sessionisation_policy_6B"));
        config.edit(SESSIONS, "timeout_seconds: 1200", "timeout_seconds: 0");
        config.edit(SESSIONS, "ambiguous: LINEAR_RAMP", "ambiguous: LINEAR_RAMPS");
        config.edit(SESSIONS, "  arrivals_per_session_max: 200", "  arrivals_per_sesion_max: 200");
        PolicyPacks packs = config.read(problems);
        assertThat(problems)
                .extracting(Problem::text)
                .containsExactly(
                        folder + "/" + SESSIONS + "#/gap/timeout_seconds (13:20): must be at least 1, was 0; raise it"
                                + " [schema]",
                        folder + "/" + SESSIONS
                                + "#/gap/ambiguous (17:14): must be one of LINEAR_RAMP, ALWAYS_BREAK, was"
                                + " \"LINEAR_RAMPS\"; did you mean LINEAR_RAMP? [schema]",
                        folder + "/" + SESSIONS
                                + "#/caps (21:3): must have the key arrivals_per_session_max, was absent;"
                                + " add arrivals_per_session_max [schema]",
                        folder + "/" + SESSIONS + "#/caps/arrivals_per_sesion_max (21:3): must be one of"
                                + " arrivals_per_session_max, session_span_seconds_max, was arrivals_per_sesion_max; did"
                                + " you mean arrivals_per_session_max? [schema]");
        assertThat(packs.pack("sessionisation_policy_6B")).isEmpty();
    }

    @Test
    void aRepeatedKeyIsToldAndTheRestIsStillChecked() {
        ConfigFolder config = ConfigFolder.packsIn(folder, List.of("sessionisation_policy_6B"));
        config.edit(SESSIONS, "on_channel_change: false", "on_channel_change: 1\n  on_utc_day_change: true");
        config.read(problems);
        assertThat(problems)
                .extracting(Problem::text)
                .containsExactly(
                        folder + "/" + SESSIONS
                                + "#/breaks/on_utc_day_change (28:3): must stand once, was a second time;"
                                + " remove one of them; the first is at line 26 [yaml]",
                        folder + "/" + SESSIONS + "#/breaks/on_channel_change (27:22): must be of type boolean, was 1;"
                                + " write a value of this type [schema]");
    }

    @Test
    void missingAndUnknownFilesAreToldByName() throws IOException {
        ConfigFolder config = ConfigFolder.taxonomiesIn(folder);
        Files.move(folder.resolve("layer3/6A/ip_taxonomy_6A.yaml"), folder.resolve("layer3/6A/ip_taxonomie_6A.yaml"));
        Files.writeString(folder.resolve("layer3/6A/party_taxonomy_6A.yml"), "a: 1\n");
        PolicyPacks packs = config.read(problems);
        assertThat(problems)
                .extracting(Problem::text)
                .containsExactly(
                        folder
                                + "/layer3/6A/ip_taxonomie_6A.yaml: must be a pack of this program, was an unknown file; did"
                                + " you mean layer3/6A/ip_taxonomy_6A.yaml? Else move it out of the folder [L01]",
                        folder
                                + "/layer3/6A/party_taxonomy_6A.yml: must be a pack of this program, was an unknown file;"
                                + " did you mean layer3/6A/party_taxonomy_6A.yaml? Else move it out of the folder [L01]",
                        folder + "/layer3/6A/ip_taxonomy_6A.yaml: must be there: every run needs all packs, was no such"
                                + " file; restore it; a feature is switched off in behaviour_config_6B, never by leaving"
                                + " its pack out [L01]");
        assertThat(problems).extracting(Problem::code).containsOnly(ErrorCode.CONFIG_VALIDATION_FAILED);
        assertThat(packs.all()).hasSize(5);
    }

    @Test
    void aFolderThatIsNoneAndOneWithoutPacksAreOneProblemEach() throws IOException {
        PolicyPacks.read(folder.resolve("nowhere"), problems);
        Files.createDirectories(folder.resolve("notes/world"));
        PolicyPacks.read(folder.resolve("notes"), problems);
        assertThat(problems)
                .extracting(Problem::text)
                .containsExactly(
                        folder + "/nowhere: must be a readable config folder, was no such folder; give it by --config;"
                                + " millrace init writes one",
                        folder + "/notes: must be a readable config folder, was a folder without any policy pack; give"
                                + " it by --config; millrace init writes one");
    }

    @Test
    void aPlaceIsThatOfTheFileAndASealKeepsNothingOfTheMachine() {
        PolicyPacks packs = ConfigFolder.packsIn(folder, List.of("sessionisation_policy_6B"))
                .read(problems);
        String place = packs.require("sessionisation_policy_6B").file();
        assertThat(place).isEqualTo(folder + "/" + SESSIONS).isEqualTo(packs.place(SESSIONS));
        assertThat(packs.sealed(place)).isEqualTo("config/" + SESSIONS);
        assertThat(packs.sealed("L03 waits for " + packs.place(PolicyLock.FILE)))
                .isEqualTo("L03 waits for config/policies.lock");
        assertThat(packs.sealed("world_spec.yaml")).isEqualTo("world_spec.yaml");
    }

    @Test
    void identityFollowsGroups() {
        List<String> ids = List.of("ip_taxonomy_6A", "device_taxonomy_6A", "rng_profile_layer3");
        PolicyPacks packs = ConfigFolder.packsIn(folder, ids).read(problems);
        assertThat(problems).isEmpty();
        assertThat(packs.taxonomy().keySet()).containsExactly("device_taxonomy_6A", "ip_taxonomy_6A");
        assertThat(packs.behaviour().keySet()).containsExactly("rng_profile_layer3");
        assertThat(packs.worldParameterHash())
                .isEqualTo(tuple(packs, "device_taxonomy_6A", "ip_taxonomy_6A"))
                .isNotEqualTo(packs.parameterHash(WorldKind.OWN));
        // Without world packs both kinds of worlds have the same packs in effect.
        assertThat(packs.parameterHash(WorldKind.FOREIGN))
                .isEqualTo(tuple(packs, "device_taxonomy_6A", "ip_taxonomy_6A", "rng_profile_layer3"))
                .isEqualTo(packs.parameterHash(WorldKind.OWN));
    }

    @Test
    void anOwnWorldHasOneOfTheWorldSpecsInEffect() {
        PolicyPacks packs = PolicyPacks.read(CONFIG, problems);
        PolicyPacks tiny = packs.withWorldSpec("tiny");
        PolicyPacks demo = packs.withWorldSpec("demo");
        assertThat(problems).isEmpty();
        assertThat(tiny.require("world_spec").file()).isEqualTo(CONFIG + "/world/tiny.yaml");
        TreeMap<String, PolicyPack> shaping = new TreeMap<>(tiny.taxonomy());
        shaping.putAll(tiny.world());
        assertThat(shaping).containsKeys("world_spec", "geography_5B", "population_6A", "party_taxonomy_6A");
        assertThat(tiny.worldParameterHash())
                .isEqualTo(tuple(tiny, shaping.keySet().toArray(String[]::new)))
                .isNotEqualTo(demo.worldParameterHash())
                .isNotEqualTo(packs.worldParameterHash());
        assertThat(tiny.parameterHash(WorldKind.OWN)).isNotEqualTo(demo.parameterHash(WorldKind.OWN));
        assertThat(packs.ofWorld(demo.worldParameterHash()).orElseThrow().require("world_spec"))
                .isEqualTo(demo.require("world_spec"));
        assertThat(packs.ofWorld("0".repeat(64))).isEmpty();
    }

    /** Where a spec lies is no part of the identity, and what a world keeps is a spec too. */
    @Test
    void aWorldSpecMayLieAnywhere(@TempDir Path elsewhere) throws IOException {
        PolicyPacks packs = PolicyPacks.read(CONFIG, problems);
        PolicyPacks tiny = packs.withWorldSpec("tiny");
        Path mine = Files.copy(CONFIG.resolve("world/tiny.yaml"), elsewhere.resolve("mine.yaml"));
        assertThat(packs.withWorldSpecAt(mine, "mine.yaml").worldParameterHash())
                .isEqualTo(tiny.worldParameterHash());
        assertThat(packs.withWorldSpecAt(mine, "mine.yaml")
                        .require("world_spec")
                        .file())
                .isEqualTo("mine.yaml");
        Path copy = Files.writeString(
                elsewhere.resolve("copy.yaml"), tiny.require("world_spec").canonicalJson() + "\n");
        assertThat(packs.withWorldSpecAt(copy, "copy.yaml").worldParameterHash())
                .isEqualTo(tiny.worldParameterHash());
        assertThatThrownBy(() -> packs.withWorldSpecAt(elsewhere.resolve("none.yaml"), "none.yaml"))
                .hasMessageContaining("none.yaml: must be a file, was no such file");
        Files.writeString(mine, Files.readString(mine).replace("GB", "QQ"));
        assertThat(PolicyLinter.lintWorld(packs.withWorldSpecAt(mine, "mine.yaml")))
                .extracting(Problem::where)
                .containsExactly("mine.yaml#/countries/1");
    }

    @Test
    void aForeignWorldIsNotShapedByWorldPacks() {
        PolicyPacks packs = PolicyPacks.read(CONFIG, problems);
        TreeMap<String, PolicyPack> others = new TreeMap<>(packs.taxonomy());
        others.putAll(packs.behaviour());
        assertThat(packs.parameterHash(WorldKind.FOREIGN))
                .isEqualTo(tuple(packs, others.keySet().toArray(String[]::new)))
                .isEqualTo(packs.withWorldSpec("tiny").parameterHash(WorldKind.FOREIGN));
    }

    @Test
    void aWorldSpecThatIsNotThereIsToldWithItsNeighbour() {
        PolicyPacks packs = PolicyPacks.read(CONFIG, problems);
        assertThatThrownBy(() -> packs.withWorldSpec("tinny"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining(CONFIG + "/world/tinny.yaml")
                .hasMessageContaining("did you mean tiny?");
    }

    @Test
    void commentsAreNoDriftAndValuesAre() {
        ConfigFolder config = ConfigFolder.packsIn(folder, List.of("behaviour_config_6B"));
        String before = config.read(problems).parameterHash(WorldKind.FOREIGN);
        config.edit("layer3/6B/behaviour_config_6B.yaml", "# A run outside its scope", "# Any run outside its scope");
        assertThat(config.read(problems).parameterHash(WorldKind.FOREIGN)).isEqualTo(before);
        config.edit("layer3/6B/behaviour_config_6B.yaml", "retries: true", "retries: false");
        assertThat(config.read(problems).parameterHash(WorldKind.FOREIGN)).isNotEqualTo(before);
        assertThat(problems).isEmpty();
    }

    private static String tuple(PolicyPacks packs, String... ids) {
        Map<String, String> digests = new TreeMap<>();
        for (String id : ids) {
            digests.put(id + ".yaml", packs.require(id).digest());
        }
        return TupleDigest.ofPacks(digests);
    }
}
