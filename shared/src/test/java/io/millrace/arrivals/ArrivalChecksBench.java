package io.millrace.arrivals;

import io.millrace.contract.WorldCheck;
import io.millrace.slab.ArrivalSlab;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/** Verdicts of presets and seeds, and what looking at the rows costs; run it by hand: preset, days, seeds. */
final class ArrivalChecksBench {
    private static final int SLAB_ROWS = 4096;

    private ArrivalChecksBench() {}

    public static void main(String[] args) {
        int days = Integer.parseInt(args[1]);
        int start = OwnWorld.hourOf("2026-01-01");
        for (String seed : Arrays.asList(args).subList(2, args.length)) {
            ArrivalPlan plan = OwnWorld.plan(args[0], Long.parseLong(seed));
            HourCounts counts = new HourCounts(plan);
            ArrivalMaker maker = new ArrivalMaker(plan, counts);
            ArrivalChecker checker = new ArrivalChecker(plan, start, days * 24);
            ArrivalUnits all = plan.allUnits();
            ArrivalSlab slab = new ArrivalSlab(SLAB_ROWS);
            ArrivalTally tally = new ArrivalTally(plan.merchants.merchants(), plan.places.zones());
            long making = 0;
            long checking = 0;
            for (int day = 0; day < days; day++) {
                ArrivalTally ofDay = new ArrivalTally(plan.merchants.merchants(), plan.places.zones());
                checker.begin(ofDay);
                for (int t = start + day * 24; t < start + day * 24 + 24; t++) {
                    long began = cpu();
                    int rows = maker.make(all, t);
                    int[] zones = counts.zones(t);
                    making += cpu() - began;
                    began = cpu();
                    checker.beginHour(t);
                    checking += cpu() - began;
                    for (int next = 0; next < rows; ) {
                        began = cpu();
                        next = maker.fill(next, start, slab);
                        making += cpu() - began;
                        began = cpu();
                        checker.add(slab);
                        checking += cpu() - began;
                    }
                    began = cpu();
                    checker.endHour(zones);
                    checking += cpu() - began;
                }
                tally.add(ofDay);
            }
            long arrivals = tally.totals().arrivals();
            List<WorldCheck> verdict = new ArrivalChecks(plan, days).verdict(tally);
            System.out.println("seed " + seed + ": " + arrivals + " arrivals, made with their counts in "
                    + making / arrivals + " ns each, looked at in " + checking / arrivals + " ns");
            for (WorldCheck check : verdict) {
                System.out.println("  " + check.checkId() + " " + check.result() + ": " + check.measured());
            }
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean()
                .getThreadCpuTime(Thread.currentThread().getId());
    }
}
