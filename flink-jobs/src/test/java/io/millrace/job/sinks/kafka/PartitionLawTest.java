package io.millrace.job.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionLawTest {
    /** Hashes are those of Kafka's own test of murmur2: the law must not move with a version of the client. */
    @ParameterizedTest
    @CsvSource({"21, -973932308", "foobar, -790332482", "a-little-bit-long-string, -985981536"})
    void aKeyHasThePartitionThatEveryKafkaClientGivesIt(String key, int hash) {
        int expected = (hash & 0x7FFF_FFFF) % 12;
        assertThat(PartitionLaw.of(key.getBytes(StandardCharsets.UTF_8), 12)).isEqualTo(expected);
    }

    @Test
    void keysSpreadOverAllPartitions() {
        int[] counts = new int[8];
        for (long key = 1; key <= 8_000; key++) {
            counts[PartitionLaw.of(Long.toString(key).getBytes(StandardCharsets.US_ASCII), 8)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(850, 1_150);
        }
    }
}
