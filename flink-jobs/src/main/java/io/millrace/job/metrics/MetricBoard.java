package io.millrace.job.metrics;

import java.util.function.DoubleSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** The metrics of one operator's subtask, or of one dataset in it. */
public final class MetricBoard {
    private final MetricGroup group;
    private final RunMetric.Scope scope;

    private MetricBoard(MetricGroup group, RunMetric.Scope scope) {
        this.group = group;
        this.scope = scope;
    }

    /** @param operator the group Flink gives to an operator */
    public static MetricBoard of(MetricGroup operator) {
        return new MetricBoard(operator.addGroup("millrace"), RunMetric.Scope.OPERATOR);
    }

    /**
     * @param operator the group Flink gives to a sink
     * @param datasetId dictionary id
     */
    public static MetricBoard of(MetricGroup operator, String datasetId) {
        return new MetricBoard(operator.addGroup("millrace").addGroup("dataset", datasetId), RunMetric.Scope.DATASET);
    }

    /** A counter at 0; it belongs to the task's thread. */
    public Counter counter(RunMetric metric) {
        require(metric);
        return group.counter(metric.text());
    }

    /** @param value asked by the reporter's thread, whenever somebody looks */
    public void gauge(RunMetric metric, DoubleSupplier value) {
        require(metric);
        group.gauge(metric.text(), (Gauge<Double>) value::getAsDouble);
    }

    private void require(RunMetric metric) {
        if (metric.scope() != scope) {
            throw new IllegalArgumentException(metric + " is no metric of " + scope);
        }
    }
}
