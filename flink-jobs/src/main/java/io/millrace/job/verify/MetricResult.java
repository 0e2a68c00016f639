package io.millrace.job.verify;

import io.millrace.policy.SegmentValidationPolicy.Grade;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One metric of the scorecard.
 *
 * @param family letters of the id
 * @param required fails the card when outside pass
 * @param formula what was computed
 * @param source of the bands
 * @param readings one per part, in the order of the policy
 */
public record MetricResult(
        String metricId,
        String family,
        String name,
        String formula,
        String source,
        boolean required,
        List<MetricReading> readings) {
    public MetricResult {
        readings = List.copyOf(readings);
    }

    /** The worst grade of its parts; empty when none was measured. */
    public Optional<Grade> grade() {
        return readings.stream().flatMap(reading -> reading.grade().stream()).min(Comparator.naturalOrder());
    }
}
