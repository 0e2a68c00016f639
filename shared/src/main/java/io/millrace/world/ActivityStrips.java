package io.millrace.world;

import io.millrace.policy.AttachmentPolicy.ForeignActivity;
import io.millrace.random.KeyLaw;
import io.millrace.random.Philox2x64;
import io.millrace.slab.KeyBucket;
import io.millrace.table.ActivityWeight;
import java.util.stream.IntStream;

/**
 * Who is active, and how much. Of a foreign world: pickable parties by cell (country, zone, segment), ranked by weight
 * and cut into 14 strips. Members of a strip weigh the same, the mean of what they drew. The last strip is dormant and
 * never picked. World design sections 3.2 and 4.
 */
final class ActivityStrips {
    static final int STRIPS = 14;
    /** Upper ends of strips 0..12 in ten-thousandths of a cell; few parties carry much, so strips are narrow there. */
    private static final int[] CUMULATIVE = {
        10, 50, 100, 200, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000, 6_000, 7_500
    };

    private static final long TEN_THOUSAND = 10_000;
    private static final long MILLION = 1_000_000;
    /** Mean weight * 1000 over all pickable parties, dormant ones included: the scale of own worlds. */
    private static final double MEAN_THOUSANDTHS = 1_004;

    private static final int SEGMENTS = 17;
    private static final int COUNTRIES = 676;
    private static final long WEYL = 0x9E3779B97F4A7C15L;

    /** Party ordinals by (cell, rank). */
    final int[] order;

    final int cells;
    final short[] cellCountry;
    final int[] cellZone;
    final byte[] cellSegment;
    /** Start of each cell in {@link #order}; one more entry is the end. */
    final int[] cellStart;
    /** [cell * 14 + strip], position in {@link #order}; ends where the next one starts. */
    final int[] stripStart;
    /** [cell * 14 + strip], thousandths. */
    final long[] stripWeight;
    /** By party ordinal, thousandths; 0 when never picked. */
    final int[] weight;

    ActivityStrips(EntityGraph graph, ForeignActivity activity, EntityIndexAxes axes) {
        int[] eligible = eligible(graph);
        double[] drawn = drawn(graph, eligible, activity, axes);
        long[] cellOf = new long[eligible.length];
        int[] ranked = ranked(graph, eligible, drawn, cellOf);
        order = new int[eligible.length];
        double[] inOrder = new double[eligible.length];
        for (int at = 0; at < ranked.length; at++) {
            order[at] = eligible[ranked[at]];
            inOrder[at] = drawn[ranked[at]];
        }
        cells = distinct(cellOf);
        cellCountry = new short[cells];
        cellZone = new int[cells];
        cellSegment = new byte[cells];
        cellStart = new int[cells + 1];
        stripStart = new int[cells * STRIPS + 1];
        stripWeight = new long[cells * STRIPS];
        weight = new int[graph.party.size()];
        fillCells(graph, cellOf);
        cut(activity, axes);
        weigh(inOrder);
    }

    /**
     * Of an own world: cells, ranks and strips are those of its plan, and all parties are in the order.
     *
     * @param plan at most 2^31-1 parties
     */
    ActivityStrips(PartyPlan plan) {
        int[] settled = IntStream.range(0, plan.cells())
                .filter(cell -> plan.cellSize(cell) > 0)
                .toArray();
        order = new int[Math.toIntExact(plan.parties())];
        weight = new int[order.length];
        cells = settled.length;
        cellCountry = new short[cells];
        cellZone = new int[cells];
        cellSegment = new byte[cells];
        cellStart = new int[cells + 1];
        stripStart = new int[cells * STRIPS + 1];
        stripWeight = new long[cells * STRIPS];
        for (int cell = 0; cell < cells; cell++) {
            int zone = settled[cell] / SEGMENTS;
            cellCountry[cell] = (short) plan.country(zone);
            cellZone[cell] = plan.zoneOrdinal(zone);
            cellSegment[cell] = (byte) (settled[cell] % SEGMENTS + 1);
            fillCell(plan, settled[cell], cell);
        }
        stripStart[cells * STRIPS] = order.length;
    }

    private void fillCell(PartyPlan plan, int from, int cell) {
        int start = cellStart[cell];
        for (int strip = 0; strip < STRIPS; strip++) {
            long end = plan.stripBound(from, strip + 1);
            stripStart[cell * STRIPS + strip] = start + (int) plan.stripBound(from, strip);
            stripWeight[cell * STRIPS + strip] = plan.stripWeight(strip);
            for (long rank = plan.stripBound(from, strip); rank < end; rank++) {
                int ordinal = (int) plan.ordinalOfRank(from, rank);
                order[start + (int) rank] = ordinal;
                weight[ordinal] = (int) plan.stripWeight(strip);
            }
        }
        cellStart[cell + 1] = start + (int) plan.cellSize(from);
    }

    /** Parties that can be picked: all but the dormant ones. */
    int activeParties() {
        int active = 0;
        for (int cell = 0; cell < cells; cell++) {
            active += stripStart[cell * STRIPS + STRIPS - 1] - cellStart[cell];
        }
        return active;
    }

