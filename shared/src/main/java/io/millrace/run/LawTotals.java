package io.millrace.run;

import io.millrace.arrivals.ArrivalMaker;
import io.millrace.arrivals.ArrivalPlan;
import io.millrace.arrivals.ArrivalUnits;
import io.millrace.arrivals.HourCounts;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.RowLinks;
import io.millrace.slab.SlabKind;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the arrivals of a window add up to when no table of them lies on disk: they are made once more, all merchants
 * together and day by day, so that parity holds a run against something that its own source has not counted.
 */
public final class LawTotals {
    private static final int HOURS_PER_DAY = 24;
    private static final int SLAB_ROWS = 4096;
    private static final String NO_DIGEST = "0".repeat(32);

    private LawTotals() {}

    /**
     * Rows, keys, first and last time; no row digest. Days go to all processors of the process.
     *
     * @param scenario with an end
     */
    public static DatasetTotals of(ArrivalPlan plan, ScenarioId scenario) {
        DatasetTotals totals = new DatasetTotals(SlabKind.ARRIVAL.datasetId());
        ArrivalUnits all = plan.allUnits();
        List<Day> days = IntStream.range(0, Math.toIntExact(scenario.days().orElseThrow()))
                .parallel()
                .mapToObj(day -> day(plan, all, scenario, day))
                .toList();
        days.forEach(day -> totals.add(day.rows, NO_DIGEST, day.links.texts(), Map.of(), day.minMicros, day.maxMicros));
        return totals;
    }

    private static Day day(ArrivalPlan plan, ArrivalUnits all, ScenarioId scenario, int day) {
        ArrivalMaker maker = new ArrivalMaker(plan, new HourCounts(plan));
        ArrivalSlab slab = new ArrivalSlab(SLAB_ROWS);
        Day sums = new Day();
        int from = scenario.startHour() + day * HOURS_PER_DAY;
        for (int hour = from; hour < from + HOURS_PER_DAY; hour++) {
            int rows = maker.make(all, hour);
            for (int next = 0; next < rows; ) {
                next = maker.fill(next, scenario.startHour(), slab);
                sums.add(slab);
            }
        }
        return sums;
    }

    private static final class Day {
        private final RowLinks links = new RowLinks(SlabKind.ARRIVAL);
        private long rows;
        private long minMicros = Long.MAX_VALUE;
        private long maxMicros = Long.MIN_VALUE;

        private void add(ArrivalSlab slab) {
            rows += slab.size;
            links.add(slab, 0, slab.size);
            // The rows of an hour come in the order of time.
            minMicros = Math.min(minMicros, slab.tsMicros[0]);
            maxMicros = Math.max(maxMicros, slab.tsMicros[slab.size - 1]);
        }
    }
}
