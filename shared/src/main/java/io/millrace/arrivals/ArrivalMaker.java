package io.millrace.arrivals;

import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.CountrySource;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Philox2x64;
import io.millrace.slab.ArrivalSlab;
import io.millrace.table.AliasTable;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Arrivals of a generated world, hour by hour: visits, their sizes, places and times, in total order with their sequence
 * numbers. An hour is a pure function of plan and t: it does not matter which hours, shards or windows were asked for
 * before. Belongs to one thread. World design section 5.
 */
public final class ArrivalMaker {
    private static final int ROW_BITS = ArrivalPlan.ROW_BITS;
    private static final int VISITS_MAX = 1 << ROW_BITS;
    static final int FOLLOW_UP_BITS = 4;
    private static final int ROWS_START = 4096;
    private static final int BLOCK = 512;
    private static final byte COUNTRY_OF_ROW = (byte) CountrySource.ROW.code();
    /** By channel number. */
    private static final byte[] UPSTREAM = {
        (byte) ChannelUpstream.ECOM.code(),
        (byte) ChannelUpstream.POS.code(),
        (byte) ChannelUpstream.ATM.code(),
        (byte) ChannelUpstream.BANK_RAIL.code()
    };

    private final ArrivalPlan plan;
    private final HourIntensity intensity;
    private final HourCounts counts;
    private final DrawLedger ledger = new DrawLedger();
    private final VisitTimes times;
    private final long visitKey;
    private final long headKey;
    private final HourSort sort = new HourSort();
    private final RowVisits visits = new RowVisits();

    // Visits that are made next, by draws of all of them at once.
    private int waiting;
    private final int[] waitingRow = new int[BLOCK];
    private final boolean[] waitingOwned = new boolean[BLOCK];
    private final long[] rowKey = new long[BLOCK];
    private final long[] counter = new long[BLOCK];
    private final long[] visit0 = new long[BLOCK];
    private final long[] visit1 = new long[BLOCK];
    private final long[] head0 = new long[BLOCK];
    private final long[] head1 = new long[BLOCK];

    /** By place: arrivals of the hour. */
    private final int[] placeCount;
    /** Places with arrivals. */
    private final int[] places;

    private int placesUsed;
    /** By zone: arrivals of the hour of the units. */
    private int[] zonesOfUnits;

    // The hour, in order of (merchant, row, visit, follow-up).
    private int size;
    private int[] offset = new int[ROWS_START];
    private int[] row = new int[ROWS_START];
    private int[] visitSlot = new int[ROWS_START];
    /** Position of the site, or number of the edge. */
    private int[] pick = new int[ROWS_START];

    // The hour in total order.
    private int[] order = new int[0];
    private long[] sequence = new long[ROWS_START];

    private int hour = -1;
    private final int[] ranks;
    private int[] zoneCounts = new int[0];

    /** @param counts may be shared with other makers of the plan */
    public ArrivalMaker(ArrivalPlan plan, HourCounts counts) {
        this.plan = plan;
        this.counts = counts;
        intensity = new HourIntensity(plan);
        visitKey = plan.draws.key(Decision.VISIT);
        headKey = plan.draws.key(Decision.HEAD);
        times = new VisitTimes(plan.draws.key(Decision.TILT), plan.draws.key(Decision.GAP));
        placeCount = new int[plan.placesOfArrivals()];
        places = new int[placeCount.length];
        zonesOfUnits = new int[plan.places.zones()];
        ranks = new int[plan.sequenceRoom.length];
    }

    /** Draws of the rows made so far; FIELD and DAY belong to no row ({@link ArrivalPlan#fieldEvaluations}). */
    public DrawLedger ledger() {
        return ledger;
    }

    /**
     * Makes hour t of one shard and hands it over in total order, in slabs of at most {@code rowsMax} rows.
     *
     * @param startHour t of bucket 0
     */
    public void hour(int shard, int shards, int t, int startHour, int rowsMax, Consumer<ArrivalSlab> out) {
        make(plan.unitsOf(shard, shards), t);
        int next = 0;
        while (next < size) {
            ArrivalSlab slab = new ArrivalSlab(Math.min(rowsMax, size - next));
            next = fill(next, startHour, slab);
            out.accept(slab);
        }
    }

