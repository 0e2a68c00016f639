package io.millrace.job.arrivals;

import io.millrace.arrivals.ArrivalMaker;
import io.millrace.arrivals.ArrivalPlan;
import io.millrace.arrivals.ArrivalUnits;
import io.millrace.arrivals.HourCounts;
import io.millrace.slab.ArrivalSlab;

/** Hours of shards by the law of arrivals. Belongs to one reader; the counts of hours are shared by those of a JVM. */
public final class PlannedHours implements ArrivalHours {
    private static final int ROWS_START = 1024;

    private final ArrivalPlan plan;
    private final ArrivalMaker maker;
    private final int startHour;
    /** By shard; those of other readers stay empty. */
    private final ArrivalUnits[] units;

    private ArrivalSlab slab = new ArrivalSlab(ROWS_START);

    /**
     * @param counts one object for all readers of the process
     * @param shards of merchants, in all
     * @param startHour of bucket 0
     */
    public PlannedHours(ArrivalPlan plan, HourCounts counts, int shards, int startHour) {
        this.plan = plan;
        this.startHour = startHour;
        maker = new ArrivalMaker(plan, counts);
        units = new ArrivalUnits[shards];
    }

    @Override
    public ArrivalSlab hour(int shard, int hour) {
        if (units[shard] == null) {
            units[shard] = plan.unitsOf(shard, units.length);
        }
        int rows = maker.make(units[shard], hour);
        if (slab.tsMicros.length < rows) {
            slab = new ArrivalSlab(Math.max(rows, 2 * slab.tsMicros.length));
        }
        maker.fill(0, startHour, slab);
        return slab;
    }
}
