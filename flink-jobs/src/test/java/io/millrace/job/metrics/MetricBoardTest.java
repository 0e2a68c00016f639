package io.millrace.job.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
