package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.Problem;
import io.millrace.contract.Channel;
import io.millrace.contract.EventType;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.random.Decision;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FlowShapePolicyTest {
    private static final Set<String> HEADER =
            Set.of("/schema_version", "/policy_id", "/policy_version", "/law_revision");

    @Test
    void everyKeyOfTheShippedFileIsRead() throws IOException {
        for (String id : List.of("flow_shape_policy_6B", "flow_rng_policy_6B")) {
            List<Problem> problems = new ArrayList<>();
            PolicyNode root = StrictYaml.parse(
                            id,
                            Files.readAllBytes(PolicyFiles.root().resolve("config/layer3/6B/" + id + ".yaml")),
                            problems)
                    .orElseThrow();
            assertThat(problems).isEmpty();
            if (id.equals("flow_rng_policy_6B")) {
                RngPolicy.of(root);
            } else {
                FlowShapePolicy.of(root);
            }
            assertThat(root.unreadPointers()).containsExactlyInAnyOrderElementsOf(HEADER);
        }
    }

    @Test
    void theShippedFileHoldsTheStatedValues() {
        FlowShapePolicy policy = FlowShapePolicy.of(PolicyFiles.shipped("flow_shape_policy_6B"));
        assertThat(policy.scaCountries()).hasSize(31);
        assertThat(policy.orders().of(Channel.ECOM).windowMicros()).isEqualTo(900_000_000L);
        assertThat(policy.decline().reasonWeights().get(Channel.HYBRID).get(ReasonCode.C55))
                .isEqualTo("0.020");
        assertThat(policy.after(Channel.HYBRID, PriceClass.TRAVEL).pClear()).isEqualTo("0.972");
        assertThat(policy.after(Channel.POS, PriceClass.FUEL).pExpire()).isEqualTo("0.005");
        assertThat(policy.templates().get(7))
                .containsExactly(
                        EventType.AUTH_REQUEST,
                        EventType.STEP_UP_CHALLENGE,
                        EventType.STEP_UP_COMPLETE,
                        EventType.AUTH_RESPONSE,
                        EventType.CLEARING,
                        EventType.REFUND);
    }

    @Test
    void theWordsOfTheGrammarHaveTheirLengths() {
        List<Integer> lengths = new ArrayList<>();
        for (int template = 1; template <= FlowShapePolicy.TEMPLATES; template++) {
            lengths.add(FlowShapePolicy.word(template).size());
        }
        assertThat(lengths).containsExactly(3, 4, 3, 2, 2, 5, 6, 5, 4, 4, 4, 3);
    }

    @Test
    void brokenRelationsAreRefused() {
        assertRefused("/templates/3/2", "CLEARING", "template 3 must be");
        assertRefused("/limits/events_per_flow_max", decimal("5"), "events_per_flow_max must be at least 6");
        assertRefused("/limits/attempts_per_order_max", decimal("3"), "attempts_max of ECOM must be at most 3");
        assertRefused("/orders/POS/window_seconds", decimal("1"), "0 <= min_gap < window");
        assertRefused("/orders/decay/floor", decimal("1.5"), "decay.floor must lie in 0..1");
        assertRefused("/orders/reason_classes/HARD/codes/0", "51", "reason code 51 must stand in one of");
        assertRefused("/orders/reason_classes/HARD/p_retry_same", decimal("-0.1"), "p_retry_same must lie in 0..1");
        assertRefused("/step_up/ECOM/p_passed", decimal("0.9"), "p_passed, p_failed, p_abandoned must be at least 0");
        assertRefused("/step_up/POS/cross_border_factor", decimal("0.9"), "cross_border_factor must be at least 1");
        assertRefused("/step_up/amount_curve/1/factor", decimal("0.1"), "never fall in factor");
        assertRefused("/decline/amount_curve/0/quantile", decimal("0.1"), "must go from quantile 0 to 1");
        assertRefused("/decline/strain/factor_other", decimal("4"), "0 <= strain.factor_other <= factor_strained");
        assertRefused("/decline/reason_weights/ATM/51", decimal("0.5"), "decline.reason_weights.ATM must be");
        assertRefused("/after_approval/0/p_void", decimal("0.06"), "p_clear, p_void, p_expire");
        assertRefused("/after_approval/7/channel/0", "POS", "must have a row for ATM and DIGITAL");
        assertRefused("/refund_rates/APPAREL/remote", decimal("0.9"), "refund of APPAREL must lie in 0..1");
    }

    @Test
    void aTemplateThatCanOccurMustHaveAName() {
        assertThatThrownBy(() -> FlowShapePolicy.of(PolicyFiles.shipped(
                        "flow_shape_policy_6B",
                        Map.of(
                                "/after_approval/7/p_clear",
                                decimal("0.996"),
                                "/after_approval/7/p_expire",
                                decimal("0.001")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flow_types.CASH must name templates [4], which can occur on ATM");
        assertRefused("/step_up/ATM/p_base_other", decimal("0.1"), "flow_types.CASH must name templates");
    }

    @Test
    void declaredDrawsAreTheDrawsOfTheProgram() {
        RngPolicy policy = RngPolicy.of(PolicyFiles.shipped("flow_rng_policy_6B"));
        Set<String> declared = new TreeSet<>();
        policy.families().forEach(family -> family.decisions().forEach(decision -> {
            Decision own = Decision.valueOf(decision.decision());
            assertThat(own.family().text()).isEqualTo(family.family());
            assertThat(own.draws()).isEqualTo(decision.draws());
            declared.add(decision.decision());
        }));
        Set<String> own = new TreeSet<>();
        for (Decision decision : Decision.values()) {
            if (decision.family().stage().equals("S2")) {
                own.add(decision.name());
            }
        }
        assertThat(declared).isEqualTo(own);
    }

    private static void assertRefused(String pointer, Object value, String message) {
        assertThatThrownBy(
                        () -> FlowShapePolicy.of(PolicyFiles.shipped("flow_shape_policy_6B", Map.of(pointer, value))))
                .as(pointer)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }
}
