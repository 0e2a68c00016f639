package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.digest.CanonicalJson;
import io.millrace.digest.TupleDigest;
import io.millrace.job.sinks.LedgerEntry;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.testing.DoctoredRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import io.millrace.job.topology.GenerateJob;
import io.millrace.job.topology.JobSettings;
import io.millrace.policy.SchemaStore;
import io.millrace.policy.StrictJson;
import io.millrace.run.DatasetTotals;
import io.millrace.run.GateRequest;
import io.millrace.slab.SlabKind;
import io.millrace.testing.PolicyFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every cause that two runs may differ by is told by its name. */
@ExtendWith(SharedRuns.class)
class RunComparisonITCase {
    private static final String EVENTS = "s2_event_stream_baseline_6B";

    @TempDir
    Path folder;

    @Test
    void aRunEqualsItsCopy(ReferenceRun reference) {
        RunComparison comparison =
                compared(reference, DoctoredRun.of(reference, folder).root());

        assertThat(comparison.why()).isEqualTo("equal");
        assertThat(comparison.sameRows()).isTrue();
        assertThat(comparison.identity()).isEmpty();
        assertThat(comparison.distributions()).isEmpty();
    }

    @Test
    void otherTasksGiveTheSameContentInOtherFiles(ReferenceRun reference) throws Exception {
        RunComparison comparison = compared(reference, generated(ReferenceRun.request(reference.world(), folder), 2));

        assertThat(comparison.why()).startsWith("same content at other parallelism or layout: ");
        assertThat(comparison.sameRows()).isTrue();
    }

    @Test
    void aPolicyKeyIsNamedWithBothValuesAndWhatItMoved(ReferenceRun reference) throws Exception {
        Path config = RunFiles.copy(PolicyFiles.root().resolve("config"), folder.resolve("config"));
        Path policy = config.resolve("layer3/6B/flow_shape_policy_6B.yaml");
        Files.writeString(policy, Files.readString(policy).replace(DECLINES, MORE_DECLINES));

        RunComparison comparison =
                compared(reference, generated(with(ReferenceRun.request(reference.world(), folder), config), 1));

        assertThat(comparison.why())
                .isEqualTo("policy flow_shape_policy_6B changed /decline/POS/p_base from 0.03 to 0.06");
        assertThat(comparison.sameRows()).isFalse();
        assertThat(comparison.policies())
                .containsExactly(
                        new RunComparison.Difference("flow_shape_policy_6B#/decline/POS/p_base", "0.03", "0.06"));
        assertThat(comparison.datasets())
                .filteredOn(RunComparison.DatasetDifference::isEqual)
                .extracting(RunComparison.DatasetDifference::datasetId)
                .containsExactly("s1_arrival_entities_6B", "s1_session_index_6B");
        assertThat(comparison.rows()).extracting(RowDifferences::datasetId).contains("s2_flow_outcome_baseline_6B");
        RowDifferences outcomes = comparison.rows().stream()
                .filter(rows -> rows.datasetId().equals("s2_flow_outcome_baseline_6B"))
                .findFirst()
                .orElseThrow();
        assertThat(outcomes.onlyInA() + outcomes.onlyInB()).isZero();
        assertThat(outcomes.columns()).containsKeys("auth_result", "reason_code", "template");
        assertThat(outcomes.first()).hasSize(5).allMatch(row -> row.matches("flow_id=[0-9]+: .* against .*"));
        Distribution declines = comparison.distributions().get(Distribution.NAMES.indexOf("7_decline_rates"));
        assertThat(declines.inB().get("POS")).isGreaterThan(declines.inA().get("POS"));
        assertThat(declines.widest()).isEqualTo("POS");
        assertThat(comparison.distributions().get(0).distance()).isZero();
        assertThat(violationsOfTheSchema(comparison)).isEmpty();
        assertThat(comparison.text()).last().asString().startsWith("why: policy flow_shape_policy_6B changed");
    }

