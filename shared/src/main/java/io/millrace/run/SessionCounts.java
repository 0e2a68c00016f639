package io.millrace.run;

import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.Slab;
import java.util.SortedMap;

/** Arrivals of all sessions, for P2. */
final class SessionCounts implements KindCounts {
    private long arrivals;

    @Override
    public void add(Slab slab, int from, int to) {
        int[] arrivalCount = ((SessionIndexSlab) slab).arrivalCount;
        for (int row = from; row < to; row++) {
            arrivals += arrivalCount[row];
        }
    }

    @Override
    public void into(SortedMap<String, Long> values) {
        values.put("arrival_count", arrivals);
    }
}
