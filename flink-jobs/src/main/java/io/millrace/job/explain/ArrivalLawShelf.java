package io.millrace.job.explain;

import io.millrace.arrivals.ArrivalMaker;
import io.millrace.arrivals.ArrivalPlan;
import io.millrace.arrivals.ArrivalTeller;
import io.millrace.arrivals.ArrivalUnits;
import io.millrace.arrivals.HourCounts;
import io.millrace.slab.ArrivalSlab;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Arrivals of a world without files: the number of an arrival names its hour, and the hour is made again. */
final class ArrivalLawShelf implements ArrivalShelf {
    private final ArrivalPlan plan;
    private final ArrivalMaker maker;
    private final int startHour;
    private final int endHour;

    /**
     * @param startHour of bucket 0
     * @param endHour first hour that the scenario does not have
     */
    ArrivalLawShelf(ArrivalPlan plan, int startHour, int endHour) {
        this.plan = plan;
        this.startHour = startHour;
        this.endHour = endHour;
        maker = new ArrivalMaker(plan, new HourCounts(plan));
    }

    @Override
    public ArrivalSlab find(Map<ArrivalName, Long> wanted) {
        SortedMap<Integer, Set<ArrivalName>> byHour = new TreeMap<>();
        for (ArrivalName name : wanted.keySet()) {
            byHour.computeIfAbsent(ArrivalTeller.hourOf(name.arrivalSeq()), hour -> new HashSet<>())
                    .add(name);
        }
        ArrivalSlab found = new ArrivalSlab(Math.max(1, wanted.size()));
        byHour.forEach((hour, names) -> {
            if (hour >= startHour && hour < endHour) {
                take(hour, names, found);
            }
        });
        return found;
    }

    private void take(int hour, Set<ArrivalName> names, ArrivalSlab found) {
        Set<Integer> merchants = new HashSet<>();
        names.forEach(name -> merchants.add(name.merchantOrdinal()));
        int rows = maker.make(ArrivalUnits.of(plan, (merchant, slice) -> merchants.contains(merchant)), hour);
        ArrivalSlab slab = new ArrivalSlab(Math.max(1, rows));
        maker.fill(0, startHour, slab);
        for (int row = 0; row < slab.size; row++) {
            if (names.contains(
                    new ArrivalName(slab.merchantId[row], slab.merchantOrdinal[row], slab.arrivalSeq[row]))) {
                found.append(slab, row, row + 1);
            }
        }
    }
}
