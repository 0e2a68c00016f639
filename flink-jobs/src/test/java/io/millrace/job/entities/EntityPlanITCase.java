package io.millrace.job.entities;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.digest.FileDigest;
import io.millrace.job.world.PieceJob;
import io.millrace.job.world.SegmentSummary;
import io.millrace.job.world.WorldFolder;
import io.millrace.job.world.WorldSource;
import io.millrace.run.WorldBundle;
import io.millrace.run.WorldReceipt;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.EntityIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entities of the world tiny, from packs and seed to tables, index and bundle. */
class EntityPlanITCase {
    @TempDir
    Path worlds;

    @Test
    void tinyIsTheSameAtAnyParallelismAndItsIndexIsTheMaker() throws IOException {
        WorldSource source = WorldSource.of(PolicyFiles.root().resolve("config"), "tiny", 42);
        SegmentSummary one = make(source, worlds.resolve("one"), 1);
        SegmentSummary two = make(source, worlds.resolve("two"), 2);
        SegmentSummary four = make(source, worlds.resolve("four"), 4);
        assertThat(one.bundle().status()).isNotEqualTo(WorldBundle.Status.FAIL);
        assertThat(one.rows()).hasSize(14).containsEntry("s1_party_base_6A", 2_000L);
        assertThat(two.bundle()).isEqualTo(one.bundle());
        assertThat(content(two.world())).isEqualTo(content(one.world()));
        assertThat(content(four.world())).isEqualTo(content(one.world()));
        WorldReceipt receipt = WorldReceipt.read(one.world());
        assertThat(receipt.datasets()).hasSize(14).allSatisfy(dataset -> assertThat(dataset.rows())
                .as(dataset.datasetId())
                .isPositive());
        Path index = indexFile(one.world());
        try (EntityIndex universe = EntityIndex.open(index)) {
            assertThat(universe.parties()).isEqualTo(2_000);
            for (long lane = 0; lane < 1_000; lane++) {
                long x0 = lane * 0x9E3779B97F4A7C15L;
                long x1 = lane * 0xC2B2AE3D27D4EB4FL;
                int world = source.open().maker().worldScope();
                assertThat(universe.pick(universe.worldScope(), x0, x1))
                        .isEqualTo(source.open().maker().pick(world, x0, x1));
            }
        }
        WorldSource other = WorldSource.of(PolicyFiles.root().resolve("config"), "tiny", 43);
        SegmentSummary another = make(other, worlds.resolve("one"), 2);
        assertThat(another.world()).isNotEqualTo(one.world());
        assertThat(another.bundle().bundleSha256()).isNotEqualTo(one.bundle().bundleSha256());
        assertThat(make(source, worlds.resolve("one"), 2).outcome()).isEqualTo(SegmentSummary.Outcome.UNCHANGED);
    }

    private static SegmentSummary make(WorldSource source, Path folder, int parallelism) {
        PieceJob job = new PieceJob(
                StreamExecutionEnvironment::getExecutionEnvironment, parallelism, line -> {}, System::nanoTime);
        return new WorldFolder(folder, source.subject(), job).make(new EntityPlan(source));
    }

    private static Path indexFile(Path world) throws IOException {
        try (Stream<Path> walk = Files.walk(world)) {
            return walk.filter(file -> file.endsWith("entity_index.bin"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Map<String, String> content(Path world) throws IOException {
        TreeMap<String, String> digests = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(world)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                digests.put(world.relativize(file).toString(), FileDigest.ofFile(file));
            }
        }
        return digests;
    }
}
