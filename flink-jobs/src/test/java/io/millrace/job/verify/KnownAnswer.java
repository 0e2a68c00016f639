package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows whose figure is known.
 *
 * @param given what makes the rows
 * @param valueByPart what the metric must find, for every part that has rows
 */
record KnownAnswer(String metricId, Given given, Map<String, Double> valueByPart) {
    /** Makes rows. */
    @FunctionalInterface
    interface Given {
        void rows(HandMadeRun run) throws SQLException;
    }

    static KnownAnswer all(String metricId, double value, Given given) {
        return new KnownAnswer(metricId, given, Map.of("ALL", value));
    }

    static KnownAnswer parts(String metricId, Map<String, Double> valueByPart, Given given) {
        return new KnownAnswer(metricId, given, valueByPart);
    }

    void check(Path folder) throws SQLException {
        try (HandMadeRun run = new HandMadeRun(folder)) {
            given.rows(run);
            TreeMap<String, Double> found = new TreeMap<>();
            for (MetricReading reading : run.measure(metricId).readings()) {
                if (reading.value().isPresent()) {
                    found.put(reading.part(), reading.value().getAsDouble());
                }
            }
            assertThat(found.keySet()).as(metricId).isEqualTo(valueByPart.keySet());
            valueByPart.forEach((part, value) -> assertThat(found.get(part))
                    .as(metricId + " " + part)
                    .isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value)))));
        }
    }

    @Override
    public String toString() {
        return metricId;
    }
}
