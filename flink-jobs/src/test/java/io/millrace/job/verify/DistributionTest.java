package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.job.verify.Distribution.Measure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DistributionTest {
    @Test
    void sharesLieAsFarApartAsJensenAndShannonSay() {
        assertThat(of(Measure.SHARES, Map.of("a", 0.5, "b", 0.5), Map.of("a", 0.5, "b", 0.5))
                        .distance())
                .isZero();
        assertThat(of(Measure.SHARES, Map.of("a", 1.0), Map.of("b", 1.0)).distance())
                .isCloseTo(1, within(1e-12));
        // H(.75, .25) - (H(.5, .5) + H(1, 0)) / 2 = .811278 - .5
        assertThat(of(Measure.SHARES, Map.of("a", 0.5, "b", 0.5), Map.of("a", 1.0))
                        .distance())
                .isCloseTo(0.311278, within(1e-6));
    }

    @Test
    void valuesLieAsFarApartAsTheWidestOfThem() {
        Distribution rates = of(Measure.VALUES, Map.of("ATM", 0.05, "POS", 0.03), Map.of("ATM", 0.05, "POS", 0.04));
        assertThat(rates.distance()).isCloseTo(0.25, within(1e-12));
        assertThat(rates.widest()).isEqualTo("POS");
        assertThat(of(Measure.VALUES, Map.of("ATM", 0.05), Map.of()).distance()).isEqualTo(1);
    }

    @Test
    void theListNamesEveryQueryOfTheFolderInOrder() throws Exception {
        URI folder = Objects.requireNonNull(Distribution.class.getResource("/verify/compare"))
                .toURI();
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            List<String> names = files.map(file -> file.getFileName().toString().replace(".sql", ""))
                    .sorted()
                    .toList();
            assertThat(Distribution.NAMES).containsExactlyElementsOf(names);
        }
    }

    private static Distribution of(Measure measure, Map<String, Double> a, Map<String, Double> b) {
        return new Distribution("a figure", measure, new TreeMap<>(a), new TreeMap<>(b));
    }
}
