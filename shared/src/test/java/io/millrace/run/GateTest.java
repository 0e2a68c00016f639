package io.millrace.run;

import static io.millrace.base.ErrorCode.GATE_RECEIPT_IDEMPOTENCE_VIOLATION;
import static io.millrace.base.ErrorCode.INPUT_CAPACITY_EXCEEDED;
import static io.millrace.base.ErrorCode.INPUT_CHANGED_WHILE_READ;
import static io.millrace.base.ErrorCode.INPUT_PARITY_MISMATCH;
import static io.millrace.base.ErrorCode.INPUT_SCHEMA_MISMATCH;
import static io.millrace.base.ErrorCode.INPUT_VOCABULARY_UNMAPPED;
import static io.millrace.base.ErrorCode.RUN_BUSY;
import static io.millrace.base.ErrorCode.SCOPE_EXCLUDED;
import static io.millrace.base.ErrorCode.SEALED_INPUTS_DRIFT;
import static io.millrace.base.ErrorCode.SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING;
import static io.millrace.base.ErrorCode.UPSTREAM_HASHGATE_INVALID;
import static io.millrace.base.ErrorCode.UPSTREAM_HASHGATE_MISSING;
import static io.millrace.base.ErrorCode.UPSTREAM_SEALED_INPUTS_INVALID;
import static io.millrace.base.ErrorCode.UPSTREAM_SEALED_INPUTS_MISSING;
import static io.millrace.base.ErrorCode.WORLD_IDENTITY_MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.digest.TupleDigest;
import io.millrace.policy.LintReport;
import io.millrace.policy.PolicyLock;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.SchemaStore;
import io.millrace.policy.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {
    private static final String BEHAVIOUR = "layer3/6B/behaviour_config_6B.yaml";

    @TempDir
    Path folder;

    private GateFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new GateFixture(folder);
    }

    @Test
    void aSoundWorldIsSealedWithEverythingTheRunMayRead() throws IOException {
        try (GateResult result = fixture.seal()) {
            assertThat(result.problems()).isEmpty();
            assertThat(result.status()).isEqualTo(GateStatus.CREATED);
            assertThat(result.exit()).isZero();
            RunIdentity identity = result.identity().orElseThrow();
            assertThat(identity.manifestFingerprint()).isEqualTo(SampleUpstream.FINGERPRINT);
            assertThat(identity.worldParameterHash()).isEqualTo(SampleUpstream.WORLD_PARAMETER_HASH);
            assertThat(identity.seed()).isEqualTo(42);
            assertThat(result.runFolder().orElseThrow().isLocked()).isTrue();
            assertThat(result.lastLine())
                    .isEqualTo("S0 CREATED run " + identity.runId() + " sealed "
                            + result.sealedInputsDigest().orElseThrow());
            Path gate = result.runFolder().orElseThrow().gate(identity);
            assertThat(gate)
                    .isEqualTo(fixture.runs.resolve(
                            identity.runId() + "/data/layer3/6B/s0_gate_6B/" + identity.axisPath()));
            assertThat(schemaProblems("s0_report", result.report())).isEmpty();
            assertThat(schemaProblems(
                            "run_receipt",
                            SampleUpstream.text(result.runFolder().orElseThrow().runReceipt())))
                    .isEmpty();
            assertThat(schemaProblems("world_receipt", SampleUpstream.text(fixture.world.resolve(WorldReceipt.FILE))))
                    .isEmpty();
            assertThat(names(gate))
                    .containsExactly(
                            "policies/account_taxonomy_6A.json",
                            "policies/behaviour_config_6B.json",
                            "policies/fraud_role_taxonomy_6A.json",
                            "s0_gate_receipt_6B.json",
                            "sealed_files_6B.jsonl",
                            "sealed_inputs_6B.json");
            // sha256sum of the file is the digest, so nobody needs our code to check it.
            assertThat(TupleDigest.sha256Hex(Files.readAllBytes(gate.resolve("sealed_inputs_6B.json"))))
                    .isEqualTo(result.sealedInputsDigest().orElseThrow());
            assertThat(Files.readString(gate.resolve("policies/behaviour_config_6B.json")))
                    .startsWith("{\"degrade\":{\"on_guardrail_exceeded\":\"WARN\",\"on_scope_miss\":\"FAIL\"},")
                    .contains("\"guardrails\":{\"open_at_horizon_share_max\":0.1,")
                    .endsWith("\"seeds_allow\":[],\"seeds_block\":[]}}\n");
        }
    }

    @Test
    void parameterHashIsTheTupleOfTaxonomiesAndBehaviour() {
        try (GateResult result = fixture.seal()) {
            List<Problem> problems = new java.util.ArrayList<>();
            TreeMap<String, String> digests = new TreeMap<>();
            GateFixture.packs(fixture.config, problems)
                    .all()
                    .forEach((id, pack) -> digests.put(id + ".yaml", pack.digest()));
            assertThat(digests).hasSize(3);
            assertThat(result.identity().orElseThrow().parameterHash()).isEqualTo(TupleDigest.ofPacks(digests));
        }
    }

    @Test
    void sealedRowsHaveTheirExactForm() {
        try (GateResult result = fixture.seal()) {
            String text = SampleUpstream.text(gate(result).resolve("sealed_inputs_6B.json"));
            assertThat(text).startsWith("[\n{").endsWith("}\n]\n");
            List<String> lines = text.lines().toList();
            assertThat(lines.subList(1, lines.size() - 2))
                    .allSatisfy(line ->
                            assertThat(line).startsWith("{\"dataset_id\":").endsWith("},"));
            String wax = "seed=42/parameter_hash=" + SampleUpstream.WORLD_PARAMETER_HASH + "/manifest_fingerprint="
                    + SampleUpstream.FINGERPRINT;
            assertThat(lines)
                    .contains("{\"dataset_id\":\"merchant_dim_5B\",\"digest_kind\":\"FILESET_SHA256\",\"file_count\":1,"
                            + "\"manifest_fingerprint\":\"" + SampleUpstream.FINGERPRINT + "\","
                            + "\"manifest_key\":\"millrace.5B.merchant_dim_5B\",\"owner_layer\":2,"
                            + "\"owner_segment\":\"5B\",\"partition_keys\":[\"seed\",\"parameter_hash\","
                            + "\"manifest_fingerprint\",\"scenario_id\"],"
                            + "\"path\":\"data/layer2/5B/merchant_dim_5B/" + wax + "/scenario_id=baseline_v1/\","
                            + "\"path_template\":\"data/layer2/5B/merchant_dim_5B/seed={seed}/parameter_hash={wph}/"
                            + "manifest_fingerprint={mf}/scenario_id={scenario_id}/part-*.parquet\","
                            + "\"present\":true,\"read_scope\":\"ROW_LEVEL\",\"role\":\"DIMENSION\",\"root\":\"WORLD\","
                            + "\"row_count\":2,\"row_digest\":\"00000000000000000000000000000002\","
                            + "\"schema_ref\":\"contracts/schema/row/merchant_dim_5B.schema.json#\","
                            + "\"sha256_hex\":\"" + merchantDigest() + "\",\"size_bytes\":" + merchantBytes()
                            + ",\"status\":\"REQUIRED\",\"upstream_bundle_id\":null},");
            assertThat(text)
                    .doesNotContain(folder.toString())
                    .contains("\"manifest_key\":\"mlr.6A.s1.party_base\"")
                    .contains("\"manifest_key\":\"mlr.6A.s5.merchant_fraud_roles\"")
                    .contains("\"manifest_key\":\"mlr.5B.control.sealed_inputs\"")
                    .contains("\"manifest_key\":\"millrace.contract.dictionary/upstream.yaml\"")
                    .contains("\"manifest_key\":\"millrace.policy.behaviour_config_6B\"");
            SealedInputs sealed = SealedRun.open(RunFolder.at(root(result))).inputs();
            assertThat(sealed.rows()).isSortedAccordingTo(SealedInput.ORDER);
            assertThat(sealed.rows().stream().filter(row -> row.use().role() == InputRole.UPSTREAM_BUNDLE))
                    .hasSize(9);
            assertThat(sealed.rows().stream().filter(row -> row.use().role() == InputRole.UPSTREAM_FLAG))
                    .hasSize(9);
            assertThat(sealed.rows().stream().filter(row -> row.use().role() == InputRole.UPSTREAM_MANIFEST))
                    .hasSize(3);
            assertThat(new String(sealed.rowsBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(text);
        }
    }

    @Test
    void everyDataFileHasItsLine() {
        try (GateResult result = fixture.seal()) {
            List<String> lines = SampleUpstream.text(gate(result).resolve("sealed_files_6B.jsonl"))
                    .lines()
                    .filter(line -> line.contains("millrace.5B.arrival_events_5B"))
                    .toList();
            Path file = fixture.folder("arrival_events_5B").resolve("utc_date=2026-01-01/utc_hour=00/part-0.parquet");
            String sha =
                    TupleDigest.sha256Hex(SampleUpstream.text(file).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0))
                    .isEqualTo("{\"footer_sha256_hex\":\"" + sha
                            + "\",\"manifest_key\":\"millrace.5B.arrival_events_5B\","
                            + "\"path\":\"" + fixture.world.relativize(file) + "\",\"row_count\":3,\"sha256_hex\":\""
                            + sha + "\",\"size_bytes\":"
                            + SampleUpstream.text(file).length() + "}");
        }
    }

    @Test
    void theReceiptCountsTheInputs() {
        try (GateResult result = fixture.seal()) {
            GateReceipt receipt = SealedRun.open(RunFolder.at(root(result))).receipt();
            assertThat(receipt.totals()).isEqualTo(new GateReceipt.Totals(OptionalLong.of(5), 2, 2, 3, 1));
            assertThat(receipt.segments()).hasSize(9).allSatisfy(segment -> assertThat(segment.status())
                    .isEqualTo(SegmentGate.Status.PASS));
            assertThat(receipt.lint().rulesPassed()).containsExactly("L01");
            assertThat(receipt.policies().get("behaviour_config_6B").version()).isEqualTo("1.0.0");
            assertThat(receipt.contracts()).containsKeys("dictionary/datasets.yaml", "dictionary/packs.yaml");
            assertThat(SampleUpstream.text(gate(result).resolve(GateReceipt.FILE)))
                    .isEqualTo(new String(receipt.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("\"verdict\":\"PASS\"");
        }
    }

    @Test
    void theSameInputsAreSealedToTheSameBytesAndNothingIsWrittenTwice() throws IOException {
        fixture.seal().close();
        TreeMap<String, String> before = new TreeMap<>();
        Path runs = fixture.runs;
        for (String name : names(runs)) {
            if (!name.contains("/reports/")) {
                before.put(
                        name, Files.getLastModifiedTime(runs.resolve(name)) + SampleUpstream.text(runs.resolve(name)));
            }
        }
        try (GateResult second = fixture.seal()) {
            assertThat(second.status()).isEqualTo(GateStatus.NOOP_IDEMPOTENT);
        }
        for (String name : before.keySet()) {
            assertThat(Files.getLastModifiedTime(runs.resolve(name)) + SampleUpstream.text(runs.resolve(name)))
                    .isEqualTo(before.get(name));
        }
        GateFixture elsewhere = new GateFixture(folder.resolve("elsewhere"));
        elsewhere.seal().close();
        for (String name : before.keySet()) {
            assertThat(SampleUpstream.text(elsewhere.runs.resolve(name)))
                    .as(name)
                    .isEqualTo(SampleUpstream.text(runs.resolve(name)));
        }
    }

    @Test
    void anEditedCommentIsNoDriftAndAnEditedValueIsAnotherRun() {
        GateResult first = fixture.seal();
        first.close();
        Path pack = fixture.config.resolve("layer3/6B/behaviour_config_6B.yaml");
        SampleUpstream.edit(pack, "# what a run may do", "# what runs may do");
        try (GateResult second = fixture.seal()) {
            assertThat(second.status()).isEqualTo(GateStatus.NOOP_IDEMPOTENT);
        }
        SampleUpstream.edit(pack, "share_max: 1.0e-1", "share_max: 0.2");
        try (GateResult third = fixture.seal()) {
            assertThat(third.status()).isEqualTo(GateStatus.CREATED);
            assertThat(third.identity()).isNotEqualTo(first.identity());
        }
    }

    @Test
    void aLeftOverStagingFolderIsClearedAway() throws IOException {
        GateResult first = fixture.seal();
        first.close();
        Path gate = gate(first);
        Path staging = gate.resolveSibling(".s0-" + gate.getFileName());
        Files.move(gate, staging);
        SampleUpstream.write(gate.resolve(".s0-other/sealed_inputs_6B.json"), "[");
        try (GateResult again = fixture.seal()) {
            assertThat(again.status()).isEqualTo(GateStatus.CREATED);
            assertThat(staging).doesNotExist();
            assertThat(names(gate)).hasSize(6);
        }
    }

    @Test
    void missingFilesOfADamagedCopyAreWrittenAgain() throws IOException {
        GateResult first = fixture.seal();
        first.close();
        for (String name : List.of("s0_gate_receipt_6B.json", "policies/behaviour_config_6B.json")) {
            String before = SampleUpstream.text(gate(first).resolve(name));
            Files.delete(gate(first).resolve(name));
            try (GateResult again = fixture.seal()) {
                assertThat(again.status()).as(name).isEqualTo(GateStatus.COMPLETED);
            }
            assertThat(SampleUpstream.text(gate(first).resolve(name))).isEqualTo(before);
        }
        Files.delete(root(first).resolve("run_receipt.json"));
        try (GateResult again = fixture.seal()) {
            assertThat(again.status()).isEqualTo(GateStatus.COMPLETED);
        }
        assertThat(root(first).resolve("run_receipt.json")).exists();
    }

    @Test
    void changedInputsAreDriftAndNothingIsOverwritten() throws IOException {
        GateResult first = fixture.seal();
        first.close();
        String before = SampleUpstream.text(gate(first).resolve("sealed_inputs_6B.json"));
        Files.delete(fixture.folder("arrival_events_5B").resolve("utc_date=2026-01-01/utc_hour=01/part-0.parquet"));
        fixture.arrivals(0, "utc_date=2026-01-01/utc_hour=02/part-0.parquet");
        // The same five rows in other files: sound, but not what was sealed.
        fixture.arrivals(5, "utc_date=2026-01-01/utc_hour=00/part-0.parquet");
        GateResult second = fixture.seal();
        assertThat(codes(second)).containsOnly(SEALED_INPUTS_DRIFT);
        assertThat(second.exit()).isEqualTo(5);
        assertThat(second.runFolder()).isEmpty();
        assertThat(second.problems()).extracting(Problem::where).anySatisfy(where -> assertThat(where)
                .startsWith("sealed_inputs_6B.json#millrace.5B.arrival_events_5B "));
        assertThat(second.problems().get(0).fix()).contains("--runs-root");
        assertThat(SampleUpstream.text(gate(first).resolve("sealed_inputs_6B.json")))
                .isEqualTo(before);
    }

    @Test
    void anotherReceiptOverTheSameInputsIsAViolation() {
        GateResult first = fixture.seal();
        first.close();
        fixture.lint =
                (packs, world) -> new LintReport(List.of(), List.of(), List.of(), List.of(), List.of("L01", "L02"));
        GateResult second = fixture.seal();
        assertThat(codes(second)).containsExactly(GATE_RECEIPT_IDEMPOTENCE_VIOLATION);
        assertThat(second.exit()).isEqualTo(5);
    }

    @Test
    void aChangedSealedPolicyOrAnUnknownFileInTheGateIsDrift() {
        GateResult first = fixture.seal();
        first.close();
        SampleUpstream.edit(gate(first).resolve("policies/behaviour_config_6B.json"), "0.1", "0.2");
        SampleUpstream.write(gate(first).resolve("policies/more.json"), "{}\n");
        GateResult second = fixture.seal();
        assertThat(codes(second)).containsExactly(SEALED_INPUTS_DRIFT, SEALED_INPUTS_DRIFT);
        assertThat(second.problems())
                .extracting(Problem::where)
                .containsExactly("policies/behaviour_config_6B.json", "policies/more.json");
    }

    @Test
    void aHeldLockIsBusyAndNothingIsTouched() throws IOException {
        GateResult first = fixture.seal();
        Path report = root(first).resolve("reports/s0_report.json");
        Files.delete(report);
        GateResult second = fixture.seal();
        assertThat(codes(second)).containsExactly(RUN_BUSY);
        assertThat(second.exit()).isEqualTo(8);
        assertThat(report).doesNotExist();
        first.close();
        try (GateResult third = fixture.seal()) {
            assertThat(third.status()).isEqualTo(GateStatus.NOOP_IDEMPOTENT);
        }
    }

    @Test
    void aLockHeldByAnotherProcessIsBusyUntilThatProcessEnds() throws IOException, InterruptedException {
        fixture.seal().close();
        Path lock = fixture.runs.resolve(names(fixture.runs).stream()
                .filter(name -> name.endsWith("/.lock"))
                .findFirst()
                .orElseThrow());
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        lock.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            assertThat(codes(fixture.seal())).containsExactly(RUN_BUSY);
        } finally {
            other.destroyForcibly().waitFor();
        }
        try (GateResult after = fixture.seal()) {
            assertThat(after.status()).isEqualTo(GateStatus.NOOP_IDEMPOTENT);
        }
    }

    @Test
    void aLockThatIsHeldIsTakenOverOnRequestAndThenHeldByTheNewWriter() throws IOException {
        try (GateResult frozen = fixture.seal()) {
            fixture.mode = GateRequest.Mode.SEAL_TAKING_OVER;
            try (GateResult taker = fixture.seal()) {
                assertThat(taker.status()).isEqualTo(GateStatus.NOOP_IDEMPOTENT);
                fixture.mode = GateRequest.Mode.SEAL;
                assertThat(codes(fixture.seal())).containsExactly(RUN_BUSY);
                // What the old one lets go is not the lock of the run any more.
                frozen.close();
                assertThat(codes(fixture.seal())).containsExactly(RUN_BUSY);
            }
        }
        try (GateResult next = fixture.seal()) {
            assertThat(next.status()).isEqualTo(GateStatus.NOOP_IDEMPOTENT);
        }
    }

    @Test
    void aFailedGateLeavesItsReportAndNothingElse() throws IOException {
        Files.delete(SampleUpstream.bundle(fixture.upstream, "1A").resolve("_passed.flag"));
        SampleUpstream.edit(SampleUpstream.bundle(fixture.upstream, "6A").resolve("_passed.flag"), "sha256", "sha512");
        Files.delete(fixture.indexFile());
        GateResult result = fixture.seal();
        assertThat(codes(result))
                .containsExactlyInAnyOrder(
                        UPSTREAM_HASHGATE_MISSING, UPSTREAM_HASHGATE_INVALID, SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING);
        assertThat(result.status()).isEqualTo(GateStatus.FAILED);
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.segments()).hasSize(9);
        String run = result.identity().orElseThrow().runId();
        assertThat(names(fixture.runs)).containsExactly(run + "/.lock", run + "/reports/s0_report.json");
        assertThat(SampleUpstream.text(fixture.runs.resolve(run + "/reports/s0_report.json")))
                .isEqualTo(result.report())
                .contains(
                        "\"status\":\"FAILED\"",
                        "\"code\":\"UPSTREAM_HASHGATE_MISSING\"",
                        "\"run_id\":\"" + run + "\"");
        assertThat(schemaProblems("s0_report", result.report())).isEmpty();
        fixture = new GateFixture(folder.resolve("again"));
        try (GateResult sound = fixture.seal()) {
            assertThat(sound.status()).isEqualTo(GateStatus.CREATED);
        }
    }

    @Test
    void checkingAloneCreatesNothing() {
        fixture.mode = GateRequest.Mode.CHECK_ONLY;
        try (GateResult result = fixture.seal()) {
            assertThat(result.status()).isEqualTo(GateStatus.CHECKED);
            assertThat(result.sealedInputsDigest()).isPresent();
            assertThat(result.runFolder()).isEmpty();
        }
        assertThat(fixture.runs).doesNotExist();
    }

    @Test
    void unreadablePacksDoNotHideTheOtherProblems() throws IOException {
        SampleUpstream.edit(
                fixture.config.resolve("layer3/6B/behaviour_config_6B.yaml"), "share_max: 1.0e-1", "share_max: 2");
        Files.delete(SampleUpstream.bundle(fixture.upstream, "3B").resolve("index.json"));
        SampleUpstream.edit(
                fixture.folder("zone_dim_5B").resolve("part-0.parquet"), "millrace.seed 42", "millrace.seed 43");
        GateResult result = fixture.seal();
        assertThat(codes(result))
                .containsExactlyInAnyOrder(
                        ErrorCode.CONFIG_VALIDATION_FAILED, UPSTREAM_HASHGATE_MISSING, WORLD_IDENTITY_MISMATCH);
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.identity()).isEmpty();
        assertThat(result.notChecked())
                .anySatisfy(line -> assertThat(line.text()).contains("waits for packs"));
        assertThat(names(fixture.runs)).containsExactly("s0_report.json");
    }

    @Test
    void aBrokenRuleBetweenPacksFails() {
        Problem broken = Problem.of(ErrorCode.POLICY_LINT_FAILED, "config/x.yaml#/a", "must hold", "not", "mend it");
        fixture.lint = (packs, world) -> new LintReport(List.of(broken), List.of(), List.of(), List.of(), List.of());
        GateResult result = fixture.seal();
        assertThat(result.problems()).containsExactly(broken);
        assertThat(result.exit()).isEqualTo(3);
    }

    @Test
    void whatTheLinterSaysIsSealedWithoutTheFolderOfTheMachine() {
        fixture.lint = (packs, world) -> new LintReport(
                List.of(),
                List.of(warning(packs, "L46")),
                List.of(warning(packs, "L22")),
                List.of(new LintReport.NotChecked("L03", packs.place(PolicyLock.FILE))),
                List.of());
        try (GateResult result = fixture.seal()) {
            assertThat(result.report())
                    .contains(fixture.config + "/" + BEHAVIOUR + "#/guardrails: should hold, was not [L46]");
            GateReceipt.Lint lint =
                    SealedRun.open(RunFolder.at(root(result))).receipt().lint();
            assertThat(lint.warnings())
                    .extracting(LintReport.Warning::rule, LintReport.Warning::file)
                    .containsExactly(tuple("L22", "config/" + BEHAVIOUR), tuple("L46", "config/" + BEHAVIOUR));
            assertThat(lint.notChecked()).containsExactly("L03 waits for config/policies.lock");
        }
    }

    private static LintReport.Warning warning(PolicyPacks packs, String rule) {
        return new LintReport.Warning(
                rule, packs.require("behaviour_config_6B").file(), "/guardrails", "should hold", "not");
    }

    /** The lock is no input of a run: with another one the run is the same. */
    @Test
    void aPackThatChangedWithoutItsVersionIsToldAndNotSealed() throws IOException {
        fixture.seal().close();
        new PolicyLock(new TreeMap<>(Map.of("behaviour_config_6B", new PolicyLock.Entry("1.0.0", "0".repeat(64)))))
                .write(fixture.config);
        try (GateResult result = fixture.seal()) {
            assertThat(result.status()).isEqualTo(GateStatus.NOOP_IDEMPOTENT);
            assertThat(result.unreleased()).singleElement().satisfies(warning -> assertThat(warning.text())
                    .startsWith(fixture.config + "/" + BEHAVIOUR + "#/policy_version: must grow when the pack changes"
                            + " (digest of 1.0.0 in " + fixture.config + "/policies.lock: 000000000000…)")
                    .endsWith("[L03]"));
        }
    }

    @Test
    void aLockThatCannotBeReadIsToldAndStopsNoRun() throws IOException {
        Files.writeString(fixture.config.resolve(PolicyLock.FILE), "policies: [");
        try (GateResult result = fixture.seal()) {
            assertThat(result.status()).isEqualTo(GateStatus.CREATED);
            assertThat(result.unreleased()).singleElement().satisfies(warning -> assertThat(warning.text())
                    .startsWith(fixture.config + "/policies.lock#: ")
                    .endsWith("[L03]"));
        }
    }

    @Test
    void aRunOutOfScopeFailsOrIsSkipped() throws IOException {
        fixture.writeConfig("[other_v1]", "[\"42\"]", "FAIL");
        GateResult failed = fixture.seal();
        assertThat(codes(failed)).containsExactly(SCOPE_EXCLUDED, SCOPE_EXCLUDED);
        assertThat(failed.problems().get(0).text())
                .isEqualTo(
                        fixture.config
                                + "/layer3/6B/behaviour_config_6B.yaml#/scope/scenarios_allow (7:20): must allow this "
                                + "run's baseline_v1, was [other_v1]; name another scenario or world, or change the scope [L44]");
        fixture.writeConfig("[]", "[\"42\"]", "SKIP");
        try (GateResult skipped = fixture.seal()) {
            assertThat(skipped.status()).isEqualTo(GateStatus.SKIPPED);
            assertThat(skipped.exit()).isZero();
            assertThat(skipped.sealedInputsDigest()).isEmpty();
        }
        fixture.writeConfig("[baseline_v1]", "[\"41\"]", "FAIL");
        try (GateResult inScope = fixture.seal()) {
            assertThat(inScope.status()).isEqualTo(GateStatus.CREATED);
        }
    }

    @Test
    void aScenarioWithoutArrivalsIsLegal() throws IOException {
        GateFixture empty = new GateFixture(folder.resolve("empty"));
        for (String hour : List.of("00", "01")) {
            Files.delete(empty.folder("arrival_events_5B")
                    .resolve("utc_date=2026-01-01/utc_hour=" + hour + "/part-0.parquet"));
        }
        SampleUpstream.write(empty.sourceArrivals().resolve("part-000000.parquet"), "rows 1\n");
        SampleUpstream.edit(
                empty.world.resolve(WorldReceipt.FILE),
                "\"dataset_id\":\"arrival_events_5B\",\"row_digest\":\"00000000000000000000000000000005\",\"rows\":5",
                "\"dataset_id\":\"arrival_events_5B\",\"row_digest\":\"00000000000000000000000000000000\",\"rows\":0");
        String text = SampleUpstream.text(empty.world.resolve(WorldReceipt.FILE));
        Partition source = Partition.read(empty.sourceArrivals(), new FakeTables());
        SampleUpstream.write(
                empty.world.resolve(WorldReceipt.FILE),
                text.replaceFirst("(\"source\":.*\"sha256_hex\":\")[0-9a-f]{64}", "$1" + source.sha256Hex()));
        try (GateResult result = empty.seal()) {
            assertThat(result.problems()).isEmpty();
            SealedRun sealed = SealedRun.open(RunFolder.at(root(empty, result)));
            SealedInput arrivals = sealed.input(InputRole.ARRIVALS, "arrival_events_5B");
            assertThat(arrivals.content().orElseThrow().fileCount()).hasValue(0);
            assertThat(arrivals.content().orElseThrow().sha256Hex())
                    .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
            assertThat(sealed.files(arrivals)).isEmpty();
        }
    }

    @Test
    void arrivalsThatTheReceiptCountsMustBeThere() throws IOException {
        for (String hour : List.of("00", "01")) {
            Files.delete(fixture.folder("arrival_events_5B")
                    .resolve("utc_date=2026-01-01/utc_hour=" + hour + "/part-0.parquet"));
        }
        assertThat(codes(fixture.seal())).containsExactly(SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING);
    }

    @Test
    void rowsMustAddUp() {
        fixture.arrivals(1, "utc_date=2026-01-01/utc_hour=03/part-0.parquet");
        SampleUpstream.edit(
                fixture.folder("site_dim_5B").resolve("part-0.parquet"), "millrace.rows 4", "millrace.rows 5");
        GateResult result = fixture.seal();
        assertThat(codes(result)).containsOnly(INPUT_PARITY_MISMATCH);
        assertThat(result.problems())
                .extracting(Problem::expected)
                .containsExactlyInAnyOrder(
                        "must have the rows of world_receipt.json, 5",
                        "must have the row digest of world_receipt.json, 00000000000000000000000000000005",
                        "prepared and rejected rows must sum to the 6 rows of the source",
                        "must have as many rows as millrace.rows says, 5");
    }

    @Test
    void theProducersOwnCountMustBeReached() {
        Path bundle = SampleUpstream.bundle(fixture.upstream, "5B");
        SampleUpstream.edit(
                bundle.resolve("validation_report_5B.json"),
                "\"segment_id\"",
                "\"n_arrivals_total\": 7, \"segment_id\"");
        SampleUpstream.relist(
                bundle,
                "index.json",
                "validation_report_5B.json",
                "e886b859e7f61652569a1d667d5bcbda45ef946052c2d313693d22be4ca2d4df");
        SampleUpstream.reseal(bundle, "issue_table_5B.json", "validation_report_5B.json");
        GateResult result = fixture.seal();
        assertThat(codes(result)).containsExactly(INPUT_PARITY_MISMATCH);
        assertThat(result.problems().get(0).text())
                .contains("#/n_arrivals_total: must be prepared and rejected rows together, 6, was 7 rows");
    }

    @Test
    void aSourceThatChangedSinceItWasPreparedIsRefused() {
        SampleUpstream.write(fixture.sourceArrivals().resolve("part-000000.parquet"), "rows 6\nmore x\n");
        GateResult result = fixture.seal();
        assertThat(codes(result)).containsExactly(INPUT_PARITY_MISMATCH);
        assertThat(result.problems().get(0).expected()).startsWith("must be what the world was prepared from");
    }

    @Test
    void capacityOfTheArrivalKeyIsChecked() {
        SampleUpstream.write(
                fixture.folder("arrival_events_5B").resolve("utc_date=2026-01-01/utc_hour=01/part-0.parquet"),
                SampleUpstream.text(fixture.folder("arrival_events_5B")
                                .resolve("utc_date=2026-01-01/utc_hour=01/part-0.parquet"))
                        + "seq 1 1099511627776\n");
        assertThat(codes(fixture.seal())).containsExactly(INPUT_CAPACITY_EXCEEDED);
    }

    @Test
    void columnsMustBeThoseOfTheDictionary() {
        Path file = fixture.folder("merchant_dim_5B").resolve("part-0.parquet");
        SampleUpstream.write(file, SampleUpstream.text(file) + "columns mcc=merchant_category\n");
        SampleUpstream.write(fixture.folder("zone_dim_5B").resolve("part-0.parquet"), "garbage");
        GateResult result = fixture.seal();
        assertThat(codes(result)).containsExactly(INPUT_SCHEMA_MISMATCH, INPUT_SCHEMA_MISMATCH);
        assertThat(result.problems().get(0).expected()).startsWith("must have the columns [merchant_ordinal,");
        assertThat(result.problems().get(0).found()).startsWith("[merchant_ordinal,");
        assertThat(result.problems().get(1).where()).endsWith("/part-0.parquet");
        assertThat(result.problems().get(1).found()).isEqualTo("no table");
    }

    @Test
    void tokensThatNoTaxonomyMapsAreNamed() {
        fixture.index(
                "s2_account_base_6A.account_type RETAIL_CURRENT CRYPTO_WALLET GOLD",
                "s5_party_fraud_roles_6A.fraud_role_party CLEAN RISKY",
                "s5_ip_fraud_roles_6A.fraud_role_ip ASSOCIATE");
        GateResult result = fixture.seal();
        assertThat(codes(result)).containsExactly(INPUT_VOCABULARY_UNMAPPED, INPUT_VOCABULARY_UNMAPPED);
        assertThat(result.problems().get(0).text())
                .endsWith("entity_index.bin#s2_account_base_6A.account_type: must hold tokens of account_taxonomy_6A, "
                        + "was 2 unknown: [CRYPTO_WALLET, GOLD]; map each in "
                        + fixture.config + "/layer3/6A/account_taxonomy_6A.yaml#/aliases");
    }

    @Test
    void aFileThatChangesWhileItIsReadIsToldSo() {
        FakeTables tables = new FakeTables();
        fixture.footers = file -> {
            FooterFacts facts = tables.read(file);
            if (file.toString().contains("zone_dim_5B")) {
                SampleUpstream.write(file, SampleUpstream.text(file) + "more x\n");
            }
            return facts;
        };
        assertThat(codes(fixture.seal())).containsExactly(INPUT_CHANGED_WHILE_READ);
    }

    @Test
    void manifestsOfTheTreeMustBeOfThisWorld() throws IOException {
        Path data = fixture.upstream.resolve("data");
        String folderName = "sealed_inputs/manifest_fingerprint=" + SampleUpstream.FINGERPRINT;
        SampleUpstream.write(
                data.resolve("layer2/5A/" + folderName + "/sealed_inputs_5A.json"),
                "{\"rows\":[{\"manifest_fingerprint\":\"" + "0".repeat(64) + "\"}]}");
        SampleUpstream.write(data.resolve("layer2/5B/" + folderName + "/sealed_inputs_5B.json"), "{\"a\":1}");
        Files.delete(data.resolve("layer3/6A/" + folderName + "/sealed_inputs_6A.json"));
        SampleUpstream.edit(fixture.upstream.resolve("run_receipt.json"), "\"seed\": 42", "\"seed\": 7");
        assertThat(codes(fixture.seal()))
                .containsExactlyInAnyOrder(
                        UPSTREAM_SEALED_INPUTS_INVALID,
                        UPSTREAM_SEALED_INPUTS_INVALID,
                        UPSTREAM_SEALED_INPUTS_MISSING,
                        WORLD_IDENTITY_MISMATCH);
    }

    @Test
    void theWorldMustHaveTheSeedAndTheScenarioAskedFor() {
        fixture.seed = OptionalLong.of(7);
        fixture.scenarioId = Optional.of("stress_v1");
        GateResult result = fixture.seal();
        assertThat(codes(result))
                .containsExactlyInAnyOrder(WORLD_IDENTITY_MISMATCH, SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING);
        assertThat(result.problems()).extracting(Problem::text).anySatisfy(text -> assertThat(text)
                .contains("must hold the scenario stress_v1, was [baseline_v1]; name one of them by --scenario"));
    }

    @Test
    void aFolderWithOneWorldIsThatWorldAndWithTwoItIsNone() {
        Path parent = fixture.world.getParent();
        assertThat(WorldReceipt.locate(parent)).isEqualTo(fixture.world);
        SampleUpstream.write(
                parent.resolve("other").resolve(WorldReceipt.FILE),
                SampleUpstream.text(fixture.world.resolve(WorldReceipt.FILE)));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> WorldReceipt.locate(parent))
                .hasMessageContaining("must be a world folder (with world_receipt.json) or hold exactly one")
                .hasMessageContaining("other");
    }

    @Test
    void onlyRequiredSegmentsAreAskedFor() throws IOException {
        Files.delete(SampleUpstream.bundle(fixture.upstream, "1A").resolve("_passed.flag"));
        fixture.segments = List.of("5B", "6A");
        try (GateResult result = fixture.seal()) {
            assertThat(result.status()).isEqualTo(GateStatus.CREATED);
            assertThat(result.segments()).extracting(SegmentGate::segment).containsExactly("5B", "6A");
        }
    }

    /** What the shipped schema says of a document. */
    private static List<Problem> schemaProblems(String schema, String text) {
        List<Problem> problems = new java.util.ArrayList<>();
        StrictJson.parse(
                        schema,
                        text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        ErrorCode.INTERNAL_ERROR,
                        problems)
                .ifPresent(document -> problems.addAll(SchemaStore.shipped()
                        .check("schema/run/" + schema + ".schema.json", schema, document, ErrorCode.INTERNAL_ERROR)));
        return problems;
    }

    private String merchantDigest() {
        try {
            return Partition.read(fixture.folder("merchant_dim_5B"), new FakeTables())
                    .sha256Hex();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private long merchantBytes() {
        return SampleUpstream.text(fixture.folder("merchant_dim_5B").resolve("part-0.parquet"))
                .length();
    }

    private Path root(GateResult result) {
        return root(fixture, result);
    }

    private static Path root(GateFixture fixture, GateResult result) {
        return fixture.runs.resolve(result.identity().orElseThrow().runId());
    }

    private Path gate(GateResult result) {
        return RunFolder.at(root(result)).gate(result.identity().orElseThrow());
    }

    private static List<ErrorCode> codes(GateResult result) {
        return result.problems().stream().map(Problem::code).toList();
    }

    private static List<String> names(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
