package io.millrace.arrivals;

import io.millrace.random.Decision;
import io.millrace.random.Philox2x64;
import java.util.Arrays;

/**
 * Arrivals per zone of whole hours, over all merchants: what no shard knows alone. One object serves all readers of a
 * process; whoever asks, in whatever order, gets the same numbers, and the latest hours are kept.
 */
public final class HourCounts {
    private static final int HOURS_KEPT = 8;
    private static final int BLOCK = 512;

    private final ArrivalPlan plan;
    private final HourIntensity intensity;
    private final long visitKey;
    private final int[] hour = new int[HOURS_KEPT];
    private final int[][] zones = new int[HOURS_KEPT][];
    private int next;

    private final RowVisits visits = new RowVisits();

    // Visits whose sizes are drawn next.
    private int waiting;
    private final int[] row = new int[BLOCK];
    private final long[] rowKey = new long[BLOCK];
    private final long[] counter = new long[BLOCK];
    private final long[] x0 = new long[BLOCK];
    private final long[] x1 = new long[BLOCK];

    public HourCounts(ArrivalPlan plan) {
        this.plan = plan;
        intensity = new HourIntensity(plan);
        visitKey = plan.draws.key(Decision.VISIT);
        Arrays.fill(hour, -1);
    }

    /**
     * Arrivals by ordinal of zone_dim_5B.
     *
     * @param t hours since 2020-01-01T00Z
     * @return not to be changed
     */
    public synchronized int[] zones(int t) {
        for (int i = 0; i < HOURS_KEPT; i++) {
            if (hour[i] == t) {
                return zones[i];
            }
        }
        int[] counted = new int[plan.places.zones()];
        count(t, plan.allUnits(), counted);
        hour[next] = t;
        zones[next] = counted;
        next = (next + 1) % HOURS_KEPT;
        return counted;
    }

    /** Adds the arrivals of an hour of some merchants: a pass over shards sums to {@link #zones}. */
    public synchronized void count(int t, ArrivalUnits units, int[] zoneCounts) {
        intensity.moveTo(t);
        intensity.draw(units, visits);
        for (int i = 0; i < visits.size; i++) {
            int of = visits.row[i];
            long key = plan.rowKey(plan.merchantOfRow[of], of);
            for (int visit = 0; visits.owned[i] && visit < visits.visits[i]; visit++) {
                row[waiting] = of;
                rowKey[waiting] = key;
                counter[waiting++] = ((long) t << ArrivalPlan.ROW_BITS) + visit;
                if (waiting == BLOCK) {
                    countWaiting(zoneCounts);
                }
            }
        }
        countWaiting(zoneCounts);
    }

    private void countWaiting(int[] zoneCounts) {
        Philox2x64.blocks(visitKey, rowKey, counter, waiting, x0, x1);
        for (int i = 0; i < waiting; i++) {
            zoneCounts[plan.zone(row[i])] += VisitLaw.size(plan.sizeCuts[plan.sizeLaw[row[i]]], x0[i]);
        }
        waiting = 0;
    }
}
