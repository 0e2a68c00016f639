package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "007", "9223372036854775808", "18446744073709551615"})
    void digitsUpToTheLargestIdAreIds(String text) {
        assertThat(DecimalId.isReadable(text)).isTrue();
        assertThat(Long.toUnsignedString(Long.parseUnsignedLong(text))).isEqualTo(text.replaceFirst("^0+(?=.)", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", " 1", "1.0", "0x1", "18446744073709551616", "99999999999999999999", "١"})
    void everythingElseIsNot(String text) {
        assertThat(DecimalId.isReadable(text)).isFalse();
    }
}
