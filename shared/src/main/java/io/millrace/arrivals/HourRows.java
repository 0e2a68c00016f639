package io.millrace.arrivals;

import io.millrace.slab.ArrivalSlab;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All arrivals of one UTC hour in total order, with the counts that only the whole hour knows: of the same merchant and
 * place, and of the same zone.
 */
public final class HourRows {
    private final ForeignArrival[] rows;
    private final ArrivalOrdinals ordinals;
    private final Map<Place, Count> places = new HashMap<>();
    private final Map<Short, Count> zones = new HashMap<>();

    /**
     * @param siteId unsigned; 0 for the virtual part of a merchant in a zone
     * @param zone code of the demand zone; -1 at a site
     */
    private record Place(long merchantId, long siteId, short zone) {
        static Place of(ForeignArrival row) {
            return row.siteId != 0
                    ? new Place(row.merchantId, row.siteId, (short) -1)
                    : new Place(row.merchantId, 0, row.zone);
        }
    }

    private static final class Count {
        private int rows;
    }

    /** @param rows accepted arrivals of one hour in any order; not kept */
    public HourRows(List<ForeignArrival> rows, ArrivalOrdinals ordinals) {
        this.rows = rows.toArray(ForeignArrival[]::new);
        this.ordinals = ordinals;
        java.util.Arrays.sort(this.rows, ForeignArrival.TOTAL_ORDER);
        for (ForeignArrival row : this.rows) {
            places.computeIfAbsent(Place.of(row), place -> new Count()).rows++;
            zones.computeIfAbsent(row.zone, zone -> new Count()).rows++;
        }
    }

    public int size() {
        return rows.length;
    }

    /**
     * Fills a slab from its start, up to its capacity or the end of the hour.
     *
     * @param from first row
     * @return first row that is left
     */
    public int fill(int from, ArrivalSlab slab) {
        slab.size = 0;
        int next = from;
        while (next < rows.length && !slab.isFull()) {
            fill(rows[next++], slab, slab.addRow());
        }
        return next;
    }

    private void fill(ForeignArrival from, ArrivalSlab slab, int row) {
        slab.tsMicros[row] = from.tsMicros;
        slab.merchantId[row] = from.merchantId;
        slab.arrivalSeq[row] = from.arrivalSeq;
        slab.merchantOrdinal[row] = ordinals.merchant(from.merchantId);
        slab.zoneOrdinal[row] = ordinals.zone(from.zone);
        slab.bucketIndex[row] = from.bucketIndex;
        slab.bucketCount[row] = places.get(Place.of(from)).rows;
        slab.zoneBucketCount[row] = zones.get(from.zone).rows;
        slab.visitSlot[row] = -1;
        slab.channelUpstream[row] = from.channel;
        slab.legalCountry[row] = from.country;
        slab.countrySource[row] = from.countrySource;
        slab.isVirtual[row] = from.isVirtual;
        slab.siteId[row] = from.siteId;
        slab.edgeId[row] = from.edgeId;
        slab.tzidPrimary[row] = ordinals.zone(from.tzidPrimary);
        slab.tzidSettlement[row] = ordinals.zone(from.tzidSettlement);
        slab.tzidOperational[row] = ordinals.zone(from.tzidOperational);
    }
}
