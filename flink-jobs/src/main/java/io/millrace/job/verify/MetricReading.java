package io.millrace.job.verify;

import io.millrace.policy.SegmentValidationPolicy.Corridor;
import io.millrace.policy.SegmentValidationPolicy.Grade;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured for one part of a metric.
 *
 * @param part {@code ALL}, a channel, or a word of the metric's own
 * @param corridor bands of the validation policy
 * @param value empty when not measured
 * @param grade empty exactly then
 * @param rows behind the value
 * @param note why it was not measured, else what helps to read it; may be empty
 */
public record MetricReading(
        String part, Corridor corridor, OptionalDouble value, Optional<Grade> grade, long rows, String note) {
    static MetricReading measured(String part, Corridor corridor, double value, long rows, String note) {
        return new MetricReading(
                part, corridor, OptionalDouble.of(value), Optional.of(corridor.grade(value)), rows, note);
    }

    static MetricReading notMeasured(String part, Corridor corridor, long rows, String why) {
        return new MetricReading(part, corridor, OptionalDouble.empty(), Optional.empty(), rows, why);
    }
}
