package io.millrace.arrivals;

import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.Columns;
import io.millrace.slab.MerchantDimSlab;
import io.millrace.slab.ZoneDimSlab;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What the made arrivals of a horizon add up to, by merchant and zone, and whether they keep what the hours promised.
 * Totals of parts add up to those of the whole, in any order. Belongs to one thread.
 */
public final class HorizonTotals implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int FIELDS = 5;
    private static final int ARRIVALS = 0;
    private static final int VIRTUAL = 1;
    private static final int SEQ_MAX = 2;
    private static final int FIRST = 3;
    private static final int LAST = 4;

    /** [merchant * FIELDS + field]: what a row touches lies in one place. */
    private final long[] of;

    private final long[] ofZone;
    private long outsideTheirHour;
    private long withoutOnePlace;
    private long outOfSequence;
    private long zoneHoursUnlikePlan;

    /** Within the hour at hand. */
    private transient long[] hourOfZone;

    /** @param merchants ordinals 0..merchants-1; zones likewise */
    public HorizonTotals(int merchants, int zones) {
        of = new long[merchants * FIELDS];
        for (int merchant = 0; merchant < merchants; merchant++) {
            of[merchant * FIELDS + FIRST] = Long.MAX_VALUE;
            of[merchant * FIELDS + LAST] = Long.MIN_VALUE;
        }
        ofZone = new long[zones];
    }

    /** Begins an hour; the hours of one part come in their order. */
    public void beginHour() {
        hourOfZone = new long[ofZone.length];
    }

    /**
     * Counts rows of the hour, in their order.
     *
     * @param startMicros of the hour, since the epoch
     */
    public void add(ArrivalSlab rows, long startMicros) {
        for (int row = 0; row < rows.size; row++) {
            int at = rows.merchantOrdinal[row] * FIELDS;
            long micros = rows.tsMicros[row];
            long sequence = rows.arrivalSeq[row];
            boolean outside = micros < startMicros || micros >= startMicros + Horizon.MICROS_PER_HOUR;
            outsideTheirHour += outside ? 1 : 0;
            withoutOnePlace += (rows.siteId[row] == 0) == (rows.edgeId[row] == 0) ? 1 : 0;
            boolean rises = sequence > of[at + SEQ_MAX] && micros >= of[at + LAST];
            outOfSequence += rises ? 0 : 1;
            of[at + ARRIVALS]++;
            of[at + VIRTUAL] += rows.isVirtual[row] ? 1 : 0;
            of[at + SEQ_MAX] = Math.max(of[at + SEQ_MAX], sequence);
            of[at + FIRST] = Math.min(of[at + FIRST], micros);
            of[at + LAST] = Math.max(of[at + LAST], micros);
            ofZone[rows.zoneOrdinal[row]]++;
            hourOfZone[rows.zoneOrdinal[row]]++;
        }
    }

    /**
     * Ends an hour: its zones must hold what counting alone said.
     *
     * @param planned arrivals by zone
     */
    public void endHour(int[] planned) {
        for (int zone = 0; zone < hourOfZone.length; zone++) {
            zoneHoursUnlikePlan += hourOfZone[zone] == planned[zone] ? 0 : 1;
        }
    }

    /** Adds the totals of another part. */
    public void add(HorizonTotals other) {
        for (int at = 0; at < of.length; at += FIELDS) {
            of[at + ARRIVALS] += other.of[at + ARRIVALS];
            of[at + VIRTUAL] += other.of[at + VIRTUAL];
            of[at + SEQ_MAX] = Math.max(of[at + SEQ_MAX], other.of[at + SEQ_MAX]);
            of[at + FIRST] = Math.min(of[at + FIRST], other.of[at + FIRST]);
            of[at + LAST] = Math.max(of[at + LAST], other.of[at + LAST]);
        }
        for (int zone = 0; zone < ofZone.length; zone++) {
            ofZone[zone] += other.ofZone[zone];
        }
        outsideTheirHour += other.outsideTheirHour;
        withoutOnePlace += other.withoutOnePlace;
        outOfSequence += other.outOfSequence;
        zoneHoursUnlikePlan += other.zoneHoursUnlikePlan;
    }

    public long arrivals() {
        return Arrays.stream(ofZone).sum();
    }

    /** Puts totals and times into a row of the merchant's ordinal. */
    public void fill(MerchantDimSlab out, int row) {
        int at = out.merchantOrdinal[row] * FIELDS;
        out.arrivalsTotal[row] = of[at + ARRIVALS];
        out.arrivalsVirtual[row] = of[at + VIRTUAL];
        out.arrivalSeqMax[row] = of[at + SEQ_MAX];
        out.firstMicros[row] = of[at + ARRIVALS] == 0 ? Columns.ABSENT : of[at + FIRST];
        out.lastMicros[row] = of[at + ARRIVALS] == 0 ? Columns.ABSENT : of[at + LAST];
    }

    /** Puts totals into all rows. */
    public void fill(ZoneDimSlab out) {
        for (int row = 0; row < out.size; row++) {
            out.arrivalsTotal[row] = ofZone[out.zoneOrdinal[row]];
        }
    }

    /** Arrivals by merchant ordinal. */
    long[] byMerchant() {
        long[] arrivals = new long[of.length / FIELDS];
        for (int merchant = 0; merchant < arrivals.length; merchant++) {
            arrivals[merchant] = of[merchant * FIELDS + ARRIVALS];
        }
        return arrivals;
    }

    long outsideTheirHour() {
        return outsideTheirHour;
    }

    /** Arrivals with neither site nor edge, or with both. */
    long withoutOnePlace() {
        return withoutOnePlace;
    }

    long outOfSequence() {
        return outOfSequence;
    }

    /** Pairs (zone, hour) that hold another number than counting alone said. */
    long zoneHoursUnlikePlan() {
        return zoneHoursUnlikePlan;
    }
}
