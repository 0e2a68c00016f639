package io.millrace.job.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Numbers and words of messages, held against the texts of Java and of a JSON library. */
class MessageBytesTest {
    private final MessageBytes bytes = new MessageBytes();

    @Test
    void numbersReadAsJavaWritesThem() {
        long power = 1;
        for (int digits = 0; digits < 20; digits++) {
            for (long number : new long[] {power - 1, power, power + 1, -power, Long.MIN_VALUE + power, ~power}) {
                assertThat(signed(number)).isEqualTo(Long.toString(number));
                assertThat(unsigned(number)).isEqualTo(Long.toUnsignedString(number));
            }
            power *= 10;
        }
        assertThat(unsigned(-1)).isEqualTo("18446744073709551615");
        assertThat(signed(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    }

    @Test
    void wordsAreQuotedAndEscapedAsJsonWantsThem() {
        String word = "a \"b\" \\ c\n/";
        byte[] quoted = MessageBytes.quoted(word);
        assertThat(JsonMapper.shared().readTree(quoted).asString()).isEqualTo(word);
        assertThat(new String(quoted, StandardCharsets.US_ASCII))
                .isEqualTo(JsonMapper.shared().writeValueAsString(word));
    }

    @Test
    void aLongMessageGrowsAndTheNextOneBeginsAnew() {
        for (int i = 0; i < 1_000; i++) {
            bytes.putSigned(i);
        }
        assertThat(bytes.exact()).hasSize(10 + 90 * 2 + 900 * 3);
        assertThat(unsigned(7)).isEqualTo("7");
    }

    @Test
    void textsOfOtherLengthsDoNotTouchOneAnother() {
        bytes.putSigned(123);
        byte[] three = bytes.exact();
        bytes.clear();
        bytes.putSigned(-4567);
        byte[] five = bytes.exact();
        bytes.clear();
        bytes.putSigned(890);
        assertThat(five).asString(StandardCharsets.US_ASCII).isEqualTo("-4567");
        assertThat(bytes.exact()).as("no new array").isSameAs(three);
        assertThat(three).asString(StandardCharsets.US_ASCII).isEqualTo("890");
    }

    private String signed(long number) {
        bytes.clear();
        bytes.putSigned(number);
        return new String(bytes.exact(), StandardCharsets.US_ASCII);
    }

    private String unsigned(long number) {
        bytes.clear();
        bytes.putUnsigned(number);
        return new String(bytes.exact(), StandardCharsets.US_ASCII);
    }
}
