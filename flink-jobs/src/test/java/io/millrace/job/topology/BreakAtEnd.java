package io.millrace.job.topology;

import io.millrace.slab.EventSlab;
import java.io.Serial;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Hands slabs on; once the input has ended it breaks one subtask, in the first task attempt only, as its place says. */
final class BreakAtEnd extends AbstractStreamOperator<EventSlab>
        implements OneInputStreamOperator<EventSlab, EventSlab>, BoundedOneInput {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Faults since the test began; the tests and the embedded cluster are one JVM. */
    static final AtomicInteger BROKEN = new AtomicInteger();

    /** Whether some subtask has seen the end of its input. */
    static final AtomicBoolean ENDED = new AtomicBoolean();

    /** Where it breaks. */
    enum Place {
        NOWHERE,
        /** The writer behind it has not heard of the end yet. */
        END_OF_INPUT,
        /** All files are closed, the last checkpoint is being taken. */
        LAST_SNAPSHOT,
        /** The last checkpoint is whole, its files are being committed. */
        LAST_NOTICE
    }

    private final Place place;
    private final int subtask;
    private transient boolean ended;

    BreakAtEnd(Place place, int subtask) {
        this.place = place;
        this.subtask = subtask;
    }

    /** To be called before each run. */
    static void reset() {
        BROKEN.set(0);
        ENDED.set(false);
    }

    @Override
    public void processElement(StreamRecord<EventSlab> slab) {
        output.collect(slab);
    }

    @Override
    public void endInput() {
        ended = true;
        ENDED.set(true);
        breakAt(Place.END_OF_INPUT);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        breakAt(Place.LAST_SNAPSHOT);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        breakAt(Place.LAST_NOTICE);
    }

    private void breakAt(Place here) {
        boolean mine = place == here
                && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == subtask
                && getRuntimeContext().getTaskInfo().getAttemptNumber() == 0;
        if (ended && mine) {
            BROKEN.incrementAndGet();
            throw new IllegalStateException("injected: " + here);
        }
    }
}
