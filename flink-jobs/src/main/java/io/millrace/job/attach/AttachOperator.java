package io.millrace.job.attach;

import io.millrace.attach.EntityAttacher;
import io.millrace.base.RunException;
import io.millrace.job.metrics.LawCounters;
import io.millrace.job.metrics.MetricBoard;
import io.millrace.job.metrics.RunMetric;
import io.millrace.job.slab.AccountingTag;
import io.millrace.job.slab.DoerSource;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.slab.AccountingSlab;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import java.io.Serial;
import java.util.List;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMaximum;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Gives arrivals their entities, slab by slab.
 *
 * <p>In: arrivals in any order. Out: the same rows, attached, of any parties; draws on {@link AccountingTag} at end of
 * input. Key: none. State: draw counts, as a list whose sum is what counts, so any rescaling keeps it.
 *
 * <p>An operator by hand because a function is not told the end of its input. Once the counts have left, they leave the
 * state too: a restore from the last checkpoints cannot report them twice.
 */
public final class AttachOperator extends AbstractStreamOperator<AttachedSlab>
        implements OneInputStreamOperator<ArrivalSlab, AttachedSlab>, BoundedOneInput {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Accumulator for progress: arrivals attached since the job started or was restored. */
    public static final String ARRIVALS_DONE = "arrivals";

    /** Accumulator for progress: latest watermark, milliseconds. */
    public static final String EVENT_MILLIS = "event-millis";

    /** Accumulator per subtask, its number at the end: the watermark of that subtask, milliseconds. */
    public static final String SUBTASK_MILLIS = "subtask-millis-";

    private final DoerSource<EntityAttacher> attachers;

    private transient EntityAttacher attacher;
    private transient ListState<long[]> counts;
    private transient boolean reported;
    private transient LongCounter arrivalsDone;
    private transient LongMaximum eventMillis;
    private transient LongMaximum subtaskMillis;
    private transient Counter arrivalsAttached;
    private transient LawCounters laws;
    private transient volatile double eventSeconds;

    public AttachOperator(DoerSource<EntityAttacher> attachers) {
        this.attachers = attachers;
    }

    @Override
    public void open() throws Exception {
        super.open();
        arrivalsDone = new LongCounter();
        eventMillis = new LongMaximum();
        getRuntimeContext().addAccumulator(ARRIVALS_DONE, arrivalsDone);
        subtaskMillis = new LongMaximum();
        getRuntimeContext().addAccumulator(EVENT_MILLIS, eventMillis);
        getRuntimeContext()
                .addAccumulator(
                        SUBTASK_MILLIS + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(), subtaskMillis);
        MetricBoard board = MetricBoard.of(getMetricGroup());
        arrivalsAttached = board.counter(RunMetric.ARRIVALS_ATTACHED);
        laws = LawCounters.of(board);
        eventSeconds = Double.NaN;
        board.gauge(RunMetric.EVENT_TIME, () -> eventSeconds);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.getTimestamp() < Long.MAX_VALUE) {
            eventMillis.add(mark.getTimestamp());
            subtaskMillis.add(mark.getTimestamp());
            eventSeconds = mark.getTimestamp() / 1e3;
        }
        super.processWatermark(mark);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        attacher = attachers.open();
        counts = context.getOperatorStateStore()
                .getListState(
                        new ListStateDescriptor<>("draws", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
        if (context.isRestored()) {
            for (long[] entry : counts.get()) {
                attacher.restore(ledgerOf(entry), entry[0], entry[1]);
            }
        }
    }

    @Override
    public void processElement(StreamRecord<ArrivalSlab> element) {
        ArrivalSlab arrivals = element.getValue();
        if (arrivals.size > 0) {
            AttachedSlab attached = new AttachedSlab(arrivals.size);
            try {
                attacher.attach(arrivals, attached);
            } catch (RunException failure) {
                throw laws.broken(failure);
            }
            arrivalsDone.add((long) arrivals.size);
            arrivalsAttached.inc(arrivals.size);
            output.collect(new StreamRecord<>(attached));
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        counts.clear();
        if (!reported) {
            counts.add(entryOf(attacher));
        }
    }

    @Override
    public void endInput() {
        AccountingSlab slab = AccountingSlab.of(attacher.ledger());
        if (slab.size > 0) {
            output.collect(AccountingTag.TAG, new StreamRecord<>(slab));
        }
        reported = true;
    }

    /** Relaxed kinds, relaxed classes, then pairs of decision code and evaluations. */
    private static long[] entryOf(EntityAttacher attacher) {
        List<Decision> decisions = Decision.traffic();
        long[] entry = new long[2 + 2 * decisions.size()];
        entry[0] = attacher.meansRelaxedKind();
        entry[1] = attacher.meansRelaxedClass();
        for (Decision decision : decisions) {
            entry[2 + 2 * decision.ordinal()] = decision.code();
            entry[3 + 2 * decision.ordinal()] = attacher.ledger().evaluations(decision);
        }
        return entry;
    }

    /** By code, not by position: decisions may have been added since the state was written. */
    private static DrawLedger ledgerOf(long[] entry) {
        DrawLedger ledger = new DrawLedger();
        for (int i = 2; i < entry.length; i += 2) {
            for (Decision decision : Decision.traffic()) {
                if (decision.code() == entry[i]) {
                    ledger.count(decision, entry[i + 1]);
                }
            }
        }
        return ledger;
    }
}
