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

    private final ArrivalPlan plan;
    private final HourIntensity intensity;
    private final long visitKey;
    private final int[] hour = new int[HOURS_KEPT];
    private final int[][] zones = new int[HOURS_KEPT][];
    private int next;

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
        for (int unit = 0; unit < units.size(); unit++) {
            int merchant = units.merchant[unit];
            intensity.at(merchant);
            int slices = plan.slices[merchant];
            for (int row = plan.firstRow[merchant]; row < plan.firstRow[merchant + 1]; row++) {
                int slice = (row - plan.firstRow[merchant]) & (slices - 1);
                if (((units.slices[unit] >>> slice) & 1) != 0) {
                    int visits = intensity.visits(row, intensity.meanVisits(row));
                    if (visits > 0) {
                        zoneCounts[plan.zone(row)] += arrivals(plan.rowKey(merchant, row), t, row, visits);
                    }
                }
            }
        }
    }

    private int arrivals(long rowKey, int t, int row, int visits) {
        long[] cuts = plan.sizeCuts[plan.sizeLaw[row]];
        long from = (long) t << ArrivalPlan.ROW_BITS;
        int sum = 0;
        for (int visit = 0; visit < visits; visit++) {
            sum += VisitLaw.size(cuts, Philox2x64.x0(visitKey, rowKey, from + visit));
        }
        return sum;
    }
}
