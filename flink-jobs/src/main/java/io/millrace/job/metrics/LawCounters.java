package io.millrace.job.metrics;

import io.millrace.base.RunException;
import io.millrace.job.slab.BrokenLaw;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** Laws broken in one operator: there from the start with 0, so whoever watches sees that nothing happened. */
public final class LawCounters {
    private final Counter violations;

    public LawCounters(MetricBoard board) {
        violations = board.counter(RunMetric.VIOLATIONS);
    }

    /** Counts the failure; what an operator throws in its place. */
    public SuppressRestartsException broken(RunException failure) {
        violations.inc();
        return BrokenLaw.of(failure);
    }
}
