package io.millrace.arrivals;

import io.millrace.contract.DemandClass;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Arrivals that volume, shape and calendar alone expect of an hour. Rows of one zone cell, group and channel share their
 * factor, so that an hour costs one product per such set; inside a set rows lie from the largest down. Belongs to one
 * thread.
 */
final class PlannedHours {
    private static final int KINDS = 2;
    private static final int DAYS_KEPT = 4;
    private static final int CHANNELS = ArrivalTally.CHANNELS;

    private final ArrivalPlan plan;
    private final int groups;

    /** Rows by set; their weekly arrivals, and one over the root of these. */
    private final int[] rows;

    private final double[] weeklyOfRow;
    private final double[] overRoot;

    // By set; first rows have one more, the end.
    private final int[] firstRow;
    private final int[] cell;
    private final int[] group;
    private final byte[] channel;
    private final int[] shapeTable;
    private final double[] weekly;

    /** [country * DAYS_KEPT + day mod DAYS_KEPT]: which day, and its factors by [group * KINDS + virtual]. */
    private final int[] dayOf;

    private final double[][] calendar;

    PlannedHours(ArrivalPlan plan) {
        this.plan = plan;
        groups = plan.merchants.policy().groups().size();
        int[] groupOfRow = new int[plan.rows()];
        for (int merchant = 0; merchant < plan.merchants.merchants(); merchant++) {
            Arrays.fill(
                    groupOfRow, plan.firstRow(merchant), plan.firstRow(merchant + 1), plan.merchants.group(merchant));
        }
        int[] setOfRow = new int[plan.rows()];
        for (int row = 0; row < setOfRow.length; row++) {
            setOfRow[row] = (plan.cell[row] * groups + groupOfRow[row]) * CHANNELS + plan.channel[row];
        }
        rows = IntStream.range(0, setOfRow.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(row -> setOfRow[row])
                        .thenComparing(Comparator.<Integer>comparingDouble(row -> plan.weekly[row])
                                .reversed())
                        .thenComparingInt(row -> row))
                .mapToInt(Integer::intValue)
                .toArray();
        weeklyOfRow = new double[rows.length];
        overRoot = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            weeklyOfRow[i] = plan.weekly[rows[i]];
            overRoot[i] = 1 / StrictMath.sqrt(weeklyOfRow[i]);
        }
        int[] starts = IntStream.range(0, rows.length)
                .filter(i -> i == 0 || setOfRow[rows[i]] != setOfRow[rows[i - 1]])
                .toArray();
        firstRow = Arrays.copyOf(starts, starts.length + 1);
        firstRow[starts.length] = rows.length;
        cell = new int[starts.length];
        group = new int[starts.length];
        channel = new byte[starts.length];
        shapeTable = new int[starts.length];
        weekly = new double[starts.length];
        for (int set = 0; set < starts.length; set++) {
            int first = rows[starts[set]];
            cell[set] = plan.cell[first];
            group[set] = groupOfRow[first];
            channel[set] = plan.channel[first];
            shapeTable[set] = plan.shapeTable[first];
            for (int i = firstRow[set]; i < firstRow[set + 1]; i++) {
                weekly[set] += plan.weekly[rows[i]];
            }
        }
        dayOf = new int[plan.places.countries() * DAYS_KEPT];
        Arrays.fill(dayOf, Integer.MIN_VALUE);
        calendar = new double[dayOf.length][groups * KINDS];
    }

    /** Sets of rows, numbered from 0. */
    int sets() {
        return cell.length;
    }

    /** Position of the first row of a set in {@link #row}; those of set s end before {@code firstRow(s + 1)}. */
    int firstRow(int set) {
        return firstRow[set];
    }

    /** Row of the plan. */
    int row(int position) {
        return rows[position];
    }

    /** Weekly arrivals of the row at a position. */
    double rowWeekly(int position) {
        return weeklyOfRow[position];
    }

    /** One over the root of {@link #rowWeekly}. */
    double overRoot(int position) {
        return overRoot[position];
    }

    int cell(int set) {
        return cell[set];
    }

    int channel(int set) {
        return channel[set];
    }

    DemandClass demandClass(int set) {
        return plan.merchants.policy().groups().get(group[set]).demandClass();
    }

    /** Weekly arrivals of all rows of a set. */
    double weekly(int set) {
        return weekly[set];
    }

    /**
     * Share of a week's arrivals that the hour brings to every row of a set.
     *
     * @param slot of local time
     * @param day local, since 1970
     */
    double factor(int set, int slot, int day) {
        int kind = ArrivalPlan.isVirtual(channel[set]) ? 1 : 0;
        return plan.shapes.at(shapeTable[set], slot)
                * calendar(plan.places.countryOf(cell[set]), day)[group[set] * KINDS + kind];
    }

    private double[] calendar(int country, int day) {
        int at = country * DAYS_KEPT + Math.floorMod(day, DAYS_KEPT);
        if (dayOf[at] != day) {
            dayOf[at] = day;
            plan.calendar.day(
                    plan.countries[country], plan.merchants.policy().groups(), LocalDate.ofEpochDay(day), calendar[at]);
        }
        return calendar[at];
    }
}
