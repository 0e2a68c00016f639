package io.millrace.job.topology;

import io.millrace.slab.EventSlab;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Hands slabs on and breaks as its {@link Fault} says, in the first task attempt only. Until the checkpoints that the
 * fault waits for are there, one of them with a slab in it, it lets one slab per millisecond pass, so that the stream
 * cannot end before.
 */
final class BreakOnce extends RichMapFunction<EventSlab, EventSlab>
        implements CheckpointedFunction, CheckpointListener {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int CHECKPOINTS = 2;
    private static final long PACE_NANOS = 1_000_000;
    private static final long SLOW_NANOS = 5_000_000;

    /** Faults since the test began; the tests and the embedded cluster are one JVM. */
    static final AtomicInteger BROKEN = new AtomicInteger();

    /** Where {@link Fault#BETWEEN_RENAME_AND_LEDGER} has put a file in the way. */
    static volatile Path obstacle;

    /** Opens when a task is stuck. */
    static volatile CountDownLatch stuck = new CountDownLatch(1);

    private final Fault fault;
    private transient boolean sound;
    private transient boolean begun;
    private transient long firstWithSlabs;
    private transient int complete;
    private transient boolean enough;

    BreakOnce(Fault fault) {
        this.fault = fault;
    }

    /** To be called before each run. */
    static void reset() {
        BROKEN.set(0);
        stuck = new CountDownLatch(1);
        obstacle = null;
    }

    @Override
    public void open(OpenContext context) {
        sound = getRuntimeContext().getTaskInfo().getAttemptNumber() > 0;
        firstWithSlabs = Long.MAX_VALUE;
    }

    @Override
    public EventSlab map(EventSlab slab) throws Exception {
        if (sound) {
            return slab;
        }
        begun = true;
        switch (fault) {
            case BEFORE_FIRST_CHECKPOINT -> breakNow();
            case BETWEEN_CHECKPOINTS -> {
                if (enough) {
                    breakNow();
                }
                pace();
            }
            case STUCK_AFTER_CHECKPOINTS -> {
                if (enough) {
                    BROKEN.incrementAndGet();
                    stuck.countDown();
                    // Cancelling the task interrupts it.
                    new CountDownLatch(1).await();
                }
                pace();
            }
            case IN_SNAPSHOT, IN_COMPLETION_NOTICE, BETWEEN_RENAME_AND_LEDGER -> pace();
            case SLOW -> LockSupport.parkNanos(SLOW_NANOS);
            case NONE, NONE_BUT_IN_THE_GRAPH, IN_CLOSE -> {}
        }
        return slab;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        if (!sound && fault == Fault.IN_SNAPSHOT && enough) {
            breakNow();
        }
        if (begun) {
            firstWithSlabs = Math.min(firstWithSlabs, context.getCheckpointId());
        }
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {
        // Nothing is kept: only checkpoints of this task attempt count.
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        complete++;
        boolean before = enough;
        enough = complete >= CHECKPOINTS && checkpointId >= firstWithSlabs;
        if (!sound && fault == Fault.IN_COMPLETION_NOTICE && enough && !before) {
            breakNow();
        }
    }

    @Override
    public void close() throws IOException {
        if (!sound && fault == Fault.BETWEEN_RENAME_AND_LEDGER && Files.isRegularFile(obstacle)) {
            BROKEN.incrementAndGet();
            Files.delete(obstacle);
        }
        // Only one: a task that fails to close while it is cancelled takes its whole task manager down.
        if (!sound && fault == Fault.IN_CLOSE && BROKEN.compareAndSet(0, 1)) {
            throw new IllegalStateException("injected: " + fault);
        }
    }

    private static void pace() {
        LockSupport.parkNanos(PACE_NANOS);
    }

    private void breakNow() {
        BROKEN.incrementAndGet();
        throw new IllegalStateException("injected: " + fault);
    }
}
