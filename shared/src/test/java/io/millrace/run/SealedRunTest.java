package io.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.digest.FileDigest;
import io.millrace.digest.FileDigest.FileEntry;
import io.millrace.digest.FileDigest.FooterEntry;
import io.millrace.policy.PolicyPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedRunTest {
    @TempDir
    Path folder;

    private GateFixture fixture;
    private RunFolder run;
    private Path gate;

    @BeforeEach
    void sealOnce() {
        fixture = new GateFixture(folder);
        try (GateResult result = fixture.seal()) {
            run = RunFolder.at(
                    fixture.runs.resolve(result.identity().orElseThrow().runId()));
            gate = run.gate(result.identity().orElseThrow());
        }
    }

    @Test
    void aStageReadsThePacksThatWereSealedAndNotTheConfig() throws IOException {
        Files.delete(fixture.config.resolve("layer3/6B/behaviour_config_6B.yaml"));
        SealedRun sealed = SealedRun.open(run);
        PolicyPack pack = sealed.packs().require("behaviour_config_6B");
        assertThat(pack.root()
                        .get("guardrails")
                        .get("open_at_horizon_share_max")
                        .number())
                .isEqualTo(0.1);
        assertThat(pack.root().get("degrade").get("on_scope_miss").text()).isEqualTo("FAIL");
        assertThat(pack.version()).isEqualTo("1.0.0");
        assertThat(sealed.packs().taxonomy()).containsOnlyKeys("account_taxonomy_6A", "fraud_role_taxonomy_6A");
        assertThat(sealed.packs().parameterHash(io.millrace.contract.WorldKind.FOREIGN))
                .isEqualTo(sealed.identity().parameterHash());
    }

    @Test
    void aChangedPolicyIsAMismatch() {
        SampleUpstream.edit(gate.resolve("policies/behaviour_config_6B.json"), "0.1", "0.2");
        assertFails(() -> SealedRun.open(run), ErrorCode.POLICY_DIGEST_MISMATCH);
    }

    @Test
    void changedSealedFilesAreDriftAndAllAreTold() {
        SampleUpstream.edit(gate.resolve("sealed_inputs_6B.json"), "\"row_count\":4", "\"row_count\":5");
        SampleUpstream.edit(gate.resolve("sealed_files_6B.jsonl"), "\"row_count\":4", "\"row_count\":5");
        assertFails(() -> SealedRun.open(run), ErrorCode.SEALED_INPUTS_DRIFT, ErrorCode.SEALED_INPUTS_DRIFT);
    }

    @Test
    void aReceiptOfAnotherFormOrRunIsRefused() {
        SampleUpstream.edit(gate.resolve(GateReceipt.FILE), "\"verdict\":\"PASS\"", "\"verdict\":\"FAIL\"");
        assertFails(() -> SealedRun.open(run), ErrorCode.GATE_RECEIPT_IDEMPOTENCE_VIOLATION);
        SampleUpstream.edit(gate.resolve(GateReceipt.FILE), "\"verdict\":\"FAIL\"", "\"verdict\":\"PASS\",\"zeal\":1");
        assertFails(() -> SealedRun.open(run), ErrorCode.GATE_RECEIPT_IDEMPOTENCE_VIOLATION);
    }

    @Test
    void aMovedRunFolderIsRefused() throws IOException {
        Path moved = Files.move(run.root(), run.root().resolveSibling("0".repeat(32)));
        assertFails(() -> SealedRun.open(RunFolder.at(moved)), ErrorCode.RUN_IDENTITY_MISMATCH);
    }

    @Test
    void aFolderThatWasNeverSealedSaysHowTo() {
        RunFolder empty = RunFolder.at(folder.resolve("1".repeat(32)));
        assertThatThrownBy(() -> SealedRun.open(empty))
                .hasMessageContaining(
                        "must be the receipt of a sealed run, was no file; name one that millrace runs lists, "
                                + "or seal the run first: millrace seal");
    }

    @Test
    void aFileIsOpenedOnlyWithItsSealedSizeAndFooter() {
        SealedRun sealed = SealedRun.open(run);
        SealedInput arrivals = sealed.input(InputRole.ARRIVALS, "arrival_events_5B");
        List<SealedFile> files = sealed.files(arrivals);
        assertThat(files).extracting(SealedFile::rowCount).containsExactly(3L, 2L);
        assertThat(files.get(0).path()).startsWith(arrivals.place().path());
        FakeTables footers = new FakeTables();
        Path file = SealedRun.checked(files.get(0), fixture.world, footers);
        assertThat(file).exists();
        SampleUpstream.edit(file, "millrace.seed 42", "millrace.seed 43");
        assertFails(() -> SealedRun.checked(files.get(0), fixture.world, footers), ErrorCode.INPUT_DIGEST_MISMATCH);
        SampleUpstream.edit(file, "millrace.seed 43", "millrace.seed 4");
        assertFails(() -> SealedRun.checked(files.get(0), fixture.world, footers), ErrorCode.INPUT_DIGEST_MISMATCH);
    }

    @Test
    void theEntityIndexIsOpenedOnlyWithItsSealedBytes() {
        SealedInput index = SealedRun.open(run).input(InputRole.ENTITY_INDEX, "entity_index_6A");
        assertThat(SealedRun.checked(index, fixture.world)).isEqualTo(fixture.indexFile());
        SampleUpstream.edit(fixture.indexFile(), "RETAIL_CURRENT_BASIC", "RETAIL_CURRENT_BASIS");
        assertFails(() -> SealedRun.checked(index, fixture.world), ErrorCode.INPUT_DIGEST_MISMATCH);
    }

    @Test
    void anInputThatNobodySealedIsNotLookedForElsewhere() {
        SealedRun sealed = SealedRun.open(run);
        assertFails(
                () -> sealed.input(InputRole.ENTITY_TABLE, "s1_party_base_6A"),
                ErrorCode.SEALED_INPUTS_REQUIRED_ARTIFACT_MISSING);
    }

    @Test
    void digestLawsOfFileSetsAndFooters() {
        assertThat(FileDigest.ofFileSet(List.of(
                        new FileEntry("part-1.parquet", 20, "b".repeat(64)),
                        new FileEntry("part-0.parquet", 10, "a".repeat(64)))))
                .isEqualTo("b3a448ced6c8b0ba59cbeb6a9e7d3a1b89cfa28a6e248755121593aafc86f626");
        assertThat(FileDigest.ofFooters(List.of(
                        new FooterEntry("part-0.parquet", 10, 3, "a".repeat(64)),
                        new FooterEntry("part-1.parquet", 20, 4, "b".repeat(64)))))
                .isEqualTo("0731e6942e7a708a0ce8dff228eb94e99507cc818fcc5b6de776bc90bc0b8dd6");
    }

    @Test
    void aProceduralInputIsSealedByItsLaw() {
        assertThat(InputCheck.lawDigest(
                        "arrival_events_5B",
                        "baseline_v1",
                        "42",
                        "1",
                        "4860fda16cc46dcca21f6b8d3289e2d7401ff133d8277ee6f829198745460a11"))
                .isEqualTo("a01cd0a1f96b47b681a9074ae2d3bf092a193467d14ccaf7620e970b7777243d");
    }

    @Test
    void aLargePartitionIsSealedByItsFooters() throws IOException {
        Path partition = fixture.folder("arrival_events_5B");
        Partition small = Partition.read(partition, new FakeTables(), new ReadGuard(), 1_000_000);
        Partition large = Partition.read(partition, new FakeTables(), new ReadGuard(), 100);
        assertThat(small.digestKind()).isEqualTo(DigestKind.FILESET_SHA256);
        assertThat(large.digestKind()).isEqualTo(DigestKind.PARQUET_FOOTER_SHA256);
        assertThat(large.files())
                .allSatisfy(file -> assertThat(file.sha256Hex()).isEmpty());
        List<FooterEntry> entries = new ArrayList<>();
        for (Partition.TableFile file : large.files()) {
            entries.add(new FooterEntry(
                    file.path(),
                    Files.size(partition.resolve(file.path())),
                    file.footer().rows(),
                    file.footer().footerSha256Hex()));
        }
        assertThat(large.sha256Hex()).isEqualTo(FileDigest.ofFooters(entries));
        assertThat(UpstreamLaws.load().fileSetBytesMax()).isEqualTo(1L << 30);
    }

    private static void assertFails(ThrowingCallable call, ErrorCode... codes) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RunException.class, failure -> assertThat(failure.problems())
                .extracting(Problem::code)
                .containsExactly(codes));
    }
}
