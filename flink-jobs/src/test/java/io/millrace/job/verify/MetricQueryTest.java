package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.policy.SegmentValidationPolicy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricQueryTest {
    @Test
    void theListsNameEveryQueryOfTheFolders() throws Exception {
        assertThat(MetricQuery.NAMES).containsExactlyInAnyOrderElementsOf(names("/verify/realism"));
        assertThat(MetricQuery.TABLES).containsExactlyElementsOf(names("/verify/realism/tables"));
        assertThat(Stream.concat(MetricQuery.BESIDE_TABLES.stream(), Stream.of(MetricQuery.SHARES.substring(7))))
                .containsExactlyElementsOf(names("/verify/realism/beside"));
    }

    @Test
    void everyMetricHasCorridorsAndTheOtherCorridorsBelongToLabelsAndLaws() {
        SegmentValidationPolicy policy = SegmentValidationPolicy.of(
                HandMadeRun.policies().require("segment_validation_policy_6B").root());
        List<String> ids = MetricQuery.NAMES.stream()
                .map(name -> MetricQuery.load(name).metricId())
                .toList();

        assertThat(ids)
                .allSatisfy(id -> assertThat(policy.corridorsOf(id)).as(id).isNotEmpty());
        assertThat(policy.corridors().keySet().stream()
                        .filter(id -> !ids.contains(id))
                        .filter(id -> id.matches("[A-Z]+[0-9]+")))
                .allMatch(id -> id.startsWith("X"));
        assertThat(policy.requiredMetrics().stream().filter(id -> !id.startsWith("X")))
                .isSubsetOf(ids);
    }

    @Test
    void theHeaderOfAQueryTellsNameFormulaSourceAndNeeds() {
        MetricQuery query = MetricQuery.load("SE6_richness");
        assertThat(query.name()).isEqualTo("richness T20");
        assertThat(query.formula())
                .startsWith("mean of share(device has > 1 party)")
                .endsWith("without terminals, which serve everybody by nature");
        assertThat(query.source()).isEqualTo("R T20 .05 / .10");
        assertThat(query.family()).isEqualTo("SE");
        assertThat(MetricQuery.load("E6_ip_coverage").needs())
                .isEqualTo(new MetricQuery.Needs(
                        List.of("s4_device_base_6A", "s4_ip_links_6A"), 0, MetricQuery.Margin.NONE));
        assertThat(MetricQuery.load("A1_weekly_peak_factor").needs().daysMin()).isEqualTo(7);
        assertThat(MetricQuery.load("L9_refund_delay").needs().margin()).isEqualTo(MetricQuery.Margin.REFUND);
        assertThat(MetricQuery.load("E7_broken_references").rowsMin()).contains(1L);
        assertThat(MetricQuery.load("Q1_seed_stability").beside())
                .contains(new MetricQuery.Beside(MetricQuery.Beside.Kind.SEEDS, 4));
        assertThat(MetricQuery.load("Q4_digests_that_differ").beside())
                .contains(new MetricQuery.Beside(MetricQuery.Beside.Kind.REPEATS, 2));
        assertThat(query.beside()).isEmpty();
        assertThat(MetricQuery.load("L4_zero_latency").notCompared("ZERO")).contains("a share that should be zero");
        assertThat(MetricQuery.load("L4_zero_latency").notCompared("SAME_SECOND"))
                .isEmpty();
    }

    /** A change of the judge in Java changes no query. */
    @Test
    void theDigestChangesWithTheRevisionOfTheLawTables() {
        assertThat(MetricQuery.digest())
                .isEqualTo(MetricQuery.digest(LawTables.REVISION))
                .isNotEqualTo(MetricQuery.digest(LawTables.REVISION + 1));
    }

    private static List<String> names(String folder) throws Exception {
        URI place =
                Objects.requireNonNull(MetricQuery.class.getResource(folder)).toURI();
        try (Stream<Path> files = Files.list(Path.of(place))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replace(".sql", ""))
                    .sorted()
                    .toList();
        }
    }
}
