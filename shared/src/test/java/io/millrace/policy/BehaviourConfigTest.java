package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.policy.BehaviourConfig.OnGuardrailExceeded;
import io.millrace.policy.BehaviourConfig.OnScopeMiss;
import io.millrace.policy.BehaviourConfig.Scope;
import io.millrace.testing.PolicyFiles;
import java.util.List;
import org.junit.jupiter.api.Test;

class BehaviourConfigTest {
    @Test
    void everyKeyOfTheShippedPackIsRead() {
        PolicyNode root = PolicyFiles.shipped("behaviour_config_6B");
        BehaviourConfig config = BehaviourConfig.of(root);
        assertThat(config.features())
                .isEqualTo(new BehaviourConfig.Features(true, true, true, true, true, true, true, false, false));
        assertThat(config.guardrails().sessionsPerArrivalMax()).isEqualByComparingTo("0.97");
        assertThat(config.degrade()).isEqualTo(new BehaviourConfig.Degrade(OnScopeMiss.FAIL, OnGuardrailExceeded.WARN));
        assertThat(root.unreadPointers())
                .containsExactlyInAnyOrder("/schema_version", "/policy_id", "/policy_version", "/law_revision");
    }

    @Test
    void emptyListsAllowAllAndBlockingWins() {
        assertThat(new Scope(List.of(), List.of(), List.of(), List.of()).includes("any", "7"))
                .isTrue();
        Scope narrow = new Scope(List.of("a", "b"), List.of("b"), List.of(), List.of("13"));
        assertThat(narrow.includes("a", "7")).isTrue();
        assertThat(narrow.includes("b", "7")).isFalse();
        assertThat(narrow.includes("c", "7")).isFalse();
        assertThat(narrow.includes("a", "13")).isFalse();
    }
}