    /**
     * Makes hour t of some merchants; {@link #fill} reads it.
     *
     * @param t hours since 2020-01-01T00Z, below {@link CivilTime#HOURS_MAX}
     * @return its rows
     */
    public int make(ArrivalUnits units, int t) {
        intensity.moveTo(t);
        hour = t;
        size = 0;
        clearPlaces();
        zonesOfUnits = new int[zonesOfUnits.length];
        intensity.draw(units, visits);
        ledger.count(Decision.COUNT, visits.counted);
        ledger.count(Decision.CHUNK, visits.chunked);
        for (int i = 0; i < visits.size; i++) {
            expand(visits.row[i], visits.visits[i], visits.owned[i]);
        }
        makeWaiting();
        order = sort.order(offset, size);
        number();
        // What no shard knows alone is counted for all of them; the whole has just been counted.
        zoneCounts = units.isWhole ? zonesOfUnits : size == 0 ? zoneCounts : counts.zones(t);
        return size;
    }

    /**
     * Arrivals of the hour by zone, as its visits were drawn, of the units it was made for; not to be changed. What a slab
     * holds is made later, so that the two can be compared.
     */
    public int[] zones() {
        return zonesOfUnits;
    }

    private void clearPlaces() {
        for (int i = 0; i < placesUsed; i++) {
            placeCount[places[i]] = 0;
        }
        placesUsed = 0;
    }

    private void expand(int of, int drawn, boolean isOwned) {
        if (drawn > VISITS_MAX) {
            throw new IllegalStateException("more than " + VISITS_MAX + " visits in hour " + hour + " of row " + of);
        }
        long key = plan.rowKey(plan.merchantOfRow[of], of);
        long first = (long) hour << ROW_BITS;
        for (int visit = 0; visit < drawn; visit++) {
            waitingRow[waiting] = of;
            waitingOwned[waiting] = isOwned;
            rowKey[waiting] = key;
            counter[waiting++] = first + visit;
            if (waiting == BLOCK) {
                makeWaiting();
            }
        }
    }

    private void makeWaiting() {
        Philox2x64.blocks(visitKey, rowKey, counter, waiting, visit0, visit1);
        Philox2x64.blocks(headKey, rowKey, counter, waiting, head0, head1);
        int before = size;
        int owned = 0;
        long tilted = times.tilted;
        for (int i = 0; i < waiting; i++) {
            int of = waitingRow[i];
            int arrivals = VisitLaw.size(plan.sizeCuts[plan.sizeLaw[of]], visit0[i]);
            int picked = pick(of, visit1[i]);
            int place = place(of, picked);
            if (placeCount[place] == 0) {
                places[placesUsed++] = place;
            }
            placeCount[place] += arrivals;
            if (waitingOwned[i]) {
                owned++;
                zonesOfUnits[plan.zone[of]] += arrivals;
                makeVisit(i, of, arrivals, picked);
            }
        }
        waiting = 0;
        ledger.count(Decision.VISIT, owned);
        ledger.count(Decision.HEAD, owned);
        ledger.count(Decision.TILT, times.tilted - tilted);
        ledger.count(Decision.GAP, size - before - owned);
    }

    private void makeVisit(int at, int of, int arrivals, int picked) {
        if (size + arrivals > offset.length) {
            grow();
        }
        int merchant = plan.merchantOfRow[of];
        int number = of - plan.firstRow[merchant];
        int slices = plan.slices[merchant];
        long length = slices == 1 ? Horizon.MICROS_PER_HOUR : Horizon.MICROS_PER_HOUR / slices;
        long start = (number & (slices - 1)) * length;
        int slot = (number << ROW_BITS) + (int) (counter[at] & (VISITS_MAX - 1));
        long micros = times.head(head0[at], head1[at], rowKey[at], counter[at], intensity.tiltCut(of), length);
        long[] gaps = plan.gapKnots[plan.channel[of]];
        for (int followUp = 0; followUp < arrivals; followUp++) {
            if (followUp > 0) {
                micros = times.next(rowKey[at], (counter[at] << FOLLOW_UP_BITS) + followUp, gaps, micros, length);
            }
            offset[size] = (int) (start + micros);
            row[size] = of;
            visitSlot[size] = slot;
            pick[size++] = picked;
        }
    }

