package io.millrace.entities;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntityIdsTest {
    @Test
    void idsAreThoseOfTheDesign() {
        assertThat(EntityIds.account(12345, 2)).isEqualTo(395042);
        assertThat(EntityIds.instrument(395042, 1)).isEqualTo(12641345);
        assertThat(EntityIds.device(12345, 0)).isEqualTo(790080);
        assertThat(EntityIds.terminal(7, 3)).isEqualTo(903);
    }

    @Test
    void idsDecodeToOwnerAndSlot() {
        long account = EntityIds.account(30_000_000, 19);
        long instrument = EntityIds.instrument(account, 17);
        long device = EntityIds.device(30_000_000, 13);
        assertThat(instrument).isLessThan(1L << 53);
        assertThat(EntityIds.accountOfInstrument(instrument)).isEqualTo(account);
        assertThat(EntityIds.slotOfInstrument(instrument)).isEqualTo(17);
        assertThat(EntityIds.partyOfAccount(account)).isEqualTo(30_000_000);
        assertThat(EntityIds.slotOfAccount(account)).isEqualTo(19);
        assertThat(EntityIds.partyOfDevice(device)).isEqualTo(30_000_000);
        assertThat(EntityIds.slotOfDevice(device)).isEqualTo(13);
        assertThat(EntityIds.isTerminal(device)).isFalse();
        assertThat(EntityIds.isTerminal(903)).isTrue();
        assertThat(EntityIds.siteOfTerminal(903)).isEqualTo(7);
        assertThat(EntityIds.numberOfTerminal(903)).isEqualTo(3);
    }
}
