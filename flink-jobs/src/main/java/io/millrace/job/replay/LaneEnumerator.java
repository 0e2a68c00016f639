package io.millrace.job.replay;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.slab.BrokenLaw;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;

/** Deals out lanes, and starts the one clock of a paced replay when every reader has said where it stands. */
final class LaneEnumerator implements SplitEnumerator<LaneSplit, LaneState> {
    private final SplitEnumeratorContext<LaneSplit> context;
    private final String planDigest;
    private final List<LaneSplit> unassigned;
    private final Map<Integer, Long> stands = new TreeMap<>();
    private LaneEvents.Clock clock;

    LaneEnumerator(SplitEnumeratorContext<LaneSplit> context, ReplayPlan plan, List<LaneSplit> unassigned) {
        this.context = context;
        this.planDigest = plan.digest();
        this.unassigned = new ArrayList<>(unassigned);
    }

    /** @throws RuntimeException when the positions belong to another plan, which no restart would mend */
    static LaneEnumerator restored(SplitEnumeratorContext<LaneSplit> context, ReplayPlan plan, LaneState state) {
        if (!state.planDigest().equals(plan.digest())) {
            throw BrokenLaw.of(new RunException(Problem.of(
                    ErrorCode.RUN_IDENTITY_MISMATCH,
                    "replay of run " + plan.identity().runId(),
                    "must be taken up as it was begun: run, topics, partitions, key, from, until, number of messages",
                    "a checkpoint of another plan",
                    "give the same options, or begin another replay by --name")));
        }
        return new LaneEnumerator(context, plan, state.unassigned());
    }

    @Override
    public void start() {
        // Readers register themselves.
    }

    @Override
    public void addReader(int subtask) {
        assign(subtask);
        context.signalNoMoreSplits(subtask);
        if (clock != null) {
            context.sendEventToSourceReader(subtask, clock);
        }
    }

    /** A lane always goes to the same subtask of so many. */
    private void assign(int subtask) {
        List<LaneSplit> own = new ArrayList<>();
        Iterator<LaneSplit> left = unassigned.iterator();
        while (left.hasNext()) {
            LaneSplit split = left.next();
            if (split.lane() % context.currentParallelism() == subtask) {
                own.add(split);
                left.remove();
            }
        }
        if (!own.isEmpty()) {
            context.assignSplits(new SplitsAssignment<>(Map.of(subtask, own)));
        }
    }

    @Override
    public void addSplitsBack(List<LaneSplit> splits, int subtask) {
        unassigned.addAll(splits);
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        throw new IllegalStateException("readers get their lanes when they register, and ask for none");
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (!(event instanceof LaneEvents.Stands at)) {
            throw new IllegalStateException("not an event of a reader: " + event);
        }
        stands.put(subtask, at.micros());
        if (clock == null && stands.size() >= context.currentParallelism()) {
            // Where the furthest stands: what the others are behind was due before.
            long furthest =
                    stands.values().stream().mapToLong(micros -> micros).max().orElseThrow();
            clock = new LaneEvents.Clock(System.currentTimeMillis(), furthest);
            context.registeredReaders().keySet().forEach(reader -> context.sendEventToSourceReader(reader, clock));
        }
    }

    @Override
    public LaneState snapshotState(long checkpointId) {
        return new LaneState(planDigest, unassigned);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
