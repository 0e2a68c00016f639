package io.millrace.job.arrivals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;

/**
 * Deals shards to readers and keeps the readers together: nobody begins an hour before all have done the one
 * {@link #AHEAD} hours earlier. That bounds what later stages hold without any alignment of watermarks.
 */
final class ShardEnumerator implements SplitEnumerator<ShardSplit, List<ShardSplit>> {
    /** Nobody starts hour t + 3 before all have finished t. */
    private static final int AHEAD = 2;

    private static final long ATTEND_EVERY_MILLIS = 1_000;

    private final SplitEnumeratorContext<ShardSplit> context;
    private final Runnable attendant;
    private final List<ShardSplit> unassigned;
    private final Map<Integer, Integer> reached = new HashMap<>();
    private final Map<Integer, Long> stands = new HashMap<>();
    private int granted = Integer.MIN_VALUE;
    private ShardEvents.Clock clock;

    /** @param attendant called about once a second, never by two threads; what it throws fails the job */
    ShardEnumerator(SplitEnumeratorContext<ShardSplit> context, List<ShardSplit> unassigned, Runnable attendant) {
        this.context = context;
        this.attendant = attendant;
        this.unassigned = new ArrayList<>(unassigned);
    }

    @Override
    public void start() {
        // Readers come to us.
        context.callAsync(this::attend, ShardEnumerator::attended, ATTEND_EVERY_MILLIS, ATTEND_EVERY_MILLIS);
    }

    private Integer attend() {
        attendant.run();
        return 0;
    }

    private static void attended(Integer none, Throwable failure) {
        if (failure instanceof RuntimeException ours) {
            throw ours;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void addReader(int subtask) {
        assign(subtask);
        context.signalNoMoreSplits(subtask);
        if (granted > Integer.MIN_VALUE) {
            context.sendEventToSourceReader(subtask, new ShardEvents.Granted(granted));
        }
        if (clock != null) {
            context.sendEventToSourceReader(subtask, clock);
        }
    }

    /** A shard always goes to the same subtask of so many, so that they are dealt evenly whoever comes first. */
    private void assign(int subtask) {
        List<ShardSplit> own = new ArrayList<>();
        Iterator<ShardSplit> left = unassigned.iterator();
        while (left.hasNext()) {
            ShardSplit split = left.next();
            if (split.shard() % context.currentParallelism() == subtask) {
                own.add(split);
                left.remove();
            }
        }
        if (!own.isEmpty()) {
            context.assignSplits(new SplitsAssignment<>(Map.of(subtask, own)));
        }
    }

    @Override
    public void addSplitsBack(List<ShardSplit> splits, int subtask) {
        unassigned.addAll(splits);
        reached.remove(subtask);
        // Readers start again at a checkpoint; what was granted before then would let one of them run ahead.
        granted = Integer.MIN_VALUE;
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        throw new IllegalStateException("readers get their shards when they register, and ask for none");
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event instanceof ShardEvents.Stands at) {
            stands.put(subtask, at.micros());
            startClock();
            return;
        }
        if (!(event instanceof ShardEvents.Reached at)) {
            throw new IllegalStateException("not an event of a reader: " + event);
        }
        reached.put(subtask, at.hour());
        if (reached.size() < context.currentParallelism()) {
            return;
        }
        int slowest = reached.values().stream().mapToInt(hour -> hour).min().orElseThrow();
        int now = slowest > Integer.MAX_VALUE - AHEAD ? Integer.MAX_VALUE : slowest + AHEAD;
        if (now > granted) {
            granted = now;
            context.registeredReaders()
                    .keySet()
                    .forEach(reader -> context.sendEventToSourceReader(reader, new ShardEvents.Granted(now)));
        }
    }

    /** Where the furthest stands: what the others are behind they hand out at once. */
    private void startClock() {
        if (clock != null || stands.size() < context.currentParallelism()) {
            return;
        }
        long last = stands.values().stream().mapToLong(micros -> micros).max().orElseThrow();
        clock = new ShardEvents.Clock(System.currentTimeMillis(), last);
        context.registeredReaders().keySet().forEach(reader -> context.sendEventToSourceReader(reader, clock));
    }

    @Override
    public List<ShardSplit> snapshotState(long checkpointId) {
        return List.copyOf(unassigned);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
