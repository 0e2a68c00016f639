package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.digest.CanonicalJson;
import io.millrace.job.testing.DoctoredRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedRuns;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.SchemaStore;
import io.millrace.policy.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge passes a sound run and names what is wrong with one whose files somebody has written anew. */
@ExtendWith(SharedRuns.class)
class VerifyITCase {
    @TempDir
    Path runs;

    @Test
    void everyCheckPassesOnASoundRunAndTheReportNamesItsBundle(ReferenceRun reference) {
        VerifyReport report = VerifyReport.of(settings(reference, reference.root()));

        assertThat(report.checks())
                .hasSize(FileChecks.NAMES.size() + CheckQuery.NAMES.size())
                .allSatisfy(result -> assertThat(result.status())
                        .as(result.checkId() + " " + result.sample())
                        .isEqualTo(CheckResult.Status.PASS));
        assertThat(report.status()).isEqualTo(VerifyReport.Status.PASS);
        assertThat(report.bundleDigest()).contains(reference.bundleDigest());
        assertThat(violationsOfTheSchema(report)).isEmpty();
    }

    @Test
    void withoutTheWorldItsTablesAndArrivalsAreNotCheckedAndSaidToBeSo(ReferenceRun reference) {
        assertThat(Verify.run(VerifySettings.of(reference.root())))
                .filteredOn(result -> result.status() != CheckResult.Status.PASS)
                .extracting(CheckResult::checkId, CheckResult::status, CheckResult::sample)
                .containsExactly(
                        tuple("entities_exist", CheckResult.Status.NOT_CHECKED, WITHOUT_TABLES),
                        tuple("terminals_exist", CheckResult.Status.NOT_CHECKED, WITHOUT_TABLES),
                        tuple(
                                "arrivals_unchanged",
                                CheckResult.Status.NOT_CHECKED,
                                "needs the arrivals of the world in files: give --world; a world made on the fly has none"));
    }

    @Test
    void whereAQueryHasNoMemoryNothingIsSaidAboutTheRun(ReferenceRun reference) {
        VerifySettings little = new VerifySettings(reference.root(), List.of(), runs, "1MB");

        assertThatThrownBy(() -> Verify.run(little)).isInstanceOfSatisfying(RunException.class, failure -> assertThat(
                        failure.problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ErrorCode.IO_READ_FAILED);
                    assertThat(problem.toString()).contains("Out of Memory", "--memory, which is 1MB", "--scratch");
                }));
    }

    @ParameterizedTest
    @EnumSource
    void aFileWithForgedRowsIsFoundByItsBytesItsSumsAndItsRows(Forgery forgery, ReferenceRun reference)
            throws Exception {
        DoctoredRun run = DoctoredRun.of(reference, runs).rows(forgery.datasetId, forgery.select);

        VerifyReport report = VerifyReport.of(settings(reference, run.root()));

        assertThat(failed(report).filter(check -> !FileChecks.NAMES.contains(check)))
                .containsExactlyInAnyOrder(forgery.checks.split(" "));
        assertThat(failed(report)).contains("bundle", "rows_recounted");
        assertThat(report.checks())
                .filteredOn(result -> result.checkId().equals(forgery.checks.split(" ")[0]))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.code()).isEqualTo(forgery.code);
                    assertThat(result.violations()).isPositive();
                    assertThat(result.sample()).isNotEmpty();
                });
        assertThat(report.status()).isEqualTo(VerifyReport.Status.FAIL);
        assertThat(violationsOfTheSchema(report)).isEmpty();
    }

    private static VerifySettings settings(ReferenceRun reference, Path root) {
        return VerifySettings.of(
                root, reference.world().upstream(), reference.world().world());
    }

    private static Stream<String> failed(VerifyReport report) {
        return report.failed().stream().map(CheckResult::checkId);
    }

    private static List<Problem> violationsOfTheSchema(VerifyReport report) {
        List<Problem> problems = new ArrayList<>();
        Optional<PolicyNode> document = StrictJson.parse(
                "verify.json",
                CanonicalJson.of(report.json()).getBytes(StandardCharsets.UTF_8),
                ErrorCode.OUTPUT_SCHEMA_VIOLATION,
                problems);
        problems.addAll(SchemaStore.shipped()
                .check(
                        "schema/run/verify_report.schema.json",
                        "verify.json",
                        document.orElseThrow(),
                        ErrorCode.OUTPUT_SCHEMA_VIOLATION));
        return problems;
    }

    private static final String WITHOUT_TABLES =
            "needs the 6A tables: give --upstream; those of a world of our own are made by millrace entities";

    /** One lie each; the first check is the one made for it, the others notice as well. */
    enum Forgery {
        EVENT_TWICE(
                "s2_event_stream_baseline_6B",
                "SELECT * FROM part UNION ALL SELECT * FROM part WHERE event_seq = 1 AND flow_id = (SELECT min(flow_id)"
                        + " FROM everything)",
                ErrorCode.S2_TEMPLATE,
                "event_keys_unique events_adjacent p4_event_counts life_cycle_grammar"),
        ACCOUNT_OF_SOMEBODY_ELSE(
                "s1_arrival_entities_6B",
                "SELECT * REPLACE (CASE WHEN (merchant_id, arrival_seq) = (SELECT min((merchant_id, arrival_seq)) FROM"
                        + " everything) THEN (SELECT max(e.account_id) FROM everything e WHERE e.party_id <> part.party_id)"
                        + " ELSE account_id END AS account_id) FROM part",
                ErrorCode.S1_ENTITY_REFERENCE_INVALID,
                "entities_exist p1_arrivals_equal_anchors p2_dominant_ids"),
        SESSION_COUNTS_ONE_TOO_MANY(
                "s1_session_index_6B",
                "SELECT * REPLACE (CASE WHEN session_id = (SELECT min(session_id) FROM everything) THEN arrival_count + 1"
                        + " ELSE arrival_count END AS arrival_count) FROM part",
                ErrorCode.S1_SESSION_AGGREGATE_MISMATCH,
                "p2_session_aggregates");

        private final String datasetId;
        private final String select;
        private final ErrorCode code;
        /** Separated by spaces. */
        private final String checks;

        Forgery(String datasetId, String select, ErrorCode code, String checks) {
            this.datasetId = datasetId;
            this.select = select;
            this.code = code;
            this.checks = checks;
        }
    }
}
