package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.PolicyFiles;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RngProfileTest {
    @Test
    void theShippedKnownAnswersReproduceAndEveryKeyIsRead() {
        PolicyNode root = PolicyFiles.shipped("rng_profile_layer3");
        RngProfile profile = RngProfile.of(root);
        assertThat(profile.knownAnswers()).hasSize(3);
        assertThat(profile.wrongAnswers()).isEmpty();
        assertThat(profile.keyLaw()).isEqualTo("millrace:rng:v1");
        assertThat(profile.idLaw()).isEqualTo("millrace:id:v1");
        assertThat(root.unreadPointers())
                .containsExactlyInAnyOrder("/schema_version", "/policy_id", "/policy_version", "/law_revision");
    }

    @Test
    void aWrongHighWordIsFound() {
        RngProfile profile = RngProfile.of(
                PolicyFiles.shipped("rng_profile_layer3", Map.of("/known_answers/2/x0_hex", "0a5e742c2997341d")));
        assertThat(profile.wrongAnswers())
                .containsExactly(profile.knownAnswers().get(2));
    }
}
