package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedRuns;
import io.millrace.policy.SegmentValidationPolicy.Grade;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The whole card over a run that was made by the main job. */
@ExtendWith(SharedRuns.class)
class ScorecardITCase {
    @TempDir
    Path scratch;

    @Test
    void everyMetricHasAGradeOrAReason(ReferenceRun reference) throws Exception {
        Scorecard card = card(reference, List.of(reference.world().upstream()));

        assertThat(card.metrics()).hasSameSizeAs(MetricQuery.NAMES);
        assertThat(card.metrics())
                .allSatisfy(metric -> assertThat(metric.readings()).isNotEmpty().allSatisfy(reading -> {
                    assertThat(reading.grade().isPresent())
                            .isEqualTo(reading.value().isPresent());
                    assertThat(reading.value().isPresent() || !reading.note().isEmpty())
                            .isTrue();
                    reading.value().ifPresent(value -> assertThat(reading.grade())
                            .contains(reading.corridor().grade(value)));
                }));
        assertThat(card.measured()).hasSizeGreaterThan(30);
        // By construction, whatever the world.
        for (String id : List.of("E7", "SE4", "L10", "M8", "Q3", "Q7")) {
            assertThat(metric(card, id).grade()).as(id).contains(Grade.EXCELLENT);
        }
        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void meansAgreeWithTheSumsOfTheManifest(ReferenceRun reference) throws Exception {
        Scorecard card = card(reference, List.of());
        JsonNode manifest = new ObjectMapper().readTree(reference.manifest());
        double arrivals = rows(manifest, "s1_arrival_entities_6B");

        assertThat(value(card, "SE2"))
                .isCloseTo(arrivals / rows(manifest, "s1_session_index_6B"), withinPercentage(1e-7));
        assertThat(value(card, "F14"))
                .isCloseTo(
                        rows(manifest, "s2_event_stream_baseline_6B") / rows(manifest, "s2_flow_anchor_baseline_6B"),
                        withinPercentage(1e-7));
        assertThat(metric(card, "G1").readings().get(0).rows()).isLessThanOrEqualTo((long) arrivals);
    }

    @Test
    void theTablesOfAnOwnWorldLieInItsFolderAndAWorldWithoutSaysSo(ReferenceRun reference) throws Exception {
        Path world = scratch.resolveSibling("own-world");
        RunFiles.copy(reference.world().upstream().resolve("data/layer3/6A"), world.resolve("data/layer3/6A"));
        try {
            Scorecard foreign = card(reference, List.of(reference.world().upstream()));
            Scorecard own = card(reference, List.of(world.resolve("nowhere"), world));
            Scorecard without = card(reference, List.of());

            assertThat(own.metrics()).isEqualTo(foreign.metrics());
            assertThat(without.metrics())
                    .filteredOn(metric -> metric.family().equals("E"))
                    .allSatisfy(metric -> {
                        assertThat(metric.grade()).isEmpty();
                        assertThat(metric.readings().get(0).note()).startsWith("the world has no s");
                    });
        } finally {
            RunFiles.remove(world);
        }
    }

    private Scorecard card(ReferenceRun reference, List<Path> tableRoots) {
        return Scorecard.of(new ScorecardSettings(reference.root(), tableRoots, scratch, "500MB"));
    }

    private static MetricResult metric(Scorecard card, String id) {
        return card.metrics().stream()
                .filter(metric -> metric.metricId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static double value(Scorecard card, String id) {
        return metric(card, id).readings().get(0).value().orElseThrow();
    }

    private static double rows(JsonNode manifest, String dataset) {
        for (JsonNode listed : manifest.get("datasets")) {
            if (listed.get("dataset_id").asString().equals(dataset)) {
                return listed.get("rows").asDouble();
            }
        }
        throw new IllegalArgumentException(dataset);
    }
}
