package io.millrace.job.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.testing.HeldMetrics;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class MetricBoardTest {
    @Test
    void aMetricStandsOnTheBoardItBelongsTo() {
        MetricBoard operator = MetricBoard.of(new UnregisteredMetricsGroup());
        MetricBoard dataset = MetricBoard.of(new UnregisteredMetricsGroup(), "events");
        assertThat(operator.counter(RunMetric.VIOLATIONS).getCount()).isZero();
        assertThat(dataset.counter(RunMetric.ROWS_WRITTEN).getCount()).isZero();
        assertThatThrownBy(() -> operator.counter(RunMetric.ROWS_WRITTEN)).hasMessageContaining("ROWS_WRITTEN");
        assertThatThrownBy(() -> dataset.gauge(RunMetric.OPEN_SESSIONS, () -> 0))
                .hasMessageContaining("no metric of DATASET");
    }

    @Test
    void aLateRowIsAViolationAndCountedApartToo() {
        HeldMetrics held = new HeldMetrics();
        LawCounters laws = LawCounters.withLateRows(MetricBoard.of(held));
        assertThat(held.count("late_rows_total")).isZero();
        assertThat(held.count("violations_total")).isZero();
        RunException late = failure(ErrorCode.LATE_ARRIVAL);
        assertThat(laws.broken(late)).hasCause(late);
        laws.broken(failure(ErrorCode.S1_ARRIVAL_DUPLICATE));
        assertThat(held.count("late_rows_total")).isEqualTo(1);
        assertThat(held.count("violations_total")).isEqualTo(2);
    }

    private static RunException failure(ErrorCode code) {
        return new RunException(Problem.of(code, "row 1", "must hold", "does not", "mend it"));
    }

    @Test
    void aTallySumsWhatEachBucketWasLastSeenToHold() {
        BucketTally tally = new BucketTally(4);
        assertThat(tally.sum()).isZero();
        tally.set(0, 5);
        tally.set(3, 7);
        tally.set(0, 2);
        assertThat(tally.sum()).isEqualTo(9);
        tally.set(3, 0);
        assertThat(tally.sum()).isEqualTo(2);
    }
}
