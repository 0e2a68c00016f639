package io.millrace.arrivals;

import io.millrace.random.Decision;
import io.millrace.random.Philox2x64;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * How many visits a row has in an hour: expected, and drawn. Belongs to one thread; any hour may follow any other. World
 * design sections 5.1 and 5.2.
 *
 * @implNote draws are made for blocks of rows and looked at afterwards: a branch on each draw would hold up the next
 */
final class HourIntensity {
    private static final double NOTHING = 1e-12;
    private static final int CHUNK_BITS = 16;
    private static final int KINDS = ArrivalPlan.KINDS;
    private static final int DAYS = 3;
    private static final int BLOCK = 512;

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

    private final double[] calendarOfDay;

    /** Earliest local day of the hour. */
    private int firstDay = Integer.MIN_VALUE;

    private int hour = -1;
    /** [merchant * DAYS + day - firstDay]: factor of a merchant's local day; 0 where not drawn yet. */
    private final double[] dayFactor;

    // Rows whose visits are drawn next.
    private int waiting;
    private final int[] row = new int[BLOCK];
    private final double[] mean = new double[BLOCK];
    private final boolean[] owned = new boolean[BLOCK];
    private final long[] rowKey = new long[BLOCK];
    /** All of them the counter of the hour. */
    private final long[] counter = new long[BLOCK];

    private final long[] x0 = new long[BLOCK];
    private final long[] x1 = new long[BLOCK];

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
        calendarOfDay = new double[groups * KINDS];
        dayFactor = new double[plan.merchants.merchants() * DAYS];
    }

    void moveTo(int t) {
        if (t < 0 || t >= CivilTime.HOURS_MAX) {
            throw new IllegalArgumentException("hours are 0.." + (CivilTime.HOURS_MAX - 1) + ", was " + t);
        }
        if (t == hour) {
            return;
        }
        hour = t;
        Arrays.fill(counter, counter(t));
        field.moveTo(t);
        int first = Integer.MAX_VALUE;
        for (int cell = 0; cell < slot.length; cell++) {
            int zone = plan.places.zoneOf(cell);
            slot[cell] = plan.time.slot(zone, t);
            int local = plan.time.localDay(zone, t);
            if (local != day[cell]) {
                day[cell] = local;
                calendarOf(cell, LocalDate.ofEpochDay(local));
            }
            first = Math.min(first, local);
        }
        if (first != firstDay) {
            firstDay = first;
            Arrays.fill(dayFactor, 0);
        }
    }

    private void calendarOf(int cell, LocalDate local) {
        Calendar.Country country = plan.countries[plan.places.countryOf(cell)];
        plan.calendar.day(country, plan.merchants.policy().groups(), local, calendarOfDay);
        System.arraycopy(calendarOfDay, 0, calendar, cell * groups * KINDS, groups * KINDS);
    }

    /** Low word of COUNT in an hour. */
    static long counter(int t) {
        return (long) t << CHUNK_BITS;
    }

    /** Visits expected by volume, shape and calendar alone. */
    double plannedVisits(int of) {
        double shape = plan.shapes.at(plan.shapeTable[of], slot[plan.cell[of]]);
        return plan.weeklyVisits[of] * shape * calendar[plan.calendarAt[of]];
    }

    /** Day of a row where it is, days since 1970: low word of DAY. */
    int localDay(int of) {
        return day[plan.cell[of]];
    }

    /** Visits expected with field and merchant's day, before the factor of the hour. */
    double meanVisits(int merchant, int of) {
        return plannedVisits(of) * field.factor(plan.fieldCell[of]) * dayFactor(merchant, day[plan.cell[of]]);
    }

    private double dayFactor(int merchant, int local) {
        int at = merchant * DAYS + local - firstDay;
        if (dayFactor[at] == 0) {
            dayFactor[at] = plan.dayFactor[(int) (Philox2x64.x0(dayKey, merchant, local) >>> Noise.SHIFT)];
        }
        return dayFactor[at];
    }

    /** Draws the visits of all rows of some merchants, in the order of the rows; slices not in the units are marked. */
    void draw(ArrivalUnits units, RowVisits out) {
        out.clear();
        for (int unit = 0; unit < units.size(); unit++) {
            int merchant = units.merchant[unit];
            int first = plan.firstRow[merchant];
            int sliceMask = plan.slices[merchant] - 1;
            for (int at = first; at < plan.firstRow[merchant + 1]; at++) {
                double expected = meanVisits(merchant, at);
                if (expected >= NOTHING) {
                    row[waiting] = at;
                    mean[waiting] = expected;
                    owned[waiting] = ((units.slices[unit] >>> ((at - first) & sliceMask)) & 1) != 0;
                    rowKey[waiting++] = plan.rowKey(merchant, at);
                    if (waiting == BLOCK) {
                        drawWaiting(out);
                    }
                }
            }
        }
        drawWaiting(out);
    }

    private void drawWaiting(RowVisits out) {
        Philox2x64.blocks(countKey, rowKey, counter, waiting, x0, x1);
        for (int i = 0; i < waiting; i++) {
            double m = mean[i] * plan.hourFactor[plan.demandClass[row[i]]][(int) (x0[i] >>> Noise.SHIFT)];
            int chunks = m <= chunkMeanMax ? 1 : (int) Math.ceil(m / chunkMeanMax);
            int visits = chunks == 1 ? Poisson.count(m, x1[i]) : visits(i, m / chunks, chunks);
            if (owned[i]) {
                out.counted++;
                out.chunked += chunks / 2;
            }
            if (visits > 0) {
                out.add(row[i], visits, owned[i]);
            }
        }
        waiting = 0;
    }

    /** Large means in equal parts; the first has its lane from COUNT. */
    private int visits(int at, double part, int chunks) {
        int visits = Poisson.count(part, x1[at]);
        for (int chunk = 1; chunk < chunks; chunk++) {
            int lane = (chunk - 1) % 2;
            if (lane == 0) {
                Philox2x64.block(chunkKey, rowKey[at], counter[at] + (chunk - 1) / 2, lanes);
            }
            visits += Poisson.count(part, lanes[lane]);
        }
        return visits;
    }

    /** Signed bound of the tilt word of a row. */
    long tiltCut(int of) {
        return plan.tiltCut[plan.shapeTable[of] + slot[plan.cell[of]]];
    }
}