    private static int[] eligible(EntityGraph graph) {
        int[] found = new int[graph.party.size()];
        int size = 0;
        for (int p = 0; p < found.length; p++) {
            if (graph.isEligible(p)) {
                found[size++] = p;
            }
        }
        return java.util.Arrays.copyOf(found, size);
    }

    private static double[] drawn(EntityGraph graph, int[] eligible, ForeignActivity activity, EntityIndexAxes axes) {
        long key = KeyLaw.word(
                KeyLaw.hash(
                        "millrace:rng:v1", axes.manifestFingerprint(), axes.seed(), "6A.entity", "FOREIGN_ACTIVITY"),
                0);
        ActivityWeight law = new ActivityWeight(activity.base(), activity.holdingsLog1p(), activity.sigmaLog());
        double[] drawn = new double[eligible.length];
        for (int i = 0; i < drawn.length; i++) {
            long x = Philox2x64.x0(key, graph.party.id(eligible[i]), 0);
            drawn[i] = law.of(graph.holdings(eligible[i]), x);
        }
        return drawn;
    }

    /**
     * Positions in {@code eligible} by cell, then weight from above, then ordinal.
     *
     * @param cellOf filled with the cell keys, ascending
     */
    private static int[] ranked(EntityGraph graph, int[] eligible, double[] drawn, long[] cellOf) {
        long[] keys = new long[eligible.length];
        for (int i = 0; i < keys.length; i++) {
            // The bits of a double that is not negative grow with it; their complement ranks from above.
            keys[i] = ~Double.doubleToLongBits(drawn[i]);
        }
        int[] byWeight = RowOrder.sort(keys);
        for (int at = 0; at < keys.length; at++) {
            int p = eligible[byWeight[at]];
            cellOf[at] =
                    (long) graph.partyCountry[p] << 40 | (long) (graph.partyZone[p] + 1) << 8 | graph.partySegment[p];
        }
        int[] byCell = RowOrder.sort(cellOf);
        int[] ranked = new int[keys.length];
        for (int at = 0; at < keys.length; at++) {
            ranked[at] = byWeight[byCell[at]];
        }
        return ranked;
    }

    private static int distinct(long[] ascending) {
        int distinct = 0;
        for (int at = 0; at < ascending.length; at++) {
            if (at == 0 || ascending[at] != ascending[at - 1]) {
                distinct++;
            }
        }
        return distinct;
    }

    private void fillCells(EntityGraph graph, long[] cellOf) {
        int cell = 0;
        for (int at = 0; at < order.length; at++) {
            if (at == 0 || cellOf[at] != cellOf[at - 1]) {
                cellStart[cell] = at;
                cellCountry[cell] = graph.partyCountry[order[at]];
                cellZone[cell] = graph.partyZone[order[at]];
                cellSegment[cell] = graph.partySegment[order[at]];
                cell++;
            }
        }
        cellStart[cells] = order.length;
    }

    private void cut(ForeignActivity activity, EntityIndexAxes axes) {
        long structure = KeyLaw.word(
                KeyLaw.hash("millrace:rng:v1", axes.manifestFingerprint(), axes.seed(), "6A.structure", "ACT"), 0);
        long activeMillionths = (long) Math.rint(activity.activeShare() * MILLION);
        for (int cell = 0; cell < cells; cell++) {
            int members = cellStart[cell + 1] - cellStart[cell];
            long number = SEGMENTS * (cellCountry[cell] + COUNTRIES * (cellZone[cell] + 1L)) + cellSegment[cell] - 1;
            // Dither: a cell of three parties would otherwise never have one in the top per mille.
            long key = KeyBucket.mix64(structure + number * WEYL);
            long shift = Philox2x64.umulh(key, TEN_THOUSAND);
            long active = (members * activeMillionths + Philox2x64.umulh(key, MILLION)) / MILLION;
            int first = cell * STRIPS;
            stripStart[first] = cellStart[cell];
            for (int strip = 1; strip < STRIPS - 1; strip++) {
                long bound = (members * (long) CUMULATIVE[strip - 1] + shift) / TEN_THOUSAND;
                stripStart[first + strip] = cellStart[cell] + (int) Math.min(bound, active);
            }
            stripStart[first + STRIPS - 1] = cellStart[cell] + (int) active;
        }
        stripStart[cells * STRIPS] = order.length;
    }

    private void weigh(double[] drawn) {
        double[] sum = new double[stripWeight.length];
        double total = 0;
        for (int strip = 0; strip < sum.length; strip++) {
            if (strip % STRIPS < STRIPS - 1) {
                for (int at = stripStart[strip]; at < stripStart[strip + 1]; at++) {
                    sum[strip] += drawn[at];
                }
                total += sum[strip];
            }
        }
        for (int strip = 0; strip < sum.length; strip++) {
            int members = stripStart[strip + 1] - stripStart[strip];
            if (sum[strip] > 0) {
                double mean = sum[strip] / members / total * MEAN_THOUSANDTHS * order.length;
                // Active means that it can happen: no rounding to never.
                stripWeight[strip] = Math.max(1, (long) Math.rint(mean));
                for (int at = stripStart[strip]; at < stripStart[strip + 1]; at++) {
                    weight[order[at]] = Math.toIntExact(stripWeight[strip]);
                }
            }
        }
    }
}
