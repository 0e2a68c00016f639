package io.millrace.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.policy.PolicyPacks;
import io.millrace.testing.PolicyFiles;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class RulebookTest {
    private final Rulebook rules =
            new Rulebook(PolicyPacks.read(PolicyFiles.root().resolve("config"), new ArrayList<>()));

    @Test
    void valuesStandAsThePolicyHasThem() {
        Rule rule = rules.rule("attachment_policy_6B", "/visit/p_loyal/POS");

        assertThat(rule.place()).isEqualTo("attachment_policy_6B#/visit/p_loyal/POS");
        assertThat(rule.value()).isEqualTo("0.5");
        assertThat(rules.rule("attachment_policy_6B", "/channel/unresolved/0/is_virtual")
                        .value())
                .isEqualTo("true");
        assertThat(rules.rule("timing_policy_6B", "/laws/CLEARING.ATM").value())
                .isEqualTo("components ((median_seconds 18000, sigma_log 0.5, weight 1)), max_seconds 172800,"
                        + " min_seconds 60");
    }

    @Test
    void aPlaceThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> rules.rule("attachment_policy_6B", "/visit/p_loyal/CASH"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CASH");
    }
}
