package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.slab.ArrivalSlab;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Thread CPU time per arrival; {@code -Dmillrace.bench=medium}. */
class ArrivalCostTest {
    private static final double NANOS_MAX = 250;

    @Test
    @EnabledIfSystemProperty(named = "millrace.bench", matches = "small|medium|full")
    void anArrivalCostsLessThanAllowed() {
        ArrivalPlan plan = OwnWorld.plan(System.getProperty("millrace.bench"), 42);
        ArrivalMaker maker = new ArrivalMaker(plan, new HourCounts(plan));
        HourCounts pass = new HourCounts(plan);
        ArrivalUnits all = plan.allUnits();
        ArrivalSlab slab = new ArrivalSlab(4096);
        int start = OwnWorld.hourOf("2026-01-05");
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 4; round++) {
            long rows = 0;
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int t = start; t < start + 72; t++) {
                int size = maker.make(all, t);
                int next = 0;
                while (next < size) {
                    next = maker.fill(next, start, slab);
                }
                rows += size;
            }
            long made = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int t = start; t < start + 72; t++) {
                pass.zones(t);
            }
            long counted = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            double nanos = (double) (made - before) / rows;
            best = Math.min(best, nanos);
            System.out.printf(
                    "%d merchants, %d rows of the plan, %d arrivals: %.0f ns each, of which zone sums %.0f%n",
                    plan.merchants().merchants(), plan.rows(), rows, nanos, (double) (counted - made) / rows);
        }
        assertThat(best).isLessThan(NANOS_MAX);
    }
}
