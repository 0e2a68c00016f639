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
    private static final int SEQUENCE_BITS = 22;
    private static final int ROW_BITS = ArrivalPlan.ROW_BITS;
    private static final int FOLLOW_UP_BITS = 4;
    private static final int ROWS_START = 4096;
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
    private final long[] lanes = new long[2];
    private final HourSort sort = new HourSort();
    /** By place of the merchant at hand: its sites, then zones. All 0 between merchants. */
    private final int[] placeCount;

    // The hour, in order of (merchant, row, visit, follow-up).
    private int size;
    private int[] offset = new int[ROWS_START];
    private int[] row = new int[ROWS_START];
    private int[] merchant = new int[ROWS_START];
    private int[] rank = new int[ROWS_START];
    private int[] visitSlot = new int[ROWS_START];
    /** Position of the site, or number of the edge. */
    private int[] pick = new int[ROWS_START];

    private int[] bucketCount = new int[ROWS_START];
    private long[] sequence = new long[ROWS_START];

    private int hour = -1;
    private int[] order = new int[0];
    private int[] ranks = new int[0];
    private int[] zoneCounts = new int[0];

    /** @param counts may be shared with other makers of the plan */
    public ArrivalMaker(ArrivalPlan plan, HourCounts counts) {
        this.plan = plan;
        this.counts = counts;
        intensity = new HourIntensity(plan);
        visitKey = plan.draws.key(Decision.VISIT);
        times = new VisitTimes(
                plan.draws.key(Decision.HEAD), plan.draws.key(Decision.TILT), plan.draws.key(Decision.GAP));
        int sitesMax = 0;
        for (int of = 0; of < plan.merchants.merchants(); of++) {
            sitesMax = Math.max(sitesMax, plan.merchants.siteCount(of));
        }
        placeCount = new int[sitesMax + plan.places.zones()];
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
        for (int unit = 0; unit < units.size(); unit++) {
            makeMerchant(units.merchant[unit], units.slices[unit], units.firstRank[unit]);
        }
        order = sort.order(offset, size);
        number(units.ranks);
        zoneCounts = size == 0 ? new int[0] : counts.zones(t);
        return size;
    }

    private void makeMerchant(int of, long owned, int firstRank) {
        intensity.at(of);
        int from = size;
        int first = plan.firstRow[of];
        int slices = plan.slices[of];
        for (int at = first; at < plan.firstRow[of + 1]; at++) {
            int slice = (at - first) & (slices - 1);
            boolean isOwned = ((owned >>> slice) & 1) != 0;
            int visits = intensity.visits(at, intensity.meanVisits(at));
            if (isOwned && intensity.chunks > 0) {
                ledger.count(Decision.COUNT);
                ledger.count(Decision.CHUNK, intensity.chunks / 2);
            }
            if (visits > 0) {
                if (isOwned) {
                    makeRow(of, at, slice, slices, visits, firstRank + slice);
                } else {
                    countRow(of, at, visits);
                }
            }
        }
        if (size > from || slices > 1) {
            for (int i = from; i < size; i++) {
                bucketCount[i] = placeCount[place(of, row[i], pick[i])];
            }
            clear(of, from, slices);
        }
    }

    private void clear(int of, int from, int slices) {
        if (slices > 1) {
            // Slices of others have counted places that no own row names.
            Arrays.fill(placeCount, 0);
            return;
        }
        for (int i = from; i < size; i++) {
            placeCount[place(of, row[i], pick[i])] = 0;
        }
    }

    private int place(int of, int at, int picked) {
        return ArrivalPlan.isVirtual(plan.channel[at])
                ? plan.merchants.siteCount(of) + plan.zone(at)
                : picked - plan.firstSite[of];
    }

    private void makeRow(int of, int at, int slice, int slices, int visits, int rankOfSlice) {
        long rowKey = plan.rowKey(of, at);
        int slot = (at - plan.firstRow[of]) << ROW_BITS;
        long[] cuts = plan.sizeCuts[plan.sizeLaw[at]];
        long counter = (long) hour << ROW_BITS;
        long length = Horizon.MICROS_PER_HOUR / slices;
        long start = slice * length;
        long[] gaps = plan.gapKnots[plan.channel[at]];
        long tilt = intensity.tiltCut(at);
        long tilted = times.tilted;
        int before = size;
        for (int visit = 0; visit < visits; visit++) {
            Philox2x64.block(visitKey, rowKey, counter + visit, lanes);
            int arrivals = VisitLaw.size(cuts, lanes[0]);
            int picked = pick(of, at, lanes[1]);
            placeCount[place(of, at, picked)] += arrivals;
            if (size + arrivals > offset.length) {
                grow();
            }
            long micros = times.head(rowKey, counter + visit, tilt, length);
            for (int followUp = 0; followUp < arrivals; followUp++) {
                if (followUp > 0) {
                    micros = times.next(rowKey, ((counter + visit) << FOLLOW_UP_BITS) + followUp, gaps, micros, length);
                }
                offset[size] = (int) (start + micros);
                row[size] = at;
                merchant[size] = of;
                rank[size] = rankOfSlice;
                visitSlot[size] = slot + visit;
                pick[size++] = picked;
            }
        }
        ledger.count(Decision.VISIT, visits);
        ledger.count(Decision.HEAD, visits);
        ledger.count(Decision.TILT, times.tilted - tilted);
        ledger.count(Decision.GAP, size - before - visits);
    }

    private void countRow(int of, int at, int visits) {
        long rowKey = plan.rowKey(of, at);
        long[] cuts = plan.sizeCuts[plan.sizeLaw[at]];
        for (int visit = 0; visit < visits; visit++) {
            Philox2x64.block(visitKey, rowKey, ((long) hour << ROW_BITS) + visit, lanes);
            placeCount[place(of, at, pick(of, at, lanes[1]))] += VisitLaw.size(cuts, lanes[0]);
        }
    }

    private int pick(int of, int at, long x) {
        if (ArrivalPlan.isVirtual(plan.channel[at])) {
            AliasTable edges = plan.edgePick[of];
            return edges == null ? 0 : edges.pick(x);
        }
        AliasTable sites = plan.sitePick[at];
        return plan.sitePosition[at] + (sites == null ? 0 : sites.pick(x));
    }

    /** The sort is stable and rows came by (merchant, row, visit, follow-up), so counting along it gives the rank. */
    private void number(int rankCount) {
        if (ranks.length < rankCount) {
            ranks = new int[rankCount];
        }
        Arrays.fill(ranks, 0, rankCount, 0);
        for (int i = 0; i < size; i++) {
            int at = order[i];
            int of = merchant[at];
            int slices = plan.slices[of];
            int room = (1 << SEQUENCE_BITS) / slices;
            int slice = (row[at] - plan.firstRow[of]) & (slices - 1);
            int place = ranks[rank[at]]++;
            if (place >= room) {
                throw new IllegalStateException("more than " + room + " arrivals in hour " + hour + " of merchant "
                        + Long.toUnsignedString(plan.merchants.merchantId(of)));
            }
            sequence[at] = ((long) hour << SEQUENCE_BITS) + (long) slice * room + place + 1;
        }
    }

    private void grow() {
        int rows = offset.length * 2;
        offset = Arrays.copyOf(offset, rows);
        row = Arrays.copyOf(row, rows);
        merchant = Arrays.copyOf(merchant, rows);
        rank = Arrays.copyOf(rank, rows);
        visitSlot = Arrays.copyOf(visitSlot, rows);
        pick = Arrays.copyOf(pick, rows);
        bucketCount = Arrays.copyOf(bucketCount, rows);
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
            fillRow(order[next++], startHour, slab, slab.addRow());
        }
        return next;
    }

    private void fillRow(int from, int startHour, ArrivalSlab slab, int to) {
        int at = row[from];
        int of = merchant[from];
        int zone = plan.zone(at);
        boolean virtual = ArrivalPlan.isVirtual(plan.channel[at]);
        short home = (short) plan.places.zoneOf(plan.merchants.homeCell(of));
        slab.tsMicros[to] =
                (CivilTime.EPOCH_HOUR + hour) * Horizon.MICROS_PER_HOUR + Integer.toUnsignedLong(offset[from]);
        slab.merchantId[to] = plan.merchants.merchantId(of);
        slab.arrivalSeq[to] = sequence[from];
        slab.merchantOrdinal[to] = of;
        slab.zoneOrdinal[to] = zone;
        slab.bucketIndex[to] = hour - startHour;
        slab.bucketCount[to] = bucketCount[from];
        slab.zoneBucketCount[to] = zoneCounts[zone];
        slab.visitSlot[to] = visitSlot[from];
        slab.channelUpstream[to] = UPSTREAM[plan.channel[at]];
        slab.legalCountry[to] = plan.places.iso(plan.places.countryOf(plan.cell[at]));
        slab.countrySource[to] = COUNTRY_OF_ROW;
        slab.isVirtual[to] = virtual;
        slab.siteId[to] = virtual ? 0 : plan.merchants.siteId(plan.merchants.siteAt(pick[from]));
        slab.edgeId[to] = virtual ? plan.merchants.edgeId(of, pick[from]) : 0;
        slab.tzidPrimary[to] = (short) zone;
        slab.tzidSettlement[to] = home;
        slab.tzidOperational[to] = virtual ? home : -1;
    }
}
