package io.millrace.job.prepare;

import io.millrace.arrivals.ForeignArrival;
import io.millrace.contract.RejectReason;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Marks every arrival whose key (merchant, arrival_seq) came earlier in total order.
 *
 * <p>In: accepted arrivals · Out: all of them, repeats as rejects · Key: {@link SeqBlock} · State: none; in batch
 * execution a group arrives whole, and its timer fires after its last row.
 *
 * <p>Bound: the rows of one group, 65,536 but for repeats.
 */
final class FirstOfKey extends KeyedProcessFunction<Long, ForeignArrival, ForeignArrival> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Comparator<ForeignArrival> BY_KEY = Comparator.comparingLong(
                    (ForeignArrival row) -> row.merchantId)
            .thenComparingLong(row -> row.arrivalSeq)
            .thenComparing(ForeignArrival.TOTAL_ORDER);

    private transient List<ForeignArrival> group;

    @Override
    public void processElement(ForeignArrival row, Context context, Collector<ForeignArrival> out) {
        if (group == null) {
            group = new ArrayList<>();
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        }
        group.add(row);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<ForeignArrival> out) {
        group.sort(BY_KEY);
        ForeignArrival first = null;
        for (ForeignArrival row : group) {
            if (first != null && first.merchantId == row.merchantId && first.arrivalSeq == row.arrivalSeq) {
                row.reason = (byte) RejectReason.DUPLICATE_KEY.code();
                row.rejectColumn = "arrival_seq";
                row.rejectText = Long.toString(row.arrivalSeq);
            } else {
                first = row;
            }
            out.collect(row);
        }
        group = null;
    }
}
