package io.millrace.job.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareJobITCase {
    @Test
    void theSampleBecomesAWorld(@TempDir Path out) {
        PrepareSummary summary = PrepareJob.run(
                new PrepareSettings(Path.of("../samples/upstream"), out, Path.of("../config"), Optional.empty(), 0, 2),
                StreamExecutionEnvironment::getExecutionEnvironment,
                System.out::println);
        assertThat(summary.counts()).containsEntry("arrivals", 40_000L);
        System.out.println(summary);
    }
}
