package io.millrace.arrivals;

import io.millrace.contract.DemandClass;
import io.millrace.policy.MerchantsPolicy;
import io.millrace.random.Decision;
import io.millrace.random.Philox2x64;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * How many visits a row has in an hour: expected, and drawn. Belongs to one thread; any hour may follow any other. World
 * design sections 5.1 and 5.2.
 */
final class HourIntensity {
    private static final double NOTHING = 1e-12;
    private static final int CHUNK_BITS = 16;
    private static final int KINDS = 2;
    private static final int DAYS = 3;

    private final ArrivalPlan plan;
    private final LatentField field;
    private final long countKey;
    private final long chunkKey;
    private final long dayKey;
    private final int groups;
    private final int chunkMeanMax;
    private final long[] lanes = new long[2];

    // By zone cell.
    private final int[] slot;
    private final int[] day;
    /** [(cell * groups + group) * 2 + virtual]. */
    private final double[] calendar;

    private int firstDay;
    private int hour = -1;
    private int merchant = -1;
    private int calendarAt;
    /** Factors of the merchant's local days; 0 where not drawn yet. */
    private final double[] dayFactor = new double[DAYS];

    /** Chunks of the last {@link #visits}. */
    int chunks;

    HourIntensity(ArrivalPlan plan) {
        this.plan = plan;
        field = new LatentField(plan.policy, plan.draws);
        countKey = plan.draws.key(Decision.COUNT);
        chunkKey = plan.draws.key(Decision.CHUNK);
        dayKey = plan.draws.key(Decision.DAY);
        groups = plan.merchants.policy().groups().size();
        chunkMeanMax = plan.policy.chunkMeanMax();
        slot = new int[plan.places.cells()];
        day = new int[slot.length];
        Arrays.fill(day, Integer.MIN_VALUE);
        calendar = new double[slot.length * groups * KINDS];
    }

    void moveTo(int t) {
        if (t < 0 || t >= CivilTime.HOURS_MAX) {
            throw new IllegalArgumentException("hours are 0.." + (CivilTime.HOURS_MAX - 1) + ", was " + t);
        }
        if (t == hour) {
            return;
        }
        hour = t;
        merchant = -1;
        field.moveTo(t);
        firstDay = Integer.MAX_VALUE;
        for (int cell = 0; cell < slot.length; cell++) {
            int zone = plan.places.zoneOf(cell);
            slot[cell] = plan.time.slot(zone, t);
            int local = plan.time.localDay(zone, t);
            if (local != day[cell]) {
                day[cell] = local;
                calendarOf(cell, LocalDate.ofEpochDay(local));
            }
            firstDay = Math.min(firstDay, local);
        }
    }

    private void calendarOf(int cell, LocalDate local) {
        Calendar.Country country = plan.countries[plan.places.countryOf(cell)];
        for (int group = 0; group < groups; group++) {
            MerchantsPolicy.Group of = plan.merchants.policy().groups().get(group);
            DemandClass demandClass = of.demandClass();
            int at = (cell * groups + group) * KINDS;
            calendar[at] = plan.calendar.physical(country, of.name(), demandClass, local);
            calendar[at + 1] = plan.calendar.online(country, of.name(), demandClass, local);
        }
    }

    /** The rows asked for next belong to this merchant. */
    void at(int ordinal) {
        merchant = ordinal;
        calendarAt = plan.merchants.group(ordinal) * KINDS;
        Arrays.fill(dayFactor, 0);
    }

    /** Visits expected by volume, shape and calendar alone. */
    double plannedVisits(int row) {
        int cell = plan.cell[row];
        double shape = plan.shapes.at(plan.shapeTable[row], slot[cell]);
        int virtual = ArrivalPlan.isVirtual(plan.channel[row]) ? 1 : 0;
        return plan.weeklyVisits[row] * shape * calendar[cell * groups * KINDS + calendarAt + virtual];
    }

    /** Visits expected with field and merchant's day, before the factor of the hour. */
    double meanVisits(int row) {
        return plannedVisits(row) * field.factor(plan.fieldCell[row]) * dayFactor(day[plan.cell[row]]);
    }

    private double dayFactor(int local) {
        int at = local - firstDay;
        if (dayFactor[at] == 0) {
            dayFactor[at] = plan.dayFactor[(int) (Philox2x64.x0(dayKey, merchant, local) >>> Noise.SHIFT)];
        }
        return dayFactor[at];
    }

    /** Visits drawn. */
    int visits(int row, double mean) {
        if (mean < NOTHING) {
            chunks = 0;
            return 0;
        }
        return visits(plan.rowKey(merchant, row), mean, plan.hourFactor[plan.demandClass[row]]);
    }

    private int visits(long rowKey, double mean, double[] hourFactor) {
        Philox2x64.block(countKey, rowKey, (long) hour << CHUNK_BITS, lanes);
        double m = mean * hourFactor[(int) (lanes[0] >>> Noise.SHIFT)];
        if (m <= chunkMeanMax) {
            chunks = 1;
            return Poisson.count(m, lanes[1]);
        }
        chunks = (int) Math.ceil(m / chunkMeanMax);
        double part = m / chunks;
        int visits = Poisson.count(part, lanes[1]);
        for (int chunk = 1; chunk < chunks; chunk++) {
            int lane = (chunk - 1) % 2;
            if (lane == 0) {
                Philox2x64.block(chunkKey, rowKey, ((long) hour << CHUNK_BITS) + (chunk - 1) / 2, lanes);
            }
            visits += Poisson.count(part, lanes[lane]);
        }
        return visits;
    }

    /** Signed bound of the tilt word of a row. */
    long tiltCut(int row) {
        return plan.tiltCut[plan.shapeTable[row] + slot[plan.cell[row]]];
    }
}
