package io.millrace.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Mix64Test {
    @Test
    void mixesTheWordsOfTheWorldDesign() {
        assertThat(Mix64.mix(1)).isEqualTo(0x5692161d100b05e5L);
        assertThat(Mix64.mix(Mix64.WEYL)).isEqualTo(0xe220a8397b1dcdafL);
        assertThat(Mix64.at(0, 1)).isEqualTo(0xe220a8397b1dcdafL);
    }

    @Test
    void theEngineOfTheWorldIsTheEngineOfTheTraffic() {
        assertThat(Philox2x64.x0(0x1111111111111111L, 12_345, 3)).isEqualTo(0x341f08d56d101edfL);
        assertThat(Philox2x64.x1(0x1111111111111111L, 12_345, 3)).isEqualTo(0x3df5675cfb2a7dd3L);
    }
}
