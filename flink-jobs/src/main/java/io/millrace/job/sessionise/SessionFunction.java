package io.millrace.job.sessionise;

import io.millrace.base.RunException;
import io.millrace.job.metrics.BucketTally;
import io.millrace.job.metrics.LawCounters;
import io.millrace.job.metrics.MetricBoard;
import io.millrace.job.metrics.RunMetric;
import io.millrace.job.slab.AccountingTag;
import io.millrace.job.slab.BucketKey;
import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.sessionise.BucketState;
import io.millrace.sessionise.SessionEmitter;
import io.millrace.sessionise.Sessioniser;
import io.millrace.slab.AccountingSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabKind;
import java.io.Serial;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sessions of the parties of one key bucket.
 *
 * <p>In: attached rows of the bucket, in any order ahead of the watermark. Out: the same rows with their place in a
 * session; index rows on {@link #INDEX}; draws on {@link AccountingTag} at end of input. Key: bucket. State: one {@link
 * BucketState}: pending rows and open sessions, bounded by the hard break and the watermark step.
 *
 * <p>Draws: in the doer. One event-time timer per bucket for the next work, and one at the end of time for the counts.
 */
public final class SessionFunction extends KeyedProcessFunction<Integer, AttachedSlab, SessionedSlab> {
    @Serial
    private static final long serialVersionUID = 1L;

    static final OutputTag<SessionIndexSlab> INDEX =
            new OutputTag<>("session-index", SlabTypeInfo.<SessionIndexSlab>of(SlabKind.SESSION_INDEX));

    private final Sessioniser sessioniser;
    private transient ValueState<BucketState> bucketState;
    private transient BucketTally pendingRows;
    private transient BucketTally openSessions;
    private transient BucketTally stateBytes;
    private transient LawCounters laws;

    public SessionFunction(Sessioniser sessioniser) {
        this.sessioniser = sessioniser;
    }

    @Override
    public void open(OpenContext context) {
        bucketState = getRuntimeContext().getState(new ValueStateDescriptor<>("bucket", new BucketStateSerializer()));
        int buckets = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
        pendingRows = new BucketTally(buckets);
        openSessions = new BucketTally(buckets);
        stateBytes = new BucketTally(buckets);
        MetricBoard board = MetricBoard.of(getRuntimeContext().getMetricGroup());
        board.gauge(RunMetric.PENDING_ROWS, pendingRows::sum);
        board.gauge(RunMetric.OPEN_SESSIONS, openSessions::sum);
        board.gauge(RunMetric.STATE, stateBytes::sum);
        laws = LawCounters.withLateRows(board);
    }

    @Override
    public void processElement(AttachedSlab slab, Context context, Collector<SessionedSlab> out) throws Exception {
        BucketState bucket = bucketState.value();
        if (bucket == null) {
            bucket = new BucketState();
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        }
        long before = sessioniser.nextMillis(bucket);
        try {
            sessioniser.add(bucket, slab);
        } catch (RunException failure) {
            throw laws.broken(failure);
        }
        long next = sessioniser.nextMillis(bucket);
        if (next < before) {
            context.timerService().registerEventTimeTimer(next);
        }
        bucketState.update(bucket);
        tally(bucketNumber(context.getCurrentKey()), bucket);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<SessionedSlab> out) throws Exception {
        BucketState bucket = bucketState.value();
        int number = bucketNumber(context.getCurrentKey());
        long watermark = context.timerService().currentWatermark();
        try {
            sessioniser.drain(bucket, number, watermark, new Emitter(context, out));
        } catch (RunException failure) {
            throw laws.broken(failure);
        }
        if (timestamp == Long.MAX_VALUE) {
            report(bucket, context);
            bucketState.clear();
            tally(number, new BucketState());
            return;
        }
        long next = sessioniser.nextMillis(bucket);
        if (next < Long.MAX_VALUE) {
            context.timerService().registerEventTimeTimer(next);
        }
        bucketState.update(bucket);
        tally(number, bucket);
    }

    private void tally(int number, BucketState bucket) {
        pendingRows.set(number, bucket.pendingRows());
        openSessions.set(number, bucket.openSessions());
        stateBytes.set(number, bucket.writtenBytes());
    }

    private int bucketNumber(int key) {
        return BucketKey.bucketOf(key, getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks());
    }

    private static void report(BucketState bucket, OnTimerContext context) {
        AccountingSlab slab = AccountingSlab.of(bucket.ledger());
        if (slab.size > 0) {
            context.output(AccountingTag.TAG, slab);
        }
    }

    /** The ends of one call. */
    private record Emitter(
            KeyedProcessFunction<Integer, AttachedSlab, SessionedSlab>.OnTimerContext context,
            Collector<SessionedSlab> out)
            implements SessionEmitter {
        @Override
        public void arrivals(SessionedSlab slab) {
            out.collect(slab);
        }

        @Override
        public void sessions(SessionIndexSlab slab) {
            context.output(INDEX, slab);
        }
    }
}
