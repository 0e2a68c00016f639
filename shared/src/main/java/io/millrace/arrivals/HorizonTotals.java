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

    private final long[] arrivals;
    private final long[] virtual;
    private final long[] seqMax;
    private final long[] first;
    private final long[] last;
    private final long[] ofZone;
    private long outsideTheirHour;
    private long withoutOnePlace;
    private long outOfSequence;
    private long zoneHoursUnlikePlan;

    /** Within the hour at hand. */
    private transient long[] hourOfZone;

    /** @param merchants ordinals 0..merchants-1; zones likewise */
    public HorizonTotals(int merchants, int zones) {
        arrivals = new long[merchants];
        virtual = new long[merchants];
        seqMax = new long[merchants];
        first = new long[merchants];
        last = new long[merchants];
        Arrays.fill(first, Long.MAX_VALUE);
        Arrays.fill(last, Long.MIN_VALUE);
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
            int merchant = rows.merchantOrdinal[row];
            long micros = rows.tsMicros[row];
            boolean outside = micros < startMicros || micros >= startMicros + Horizon.MICROS_PER_HOUR;
            outsideTheirHour += outside ? 1 : 0;
            withoutOnePlace += (rows.siteId[row] == 0) == (rows.edgeId[row] == 0) ? 1 : 0;
            boolean rises = rows.arrivalSeq[row] > seqMax[merchant] && micros >= last[merchant];
            outOfSequence += rises ? 0 : 1;
            arrivals[merchant]++;
            virtual[merchant] += rows.isVirtual[row] ? 1 : 0;
            seqMax[merchant] = Math.max(seqMax[merchant], rows.arrivalSeq[row]);
            first[merchant] = Math.min(first[merchant], micros);
            last[merchant] = Math.max(last[merchant], micros);
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
        for (int merchant = 0; merchant < arrivals.length; merchant++) {
            arrivals[merchant] += other.arrivals[merchant];
            virtual[merchant] += other.virtual[merchant];
            seqMax[merchant] = Math.max(seqMax[merchant], other.seqMax[merchant]);
            first[merchant] = Math.min(first[merchant], other.first[merchant]);
            last[merchant] = Math.max(last[merchant], other.last[merchant]);
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
        int merchant = out.merchantOrdinal[row];
        out.arrivalsTotal[row] = arrivals[merchant];
        out.arrivalsVirtual[row] = virtual[merchant];
        out.arrivalSeqMax[row] = seqMax[merchant];
        out.firstMicros[row] = arrivals[merchant] == 0 ? Columns.ABSENT : first[merchant];
        out.lastMicros[row] = arrivals[merchant] == 0 ? Columns.ABSENT : last[merchant];
    }

    /** Puts totals into all rows. */
    public void fill(ZoneDimSlab out) {
        for (int row = 0; row < out.size; row++) {
            out.arrivalsTotal[row] = ofZone[out.zoneOrdinal[row]];
        }
    }

    /** Arrivals by merchant ordinal. */
    long[] byMerchant() {
        return arrivals.clone();
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
