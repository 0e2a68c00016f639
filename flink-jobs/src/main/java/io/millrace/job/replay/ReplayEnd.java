package io.millrace.job.replay;

import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.BusTopic;
import java.io.IOException;
import java.util.Arrays;

/** Finds the row that a replay of so many messages ends before, so that it is the same at any parallelism. */
public final class ReplayEnd {
    private ReplayEnd() {}

    /**
     * The first so many messages in the one order of all streams.
     *
     * @param messagesMax at least 1
     */
    public static ReplayPlan after(ReplayPlan plan, long messagesMax) throws IOException {
        Slices slices = Slices.of(plan, Slices.ROWS);
        SliceLoader loader = new SliceLoader(plan);
        RowKey[] all = new RowKey[plan.lanes()];
        Arrays.fill(all, RowKey.FIRST);
        long left = messagesMax;
        for (int slice = slices.indexOf(plan.from().tsMicros()); slice < slices.count(); slice++) {
            SliceRows rows = loader.load(all, slices.from(slice), slices.until(slice));
            if (rows.size() > left) {
                return plan.endingAt(rows.rowKey((int) left));
            }
            left -= rows.size();
        }
        return plan;
    }

    /** Messages that a plan has in files at most; those outside of its time are among them. */
    public static long rowsAtMost(ReplayPlan plan) {
        long rows = 0;
        for (BusTopic topic : plan.topics()) {
            BusStream stream = topic.stream();
            rows += plan.files(stream, plan.from().tsMicros(), plan.until().tsMicros()).stream()
                    .mapToLong(ReplayFile::rows)
                    .sum();
        }
        return rows;
    }
}
