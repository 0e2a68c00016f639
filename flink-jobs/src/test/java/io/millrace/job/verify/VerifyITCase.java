package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.testing.DoctoredRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SharedRuns;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge passes a sound run and names what is wrong with a forged one. */
@ExtendWith(SharedRuns.class)
class VerifyITCase {
    private static final List<String> FILE_CHECKS =
            List.of("bundle", "rows_recounted", "documents", "schemas", "visibility", "orphans");

    @TempDir
    Path runs;

    @Test
    void everyCheckPassesOnASoundRun(ReferenceRun reference) {
        assertThat(Verify.run(new VerifySettings(
                        reference.root(), Optional.of(reference.world().upstream()))))
                .hasSize(FILE_CHECKS.size() + CheckQuery.NAMES.size())
                .allSatisfy(result ->
                        assertThat(result.status()).as(result.checkId()).isEqualTo(CheckResult.Status.PASS));
    }

    @Test
    void withoutTheUpstreamTablesForeignKeysAreNotCheckedAndSaidToBeSo(ReferenceRun reference) {
        assertThat(Verify.run(new VerifySettings(reference.root(), Optional.empty())))
                .filteredOn(result -> result.status() != CheckResult.Status.PASS)
                .singleElement()
                .isEqualTo(
                        new CheckResult(
                                "entities_exist",
                                CheckQuery.load("070_entities_exist").title(),
                                CheckResult.Status.NOT_CHECKED,
                                0,
                                "needs the 6A tables: give --upstream; those of a world of our own are made by millrace entities"));
    }

    @ParameterizedTest
    @EnumSource
    void aForgedRowIsNamedByItsChecksAndByNoOther(Forgery forgery, ReferenceRun reference) throws Exception {
        DoctoredRun run = DoctoredRun.of(reference, runs).rows(forgery.datasetId, forgery.select);

        List<CheckResult> results = Verify.run(
                new VerifySettings(run.root(), Optional.of(reference.world().upstream())));

        assertThat(failed(results).filter(check -> !FILE_CHECKS.contains(check)))
                .containsExactlyInAnyOrder(forgery.checks.split(" "));
        assertThat(failed(results)).contains("bundle", "rows_recounted");
        assertThat(results)
                .filteredOn(result -> result.checkId().equals(forgery.checks.split(" ")[0]))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.violations()).isPositive();
                    assertThat(result.sample()).isNotEmpty();
                });
    }

    private static Stream<String> failed(List<CheckResult> results) {
        return results.stream()
                .filter(result -> result.status() == CheckResult.Status.FAIL)
                .map(CheckResult::checkId);
    }

    /** One lie each; the first check is the one made for it, the others notice as well. */
    enum Forgery {
        EVENT_TWICE(
                "s2_event_stream_baseline_6B",
                "SELECT * FROM part UNION ALL SELECT * FROM part WHERE event_seq = 1 AND flow_id = (SELECT min(flow_id)"
                        + " FROM everything)",
                "event_keys_unique p4_event_counts life_cycle_grammar time_order"),
        LAST_EVENT_LOST(
                "s2_event_stream_baseline_6B",
                "SELECT * FROM part WHERE NOT (event_type = 'CLEARING' AND flow_id = (SELECT min(flow_id) FROM everything"
                        + " WHERE event_type = 'CLEARING' AND flow_id NOT IN (SELECT flow_id FROM everything WHERE event_type"
                        + " = 'REFUND')))",
                "p4_event_counts p5_amounts outcome_equals_events"),
        CLEARED_ONE_MINOR_UNIT_MORE(
                "s2_event_stream_baseline_6B",
                "SELECT * REPLACE (CASE WHEN event_type = 'CLEARING' AND flow_id = (SELECT min(flow_id) FROM everything"
                        + " WHERE event_type = 'CLEARING') THEN amount_minor + 1 ELSE amount_minor END AS amount_minor)"
                        + " FROM part",
                "p5_amounts"),
        ANSWER_BEFORE_THE_REQUEST(
                "s2_event_stream_baseline_6B",
                "SELECT * REPLACE (CASE WHEN event_type = 'AUTH_RESPONSE' AND flow_id = (SELECT min(flow_id) FROM"
                        + " everything) THEN ts_utc - INTERVAL 100 SECONDS ELSE ts_utc END AS ts_utc) FROM part",
                "time_order outcome_equals_events"),
        ACCOUNT_OF_SOMEBODY_ELSE(
                "s1_arrival_entities_6B",
                "SELECT * REPLACE (CASE WHEN (merchant_id, arrival_seq) = (SELECT min((merchant_id, arrival_seq)) FROM"
                        + " everything) THEN (SELECT max(e.account_id) FROM everything e WHERE e.party_id <> part.party_id)"
                        + " ELSE account_id END AS account_id) FROM part",
                "entities_exist p1_arrivals_equal_anchors p2_session_aggregates"),
        ABROAD_AND_AT_HOME_MIXED_UP(
                "s2_flow_anchor_baseline_6B",
                "SELECT * REPLACE (cross_border <> (flow_id = (SELECT min(flow_id) FROM everything)) AS cross_border) FROM"
                        + " part",
                "cross_border"),
        GAP_OFF_BY_A_MICROSECOND(
                "s1_arrival_entities_6B",
                "SELECT * REPLACE (CASE WHEN (merchant_id, arrival_seq) = (SELECT min((merchant_id, arrival_seq)) FROM"
                        + " everything WHERE session_seq > 0) THEN gap_previous_us + 1 ELSE gap_previous_us END AS"
                        + " gap_previous_us) FROM part",
                "session_walk party_walk p1_arrivals_equal_anchors"),
        SESSION_COUNTS_ONE_TOO_MANY(
                "s1_session_index_6B",
                "SELECT * REPLACE (CASE WHEN session_id = (SELECT min(session_id) FROM everything) THEN arrival_count + 1"
                        + " ELSE arrival_count END AS arrival_count) FROM part",
                "p2_session_aggregates"),
        APPROVAL_CALLED_A_DECLINE(
                "s2_flow_outcome_baseline_6B",
                "SELECT * REPLACE (CASE WHEN flow_id = (SELECT min(flow_id) FROM everything WHERE auth_result = 'APPROVED')"
                        + " THEN 'DECLINED' ELSE auth_result END AS auth_result) FROM part",
                "outcome_equals_events");

        private final String datasetId;
        private final String select;
        /** Separated by spaces. */
        private final String checks;

        Forgery(String datasetId, String select, String checks) {
            this.datasetId = datasetId;
            this.select = select;
            this.checks = checks;
        }
    }
}
