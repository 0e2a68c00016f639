package io.millrace.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final Draws DRAWS = Draws.of(KeyedBijectionTest.WORLD, 42);

    @Test
    void keysOfAWorldFollowTheLawOfTheTraffic() {
        assertThat(DRAWS.key(Decision.PARTY_LATENT)).isEqualTo(0x7c608c429604c8ecL);
        assertThat(DRAWS.key(Decision.COUNT)).isEqualTo(0x9e9143d30918b900L);
    }

    @Test
    void codesAreUniqueAndTellTheFamily() {
        assertThat(Arrays.stream(Decision.values()).map(Decision::code)).doesNotHaveDuplicates();
        for (Decision decision : Decision.values()) {
            assertThat(decision.code() >= 400 && decision.code() <= 499)
                    .as(decision.name())
                    .isNotEqualTo(decision.family().isTraffic());
        }
    }

    @Test
    void drawsOfTheTrafficComeFirstSoThatTheirOrdinalsIndexArrays() {
        List<Decision> traffic = Decision.traffic();
        assertThat(traffic).hasSize(31).startsWith(Decision.CHANNEL).endsWith(Decision.EVENT_OFFSET);
        for (int i = 0; i < traffic.size(); i++) {
            assertThat(traffic.get(i).ordinal()).isEqualTo(i);
        }
    }
}
