package io.millrace.job.metrics;

import io.millrace.base.ErrorCode;
import io.millrace.base.RunException;
import io.millrace.job.slab.BrokenLaw;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** Laws broken in one operator: there from the start with 0, so whoever watches sees that nothing happened. */
public final class LawCounters {
    private final Counter violations;
    private final Counter lateRows;

    private LawCounters(MetricBoard board, Counter lateRows) {
        this.violations = board.counter(RunMetric.VIOLATIONS);
        this.lateRows = lateRows;
    }

    public static LawCounters of(MetricBoard board) {
        return new LawCounters(board, new SimpleCounter());
    }

    /** Of an operator that looks at the watermark: rows behind it are counted apart as well. */
    public static LawCounters withLateRows(MetricBoard board) {
        return new LawCounters(board, board.counter(RunMetric.LATE_ROWS));
    }

    /** Counts the failure; what an operator throws in its place. */
    public SuppressRestartsException broken(RunException failure) {
        violations.inc();
        if (failure.problems().get(0).code() == ErrorCode.LATE_ARRIVAL) {
            lateRows.inc();
        }
        return BrokenLaw.of(failure);
    }
}
