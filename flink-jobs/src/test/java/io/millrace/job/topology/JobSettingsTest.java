package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSettingsTest {
    /** The more channels a partition has, the more buffers Flink gives it. */
    @ParameterizedTest
    @CsvSource({"1, 256", "2, 256", "4, 128", "8, 128", "16, 64", "32, 32", "128, 32"})
    void buffersOfAPartitionHoldAWatermarkStepAndAreNeverSmallerThanFlinksOwn(int parallelism, int kib) {
        long bytes = JobSettings.bufferSize(parallelism).getBytes();

        assertThat(bytes).isEqualTo(kib * 1024L);
        if (parallelism <= 32) {
            assertThat(bytes * (2L * parallelism + 8)).isBetween(3L << 19, 3L << 20);
        }
    }
}
