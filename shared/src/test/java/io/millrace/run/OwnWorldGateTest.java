package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.WorldKind;
import io.millrace.digest.TupleDigest;
import io.millrace.policy.PolicyPacks;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Worlds of our own: identity follows from packs and seed, and what is not on disk is sealed by its law. */
class OwnWorldGateTest {
    private static final String SCENARIO = "baseline_20260101_14d";

    @TempDir
    Path folder;

    private GateFixture fixture;
    private String worldParameterHash;
    private String fingerprint;

    @BeforeEach
    void prepare() {
        fixture = new GateFixture(folder);
        worldParameterHash =
                GateFixture.packs(fixture.config, new ArrayList<>()).worldParameterHash();
        fingerprint = RunIdentity.ownWorld(worldParameterHash, 42);
    }

    @Test
    void aWorldMadeOnTheFlyIsSealedByItsLaw() throws IOException {
        writeReceipt(List.of());
        try (GateResult result = fixture.seal()) {
            assertThat(result.problems()).isEmpty();
            assertThat(result.segments())
                    .extracting(SegmentGate::line)
                    .containsExactly("5B DERIVED from the world's law", "6A DERIVED from the world's law");
            SealedRun run = SealedRun.open(RunFolder.at(
                    fixture.runs.resolve(result.identity().orElseThrow().runId())));
            SealedInput.Content arrivals =
                    run.input(InputRole.ARRIVALS, "arrival_events_5B").content().orElseThrow();
            assertThat(arrivals.digestKind()).isEqualTo(DigestKind.LAW_SHA256);
            assertThat(arrivals.sha256Hex())
                    .isEqualTo(InputCheck.lawDigest("arrival_events_5B", SCENARIO, "42", "1", worldParameterHash));
            assertThat(arrivals.rowCount()).isEmpty();
            assertThat(run.receipt().segments())
                    .allSatisfy(segment -> assertThat(segment.bundleSha256()).isEmpty());
            // All packs are in effect in a world of our own.
            assertThat(run.identity().parameterHash()).isEqualTo(run.packs().parameterHash(WorldKind.OWN));
        }
    }

    @Test
    void aScenarioThatIsNotThereIsNamedWithTheCommandThatMakesIt() throws IOException {
        writeReceipt(List.of());
        fixture.scenarioId = Optional.of("baseline_20260101_15d");
        assertThat(fixture.seal().problems())
                .extracting(Problem::text)
                .containsExactly("world_receipt.json#/scenarios: must hold the scenario baseline_20260101_15d, was ["
                        + SCENARIO
                        + "]; name one of them by --scenario, or make its arrivals: millrace arrivals --scenario");
    }

    /** A spec of the user lies anywhere; the gate reads the copy in the world and seals it as a pack of the run. */
    @Test
    void theSpecOfAWorldMayBeTheCopyInItsFolder() throws IOException {
        Path copy = Files.copy(
                PolicyFiles.root().resolve("config/world/tiny.yaml"), fixture.world.resolve(GeneratedWorld.SPEC_COPY));
        PolicyPacks packs =
                GateFixture.packs(fixture.config, new ArrayList<>()).withWorldSpecAt(copy, GeneratedWorld.SPEC_COPY);
        worldParameterHash = packs.worldParameterHash();
        fingerprint = RunIdentity.ownWorld(worldParameterHash, 42);
        writeReceipt(List.of());
        try (GateResult result = fixture.seal()) {
            assertThat(result.problems()).isEmpty();
            SealedRun run = SealedRun.open(RunFolder.at(
                    fixture.runs.resolve(result.identity().orElseThrow().runId())));
            assertThat(run.identity().parameterHash()).isEqualTo(packs.parameterHash(WorldKind.OWN));
            assertThat(run.input(InputRole.WORLD_POLICY, "world_spec").place())
                    .isEqualTo(new SealedInput.Place(
                            InputRoot.WORLD, GeneratedWorld.SPEC_COPY, GeneratedWorld.SPEC_COPY, List.of()));
        }
        Files.delete(copy);
        assertThat(fixture.seal().problems())
                .extracting(Problem::where)
                .contains("world_receipt.json#/world_parameter_hash");
    }

    @Test
    void aBundleOfOurOwnIsHeldAgainstItsLaw() throws IOException {
        writeReceipt(List.of(
                new WorldReceipt.Dataset("zone_dim_5B", Optional.of(SCENARIO), 1, Optional.of("%032x".formatted(1)))));
        Path bundle = fixture.world.resolve(
                "data/layer2/5B/validation/manifest_fingerprint=" + fingerprint + "/scenario_id=" + SCENARIO);
        String report = "{\"manifest_fingerprint\":\"" + fingerprint + "\",\"overall_status\":\"WARN\"}\n";
        String digest = TupleDigest.sha256Hex(report.getBytes(StandardCharsets.UTF_8));
        SampleUpstream.write(bundle.resolve("validation_report_5B.json"), report);
        SampleUpstream.write(
                bundle.resolve("index.json"),
                "{\"items\":[{\"path\":\"validation_report_5B.json\",\"sha256_hex\":\"" + digest
                        + "\"}],\"manifest_fingerprint\":\"" + fingerprint + "\"}\n");
        SampleUpstream.write(bundle.resolve("_passed.flag"), "sha256_hex = " + digest + "\n");
        GateResult result = fixture.seal();
        assertThat(result.segments().get(0).line())
                .isEqualTo("5B PASS 1 member, digest " + digest.substring(0, 8)
                        + "…, verdict from validation_report_5B.json#/overall_status");
        assertThat(result.segments().get(1).status()).isEqualTo(SegmentGate.Status.DERIVED);
        // The receipt says the zones are there; they are not.
        assertThat(result.problems())
                .extracting(Problem::code)
                .containsExactly(ErrorCode.SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING);
        assertThat(result.problems().get(0).where()).startsWith("data/layer2/5B/zone_dim_5B/");
    }

    @Test
    void aWorldOfOtherPacksOrAnotherSeedIsNotOurs() throws IOException {
        fingerprint = RunIdentity.ownWorld(worldParameterHash, 43);
        writeReceipt(List.of());
        GateResult otherSeed = fixture.seal();
        assertThat(otherSeed.problems()).extracting(Problem::code).containsExactly(ErrorCode.WORLD_IDENTITY_MISMATCH);
        assertThat(otherSeed.problems().get(0).where()).isEqualTo("world_receipt.json#/manifest_fingerprint");
        SampleUpstream.edit(
                fixture.config.resolve("layer3/6A/account_taxonomy_6A.yaml"),
                "RETAIL_LOAN: RETAIL_PERSONAL_LOAN_UNSECURED",
                "RETAIL_LOANS: RETAIL_PERSONAL_LOAN_UNSECURED");
        assertThat(fixture.seal().problems())
                .extracting(Problem::where)
                .containsExactly(
                        "world_receipt.json#/manifest_fingerprint", "world_receipt.json#/world_parameter_hash");
    }

    private void writeReceipt(List<WorldReceipt.Dataset> datasets) throws IOException {
        new WorldReceipt(
                        new WorldReceipt.Axes(WorldKind.OWN, fingerprint, worldParameterHash, 42, Optional.of("1")),
                        List.of(new WorldReceipt.Scenario(
                                SCENARIO, 1_767_225_600_000_000L, OptionalLong.of(1_768_435_200_000_000L))),
                        datasets,
                        new WorldReceipt.Tables("2025b", "a".repeat(64), Optional.of("b".repeat(64))),
                        List.of())
                .write(fixture.world);
    }
}
