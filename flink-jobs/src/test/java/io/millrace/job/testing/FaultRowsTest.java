package io.millrace.job.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tests get a row, and how it names them. */
class FaultRowsTest {
    @ParameterizedTest
    @ValueSource(strings = {"F1", "F9", "F10", "F20"})
    void theNumbersOfTheListAreFaults(String tag) {
        assertThat(FaultRows.isFault(tag)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"F0", "F21", "faults", "soak", "F1a"})
    void otherTagsAreNone(String tag) {
        assertThat(FaultRows.isFault(tag)).isFalse();
    }

    @Test
    void theMessageOfAnAssertionBecomesOneLine() {
        assertThat(FaultRows.finding(new AssertionError("\nExpecting:\n  1\nto be:\n  2")))
                .isEqualTo("Expecting: 1 to be: 2");
    }

    @Test
    void aMethodIsReadAsASentence() {
        assertThat(FaultRows.sentence("aBrokenTaskLeavesNoTrace")).isEqualTo("a broken task leaves no trace");
    }
}
