package io.millrace.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingTest {
    @Test
    void timesAreWrittenToTheMicrosecond() {
        assertThat(Wording.utc(1_767_225_599_999_999L)).isEqualTo("2025-12-31T23:59:59.999999Z");
        assertThat(Wording.utc(-1)).isEqualTo("1969-12-31T23:59:59.999999Z");
        assertThat(Wording.date(20_454)).isEqualTo("2026-01-01");
        assertThat(Wording.seconds(47_250_000)).isEqualTo("47.250000 s");
    }

    @Test
    void sharesOfWordsAreUnsigned() {
        assertThat(Wording.shareBelow(Long.MIN_VALUE)).isEqualTo(0.5);
        assertThat(Wording.shareBelow(0)).isZero();
        assertThat(Wording.share(Wording.shareBelow(-1))).isEqualTo("1.000000");
        assertThat(Wording.word(-1)).isEqualTo("ffffffffffffffff");
        assertThat(Wording.factor(12.7451)).isEqualTo("12.7451");
    }
}
