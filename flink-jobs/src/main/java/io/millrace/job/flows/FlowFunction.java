package io.millrace.job.flows;

import io.millrace.base.RunException;
import io.millrace.flows.FlowMaker;
import io.millrace.flows.PendingDeclines;
import io.millrace.job.metrics.BucketTally;
import io.millrace.job.metrics.LawCounters;
import io.millrace.job.metrics.MetricBoard;
import io.millrace.job.metrics.RunMetric;
import io.millrace.job.slab.AccountingTag;
import io.millrace.job.slab.BucketKey;
import io.millrace.job.slab.DoerSource;
import io.millrace.job.slab.SlabTypeInfo;
import io.millrace.slab.AccountingSlab;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabCodec;
import io.millrace.slab.SlabKind;
import java.io.Serial;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Flows of the arrivals of one key bucket.
 *
 * <p>In: sessioned rows of the bucket, a party's in total order. Out: anchors; outcomes on {@link #OUTCOMES}, events on
 * {@link #EVENTS}, draws on {@link AccountingTag} at end of input. Key: bucket, as sessionise left it. State: one {@link
 * PendingDeclines}, bounded by the declines of a retry window.
 *
 * <p>Draws: in the doer. Event-time timers drop slots whose window is over, once a minute at most, and report the counts
 * at the end of time; no row depends on when they fire.
 */
public final class FlowFunction extends KeyedProcessFunction<Integer, SessionedSlab, FlowSlab> {
    @Serial
    private static final long serialVersionUID = 1L;

    static final OutputTag<OutcomeSlab> OUTCOMES =
            new OutputTag<>("flow-outcomes", SlabTypeInfo.<OutcomeSlab>of(SlabKind.OUTCOME));
    static final OutputTag<EventSlab> EVENTS = new OutputTag<>("events", SlabTypeInfo.<EventSlab>of(SlabKind.EVENT));

    private final DoerSource<FlowMaker> makers;
    private transient FlowMaker maker;
    private transient ValueState<PendingDeclines> pendingState;
    private transient BucketTally pendingDeclines;
    private transient BucketTally stateBytes;
    private transient LawCounters laws;
    /** Room for the longest flows; what leaves is a copy without the spare rows. */
    private transient EventSlab events;

    public FlowFunction(DoerSource<FlowMaker> makers) {
        this.makers = makers;
    }

    @Override
    public void open(OpenContext context) {
        maker = makers.open();
        pendingState = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("pending-declines", new PendingDeclinesSerializer()));
        int buckets = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
        pendingDeclines = new BucketTally(buckets);
        stateBytes = new BucketTally(buckets);
        MetricBoard board = MetricBoard.of(getRuntimeContext().getMetricGroup());
        board.gauge(RunMetric.PENDING_DECLINES, pendingDeclines::sum);
        board.gauge(RunMetric.STATE, stateBytes::sum);
        laws = LawCounters.of(board);
    }

    @Override
    public void processElement(SessionedSlab arrivals, Context context, Collector<FlowSlab> out) throws Exception {
        if (arrivals.size == 0) {
            return;
        }
        PendingDeclines pending = pendingState.value();
        if (pending == null) {
            pending = new PendingDeclines();
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        }
        FlowSlab anchors = new FlowSlab(arrivals.size);
        OutcomeSlab outcomes = new OutcomeSlab(arrivals.size);
        EventSlab room = eventRoom(arrivals.size);
        long before = pending.nextPurgeMillis();
        try {
            maker.make(arrivals, pending, anchors, outcomes, room);
        } catch (RunException failure) {
            throw laws.broken(failure);
        }
        if (pending.nextPurgeMillis() < before) {
            context.timerService().registerEventTimeTimer(pending.nextPurgeMillis());
        }
        pendingState.update(pending);
        tally(context.getCurrentKey(), pending);
        anchors.bucket = arrivals.bucket;
        outcomes.bucket = arrivals.bucket;
        room.bucket = arrivals.bucket;
        out.collect(anchors);
        context.output(OUTCOMES, outcomes);
        context.output(EVENTS, (EventSlab) SlabCodec.copyOf(room));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<FlowSlab> out) throws Exception {
        PendingDeclines pending = pendingState.value();
        if (timestamp == Long.MAX_VALUE) {
            AccountingSlab draws = AccountingSlab.of(pending.ledger());
            if (draws.size > 0) {
                context.output(AccountingTag.TAG, draws);
            }
            pendingState.clear();
            tally(context.getCurrentKey(), new PendingDeclines());
            return;
        }
        pending.purge(context.timerService().currentWatermark());
        if (pending.nextPurgeMillis() < Long.MAX_VALUE) {
            context.timerService().registerEventTimeTimer(pending.nextPurgeMillis());
        }
        pendingState.update(pending);
        tally(context.getCurrentKey(), pending);
    }

    private void tally(int key, PendingDeclines pending) {
        int buckets = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
        int number = BucketKey.bucketOf(key, buckets);
        pendingDeclines.set(number, pending.size());
        stateBytes.set(number, pending.writtenBytes());
    }

    private EventSlab eventRoom(int arrivals) {
        int rows = Math.multiplyExact(arrivals, FlowMaker.EVENTS_PER_FLOW_MAX);
        if (events == null || events.rowsMax() < rows) {
            events = new EventSlab(rows);
        }
        events.size = 0;
        return events;
    }
}