    /** Somebody has changed a row, and every sum that tells of it. */
    @Test
    void otherRowsUnderTheSameIdentityAreADamageOrADefect(ReferenceRun reference) throws Exception {
        Path run = DoctoredRun.of(reference, folder)
                .rows(
                        EVENTS,
                        "SELECT * REPLACE (CASE WHEN event_seq = 1 AND flow_id = (SELECT min(flow_id) FROM everything)"
                                + " THEN amount_minor + 1 ELSE amount_minor END AS amount_minor) FROM part")
                .root();
        assertThat(compared(reference, run).why()).startsWith("B is damaged: data/layer3/6B/");

        sumAnew(run);
        RunComparison comparison = compared(reference, run);

        assertThat(comparison.why())
                .isEqualTo("same identity but different rows: damage or a defect; judge each by millrace verify");
        assertThat(comparison.rows()).singleElement().satisfies(rows -> {
            assertThat(rows.changed()).isEqualTo(1);
            assertThat(rows.columns()).containsOnlyKeys("amount_minor");
            assertThat(rows.first()).singleElement().asString().matches("flow_id=[0-9]+ event_seq=1: amount_minor .*");
        });
        assertThat(violationsOfTheSchema(comparison)).isEmpty();
    }

    /** Ledger lines, manifest, index and flag as the rows now give them. */
    private static void sumAnew(Path run) throws Exception {
        Ledger ledger = new Ledger(run);
        List<LedgerEntry> entries = ledger.valid(ledger.attempts()).stream()
                .filter(entry -> entry.datasetId().equals(EVENTS))
                .toList();
        DatasetTotals before = new DatasetTotals(EVENTS);
        DatasetTotals after = new DatasetTotals(EVENTS);
        for (LedgerEntry entry : entries) {
            Path file = run.resolve(entry.path());
            FileRecount recount =
                    FileRecount.of(new LocalInputFile(file), entry.path(), SlabKind.EVENT, List.of(), "ts_utc");
            before.add(entry.rows(), entry.rowDigest(), entry.links(), Map.of(), 0, 0);
            after.add(entry.rows(), recount.rowDigest(), entry.links(), Map.of(), 0, 0);
            LedgerEntry summed = new LedgerEntry(
                    entry.datasetId(),
                    entry.path(),
                    entry.attempt(),
                    entry.checkpointId(),
                    entry.subtask(),
                    entry.rows(),
                    recount.rowDigest(),
                    entry.links(),
                    Files.size(file),
                    TupleDigest.sha256Hex(Files.readAllBytes(file)),
                    entry.tsMinMicros(),
                    entry.tsMaxMicros());
            Files.write(run.resolve("_ledger/" + EVENTS + "/" + file.getFileName() + ".json"), summed.json());
        }
        FileForgery.sign(run, manifest -> manifest.replace(before.rowDigest(), after.rowDigest()));
    }

    private static final String DECLINES = "POS: { p_base: 0.030,";
    private static final String MORE_DECLINES = "POS: { p_base: 0.060,";

    private RunComparison compared(ReferenceRun reference, Path other) {
        return RunComparison.of(reference.root(), other, folder.resolve("scratch"), "500MB");
    }

    private static Path generated(GateRequest request, int tasks) throws Exception {
        return new GenerateJob(
                        request,
                        new JobSettings(
                                tasks,
                                JobSettings.BUCKETS,
                                JobSettings.SLAB_ROWS,
                                ReferenceRun.SETTINGS.checkpointInterval()),
                        SinkEncoding.COMPACT,
                        new ReferenceRun.Quiet())
                .run()
                .orElseThrow()
                .runRoot();
    }

    private static GateRequest with(GateRequest request, Path config) {
        GateRequest.Places places = request.places();
        return new GateRequest(
                new GateRequest.Places(config, places.world(), places.upstream(), places.runsRoot()),
                request.wanted(),
                request.requiredSegments(),
                request.mode(),
                request.tools());
    }

    private static List<Problem> violationsOfTheSchema(RunComparison comparison) {
        List<Problem> problems = new ArrayList<>();
        problems.addAll(SchemaStore.shipped()
                .check(
                        "schema/run/comparison.schema.json",
                        "comparison",
                        StrictJson.parse(
                                        "comparison",
                                        CanonicalJson.of(comparison.json()).getBytes(StandardCharsets.UTF_8),
                                        ErrorCode.OUTPUT_SCHEMA_VIOLATION,
                                        problems)
                                .orElseThrow(),
                        ErrorCode.OUTPUT_SCHEMA_VIOLATION));
        return problems;
    }
}
