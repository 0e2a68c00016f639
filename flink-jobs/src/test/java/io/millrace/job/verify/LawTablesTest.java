package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.policy.SegmentValidationPolicy.Grade;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Q5 and Q6 over flows of the doer: clean ones pass, wrong rates and planted leaks do not. */
class LawTablesTest {
    private static final int FLOWS = 60_000;
    private static final String DECLINED = "template IN (5, 10, 11, 12)";
    private static final String REFUNDED = "template IN (2, 7)";

    @TempDir
    Path folder;

    @Test
    void flowsOfTheirOwnPoliciesAreAsAskedAndTellNothing() throws Exception {
        try (MadeFlows flows = new MadeFlows(folder, FLOWS, Map.of())) {
            Map<String, MetricReading> readings = flows.judge();
            assertThat(readings.get("Q5").grade()).contains(Grade.EXCELLENT);
            assertThat(readings.get("Q5").note()).matches("\\d\\d rates; farthest .*: asked [0-9.]+, got \\d+");
            assertThat(readings.get("Q6").grade()).contains(Grade.EXCELLENT);
            assertThat(readings.get("Q6").note())
                    .matches("decline: 0\\.\\d{4} of the law, .*; refund: 0\\.\\d{4} of the law, .*");
        }
    }

    /** Made by a chance of .114 where the judge's policy says .095. */
    @Test
    void declinesMoreOftenThanAskedAreFarOff() throws Exception {
        Map<String, MetricReading> readings = judged(Map.of("/decline/ECOM/p_base", new BigDecimal("0.114")));
        assertThat(value(readings, "Q5")).isGreaterThan(8);
        assertThat(readings.get("Q5").grade()).contains(Grade.MISS);
        assertThat(readings.get("Q5").note()).contains("farthest ECOM declined");
    }

    /** Made by a chance of .60 where the judge's policy says .80: some hundred candidates tell. */
    @Test
    void retriesLessOftenThanAskedAreFarOff() throws Exception {
        Map<String, MetricReading> readings =
                judged(Map.of("/orders/reason_classes/FUNDS/p_retry_same", new BigDecimal("0.60")));
        assertThat(value(readings, "Q5")).isGreaterThan(4.5);
        assertThat(readings.get("Q5").note()).contains("farthest ECOM retried");
    }

    /** Made by twice the rate that the judge's policy says, in one class of thirteen. */
    @Test
    void refundsOfOneClassTooOftenAreFarOff() throws Exception {
        Map<String, MetricReading> readings =
                judged(Map.of("/refund_rates/ELECTRONICS/remote", new BigDecimal("0.12")));
        assertThat(value(readings, "Q5")).isGreaterThan(6);
        assertThat(readings.get("Q5").note()).contains("farthest ECOM refunded, ELECTRONICS");
    }

    /** No cash is refunded by the policy; one flow of 60,000 says it was. */
    @Test
    void oneOutcomeThatThePolicyRulesOutIsFound() throws Exception {
        try (MadeFlows flows = new MadeFlows(folder, FLOWS, Map.of())) {
            MetricReading reading = flows.forged("UPDATE outcomes SET template = 2 WHERE flow_id = (SELECT min(flow_id)"
                            + " FROM anchors JOIN outcomes USING (flow_id) WHERE channel = 'ATM' AND template = 1)")
                    .judge()
                    .get("Q5");
            assertThat(reading.grade()).contains(Grade.MISS);
            assertThat(reading.note()).contains("farthest ATM refunded").endsWith("asked 0.0, got 1");
        }
    }

    /** The pass runs beside the queries; its trouble is told to whoever waits for its tables. */
    @Test
    void aTemplateThatNoContractKnowsIsTold() throws Exception {
        try (MadeFlows flows = new MadeFlows(folder, 1_000, Map.of())) {
            assertThatThrownBy(flows.forged("UPDATE outcomes SET template = 99")::judge)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("template 99 of a flow that no contract knows");
        }
    }

    @Test
    void idsWhoseLastDigitFollowsTheDeclineAreFoundOut() throws Exception {
        MetricReading reading = forged(
                "CREATE TABLE forged AS SELECT flow_id AS old_id, flow_id // 10 * 10 + CASE WHEN " + DECLINED
                        + " THEN 7 ELSE flow_id % 7 END AS new_id FROM outcomes",
                "UPDATE anchors SET flow_id = new_id FROM forged WHERE flow_id = old_id",
                "UPDATE outcomes SET flow_id = new_id FROM forged WHERE flow_id = old_id");
        assertThat(reading.grade()).contains(Grade.MISS);
        assertThat(reading.value().orElseThrow()).isGreaterThan(.2);
        assertThat(reading.note()).contains("by last digit of flow_id");
    }

    /** Half of the refunded amounts end on 3. */
    @Test
    void amountsWhoseLastDigitFollowsTheRefundAreFoundOut() throws Exception {
        MetricReading reading = forged("UPDATE anchors SET amount_minor = amount_minor // 10 * 10 + 3"
                + " WHERE hash(arrival_seq) % 2 = 0 AND flow_id IN (SELECT flow_id FROM outcomes WHERE " + REFUNDED
                + ")");
        assertThat(reading.grade()).contains(Grade.MISS);
        assertThat(reading.value().orElseThrow()).isGreaterThan(.05);
        assertThat(reading.note()).contains("by last digit of amount_minor");
    }

    /** One decline of ten leaves a device that no other flow has, among the ids of the others. */
    @Test
    void aTraceOfFewDeclinesIsFoundOut() throws Exception {
        MetricReading reading = forged("UPDATE anchors SET device_id = 4611686018427387917 WHERE arrival_seq % 10 = 0"
                + " AND flow_id IN (SELECT flow_id FROM outcomes WHERE " + DECLINED + ")");
        assertThat(reading.value().orElseThrow()).isGreaterThan(.02);
        assertThat(reading.note()).contains("device_id");
    }

    @Test
    void fewFlowsGiveNoVerdict() throws Exception {
        try (MadeFlows flows = new MadeFlows(folder, 1_000, Map.of())) {
            Map<String, MetricReading> readings = flows.judge();
            assertThat(readings.get("Q5").grade()).isEmpty();
            assertThat(readings.get("Q5").note()).isEqualTo("no rate has the 200 cases that a verdict needs");
            assertThat(readings.get("Q6").grade()).isEmpty();
            assertThat(readings.get("Q6").note())
                    .isEqualTo("no outcome has the 200 cases among the judged rows that a verdict needs");
        }
    }

    private Map<String, MetricReading> judged(Map<String, Object> shapeEdits) throws Exception {
        try (MadeFlows flows = new MadeFlows(folder, FLOWS, shapeEdits)) {
            return flows.judge();
        }
    }

    private MetricReading forged(String... statements) throws Exception {
        try (MadeFlows flows = new MadeFlows(folder, FLOWS, Map.of())) {
            return flows.forged(statements).judge().get("Q6");
        }
    }

    private static double value(Map<String, MetricReading> readings, String metricId) {
        return readings.get(metricId).value().orElseThrow();
    }
}
