package io.millrace.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.random.Decision;
import io.millrace.random.Mix64;
import org.junit.jupiter.api.Test;

class WorldKeysTest {
    private static final String WORLD = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";
    private static final WorldKeys KEYS = WorldKeys.of(WORLD, 42);

    @Test
    void aKeyIsTheStructureKeyStepsOnAndMixed() {
        long structure = KEYS.draws().key(Decision.ACT);
        assertThat(KEYS.world(Decision.ACT)).isEqualTo(Mix64.mix(structure));
        assertThat(KEYS.zone(Decision.ACT, 3)).isEqualTo(Mix64.at(structure, 3));
        assertThat(KEYS.cell(Decision.ACT, 2, 5)).isEqualTo(Mix64.at(structure, 39));
        assertThat(KEYS.zone(Decision.CARRIER, 3)).isNotEqualTo(KEYS.zone(Decision.ACT, 3));
    }

    @Test
    void drawsHaveNoPlaceAmongStructures() {
        assertThatThrownBy(() -> KEYS.world(Decision.PARTY_LATENT)).hasMessageContaining("PARTY_LATENT is a draw");
    }
}
