package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.digest.CanonicalJson;
import io.millrace.run.RunIdentity;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** When a card that lies with a run may stand for a new one. */
class CardSourceTest {
    private static final RunIdentity RUN =
            new RunIdentity(7, "baseline_20260101_3d", "a".repeat(64), "b".repeat(64), "c".repeat(64));
    private static final CardSource SOURCE =
            CardSource.of(RUN, Optional.of("d".repeat(64)), List.of("s4_ip_base_6A", "s1_party_base_6A"));

    @Test
    void aCardStandsForANewOneOfTheSameBundlePoliciesQueriesAndTables() {
        assertThat(SOURCE.isNamedBy(card())).isTrue();
        assertThat(SOURCE.tables()).containsExactly("s1_party_base_6A", "s4_ip_base_6A");
        for (String key : List.of("run_id", "seed", "bundle_digest", "parameter_hash", "queries_digest")) {
            ObjectNode card = card();
            ((ObjectNode) card.get("of")).put(key, "0".repeat(64));
            assertThat(SOURCE.isNamedBy(card)).as(key).isFalse();
        }
        assertThat(CardSource.of(RUN, SOURCE.bundleDigest(), List.of()).isNamedBy(card()))
                .isFalse();
    }

    @Test
    void cardsThatNameNothingStandForNone() {
        JsonNode old = new ObjectMapper().readTree("{\"metrics\":[]}");
        assertThat(SOURCE.isNamedBy(old)).isFalse();
    }

    private static ObjectNode card() {
        return (ObjectNode)
                new ObjectMapper().readTree(CanonicalJson.of(new TreeMap<>(java.util.Map.of("of", SOURCE.json()))));
    }
}
