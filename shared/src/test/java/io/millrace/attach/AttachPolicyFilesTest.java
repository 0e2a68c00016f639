package io.millrace.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.Channel;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.policy.BehaviourPriorPack;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.RngPolicy;
import io.millrace.random.Decision;
import io.millrace.testing.PolicyFiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttachPolicyFilesTest {
    private static final List<String> HEADER =
            List.of("/schema_version", "/policy_id", "/policy_version", "/law_revision");

    @Test
    void everyKeyOfThePacksIsRead() {
        PolicyNode attachment = PolicyFiles.shipped("attachment_policy_6B");
        AttachmentPolicy.of(attachment);
        assertThat(unread(attachment)).isEmpty();
        PolicyNode prior = PolicyFiles.shipped("behaviour_prior_pack_6B");
        BehaviourPriorPack.of(prior);
        assertThat(unread(prior)).isEmpty();
    }

    @Test
    void everyRowOfWeightsSumsToOneMillion() {
        BehaviourPriorPack prior = PolicyFiles.prior();
        for (Channel channel : Channel.values()) {
            prior.accountWeights().values().forEach(rows -> assertThat(sum(rows.get(channel)))
                    .isEqualTo(1_000_000));
            prior.instrumentWeights().values().forEach(rows -> assertThat(sum(rows.get(channel)))
                    .isEqualTo(1_000_000));
            prior.ipWeights().values().forEach(rows -> assertThat(sum(rows.get(channel)))
                    .isEqualTo(1_000_000));
        }
    }

    @Test
    void declaredDecisionsAreTheProgramsOwn() {
        RngPolicy policy = RngPolicy.of(PolicyFiles.shipped("rng_policy_6B"));
        int declared = 0;
        for (RngPolicy.Family family : policy.families()) {
            assertThat(family.stage()).isEqualTo("S1");
            for (RngPolicy.Declared decision : family.decisions()) {
                Decision own = Decision.valueOf(decision.decision());
                assertThat(family.family()).isEqualTo(own.family().text());
                assertThat(decision.draws()).as(decision.decision()).isEqualTo(own.draws());
                assertThat(decision.blocks()).isEqualTo(1);
                declared++;
            }
        }
        assertThat(declared).isEqualTo(18);
    }

    private static int sum(Map<?, Integer> weights) {
        return weights.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static List<String> unread(PolicyNode root) {
        return root.unreadPointers().stream()
                .filter(pointer -> !HEADER.contains(pointer))
                .toList();
    }
}
