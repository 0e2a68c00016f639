package io.millrace.arrivals;

import io.millrace.contract.DemandClass;
import io.millrace.random.DrawLedger;
import java.io.Serial;
import java.io.Serializable;

/**
 * What the checks count over the arrivals of some hours, with what the plan expected of them. Tallies of parts add up to
 * the tally of the whole, in any order; all numbers are integers, so the sum is exact. {@link ArrivalChecker} fills it,
 * {@link ArrivalChecks} judges it.
 */
public final class ArrivalTally implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Fractions are counted in units of 2^-20. */
    static final double UNITS = 1 << 20;

    static final int CLASSES = DemandClass.values().length;
    static final int CHANNELS = 4;
    /** Whole seconds of a gap that the histogram tells apart; what is longer went around the end of its hour. */
    static final int GAP_SECONDS = 1500;

    private final HorizonTotals totals;

    /** By channel number. */
    final long[] madeByChannel = new long[CHANNELS];
    /** By channel number, in units. */
    final long[] plannedByChannel = new long[CHANNELS];

    final long[] madeByClass = new long[CLASSES];
    /** In units. */
    final long[] plannedByClass = new long[CLASSES];

    /** Arrivals of whole weeks by slot of local time. */
    final long[] slots = new long[CivilTime.SLOTS];

    /** Pairs (row, hour) with enough expected, the sum of their residuals and of the squares, in units. */
    long cells;

    long residuals;
    long residualSquares;

    /** By class: pairs of hours side by side; sums of products and squares of their residuals, in units. */
    final long[] lagPairs = new long[CLASSES];

    final long[] lagProducts = new long[CLASSES];
    final long[] lagSquaresBefore = new long[CLASSES];
    final long[] lagSquaresAfter = new long[CLASSES];

    long visits;
    /** Visits of two arrivals or more. */
    long burstVisits;
    /** [channel number][whole seconds]: times to a follow-up. */
    final long[][] gaps = new long[CHANNELS][GAP_SECONDS + 1];

    /** Pairs of arrivals of one merchant in one hour, and those of them at one microsecond. */
    long pairs;

    long equalTimes;

    /** Rows that name no row of the plan, or differ from the one they name. */
    long unlikeTheirPlan;

    /** Sequence numbers that tell another hour. */
    long foreignSequences;

    /** Zone hours, and those whose local day or slot is not that of the time zone database. */
    long zoneHours;

    long wrongZoneHours;

    /** Switches of zones in use, rows within an hour of them, and those with a wrong offset. */
    long switches;

    long rowsNearSwitches;
    long wrongOffsets;

    /** Draws behind the rows, counted where they were made. */
    final DrawLedger drawn = new DrawLedger();

    /** @param merchants ordinals 0..merchants-1; zones likewise */
    public ArrivalTally(int merchants, int zones) {
        totals = new HorizonTotals(merchants, zones);
    }

    /** Counts draws of these hours. */
    public void drawn(DrawLedger ledger) {
        drawn.add(ledger);
    }

    /** By merchant and zone. */
    public HorizonTotals totals() {
        return totals;
    }

    /** Adds the tally of other hours. */
    public void add(ArrivalTally other) {
        totals.add(other.totals);
        add(madeByChannel, other.madeByChannel);
        add(plannedByChannel, other.plannedByChannel);
        add(madeByClass, other.madeByClass);
        add(plannedByClass, other.plannedByClass);
        add(slots, other.slots);
        cells += other.cells;
        residuals += other.residuals;
        residualSquares += other.residualSquares;
        add(lagPairs, other.lagPairs);
        add(lagProducts, other.lagProducts);
        add(lagSquaresBefore, other.lagSquaresBefore);
        add(lagSquaresAfter, other.lagSquaresAfter);
        visits += other.visits;
        burstVisits += other.burstVisits;
        for (int channel = 0; channel < CHANNELS; channel++) {
            add(gaps[channel], other.gaps[channel]);
        }
        pairs += other.pairs;
        equalTimes += other.equalTimes;
        unlikeTheirPlan += other.unlikeTheirPlan;
        foreignSequences += other.foreignSequences;
        zoneHours += other.zoneHours;
        wrongZoneHours += other.wrongZoneHours;
        switches += other.switches;
        rowsNearSwitches += other.rowsNearSwitches;
        wrongOffsets += other.wrongOffsets;
        drawn.add(other.drawn);
    }

    static long units(double value) {
        return Math.round(value * UNITS);
    }

    private static void add(long[] sums, long[] others) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += others[i];
        }
    }
}
