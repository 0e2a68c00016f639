package io.millrace.job.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.world.PieceJob;
import io.millrace.job.world.SegmentSummary;
import io.millrace.job.world.WorldFolder;
import io.millrace.job.world.WorldSource;
import io.millrace.run.ScenarioId;
import io.millrace.run.WorldBundle;
import io.millrace.testing.PolicyFiles;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrivals of the world tiny, from packs and seed to hours, dimensions and bundle. */
class ArrivalWindowITCase {
    @TempDir
    Path worlds;

    @Test
    void tinyIsTheSameAtAnyParallelism() {
        WorldSource source = WorldSource.of(PolicyFiles.root().resolve("config"), "tiny", 42);
        SegmentSummary one = make(source, worlds.resolve("one"), 1);
        SegmentSummary two = make(source, worlds.resolve("two"), 2);
        SegmentSummary four = make(source, worlds.resolve("four"), 4);
        assertThat(one.bundle().status()).isEqualTo(WorldBundle.Status.PASS);
        // 850 a day in the mean of a year.
        assertThat(one.rows().get("arrival_events_5B")).isBetween(1_800L, 3_200L);
        assertThat(two.bundle()).isEqualTo(one.bundle());
        assertThat(four.bundle()).isEqualTo(one.bundle());
        assertThat(make(source, worlds.resolve("one"), 2).outcome()).isEqualTo(SegmentSummary.Outcome.UNCHANGED);
    }

    private static SegmentSummary make(WorldSource source, Path folder, int parallelism) {
        PieceJob job = new PieceJob(
                StreamExecutionEnvironment::getExecutionEnvironment, parallelism, line -> {}, System::nanoTime);
        return new WorldFolder(folder, source.subject(), job)
                .make(new ArrivalWindow(source, ScenarioId.of("baseline_20260101_3d")));
    }
}