    private int pick(int of, long x) {
        if (ArrivalPlan.isVirtual(plan.channel[of])) {
            AliasTable edges = plan.edgePick[plan.merchantOfRow[of]];
            return edges == null ? 0 : edges.pick(x);
        }
        AliasTable sites = plan.sitePick[of];
        return plan.sitePosition[of] + (sites == null ? 0 : sites.pick(x));
    }

    private int place(int of, int picked) {
        return ArrivalPlan.isVirtual(plan.channel[of]) ? plan.virtualPlace[of] : picked;
    }

    /** The sort is stable and rows came by (merchant, row, visit, follow-up), so counting along it gives the rank. */
    private void number() {
        Arrays.fill(ranks, 0);
        long before = ((long) hour << ArrivalPlan.SEQUENCE_BITS) + 1;
        for (int i = 0; i < size; i++) {
            int slice = plan.sliceOfRow[row[order[i]]];
            int rank = ranks[slice]++;
            if (rank >= plan.sequenceRoom[slice]) {
                int merchant = plan.merchantOfRow[row[order[i]]];
                throw new IllegalStateException("more than " + rank + " arrivals in hour " + hour + " of merchant "
                        + Long.toUnsignedString(plan.merchants.merchantId(merchant)));
            }
            sequence[i] = before + plan.sequenceStart[slice] + rank;
        }
    }

    private void grow() {
        int rows = offset.length * 2;
        offset = Arrays.copyOf(offset, rows);
        row = Arrays.copyOf(row, rows);
        visitSlot = Arrays.copyOf(visitSlot, rows);
        pick = Arrays.copyOf(pick, rows);
        sequence = Arrays.copyOf(sequence, rows);
    }

    /** Rows of the hour. */
    public int size() {
        return size;
    }

    /**
     * Fills a slab from its start, up to its capacity or the end of the hour.
     *
     * @param from first row in total order
     * @param startHour t of bucket 0
     * @return first row that is left
     */
    public int fill(int from, int startHour, ArrivalSlab slab) {
        slab.size = 0;
        int next = from;
        while (next < size && !slab.isFull()) {
            fillRow(next++, startHour, slab, slab.addRow());
        }
        return next;
    }

    private void fillRow(int rank, int startHour, ArrivalSlab slab, int to) {
        int from = order[rank];
        int of = row[from];
        int merchant = plan.merchantOfRow[of];
        short zone = plan.zone[of];
        boolean virtual = ArrivalPlan.isVirtual(plan.channel[of]);
        slab.tsMicros[to] =
                (CivilTime.EPOCH_HOUR + hour) * Horizon.MICROS_PER_HOUR + Integer.toUnsignedLong(offset[from]);
        slab.merchantId[to] = plan.merchants.merchantId(merchant);
        slab.arrivalSeq[to] = sequence[rank];
        slab.merchantOrdinal[to] = merchant;
        slab.zoneOrdinal[to] = zone;
        slab.bucketIndex[to] = hour - startHour;
        slab.bucketCount[to] = placeCount[place(of, pick[from])];
        slab.zoneBucketCount[to] = zoneCounts[zone];
        slab.visitSlot[to] = visitSlot[from];
        slab.channelUpstream[to] = UPSTREAM[plan.channel[of]];
        slab.legalCountry[to] = plan.country[of];
        slab.countrySource[to] = COUNTRY_OF_ROW;
        slab.isVirtual[to] = virtual;
        slab.siteId[to] = virtual ? 0 : plan.merchants.siteId(plan.merchants.siteAt(pick[from]));
        slab.edgeId[to] = virtual ? plan.merchants.edgeId(merchant, pick[from]) : 0;
        slab.tzidPrimary[to] = zone;
        slab.tzidSettlement[to] = plan.homeZone[merchant];
        slab.tzidOperational[to] = virtual ? plan.homeZone[merchant] : -1;
    }
}
