package io.millrace.attach;

import io.millrace.contract.Channel;
import io.millrace.contract.VisitSource;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.random.Coin;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.random.Philox2x64;
import io.millrace.random.UnitInterval;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Visit of an arrival, and where the visit's party comes from: a regular of the place, a trip through the zone, or
 * nobody in particular. Any arrival computes this alone, so there is no state and no order.
 */
final class VisitLaw {
    private static final int CHANNELS = Channel.values().length;
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final long CELLS_LIMIT = 1L << 25;
    private static final int[] WINDOWS = {12, 6, 4, 3, 2, 1};
    private static final long LOYAL = 1L << 62;
    private static final long TRIP = 1L << 63;

    private final Draws draws;
    private final DrawLedger ledger;
    private final long[] tripQ;
    private final Coin[] loyal = new Coin[CHANNELS + 1];
    private final Coin[] loyalOrTrip = new Coin[CHANNELS + 1];
    private final long[] slotsQ = new long[CHANNELS + 1];
    private final int[] windowsMax = new int[CHANNELS + 1];
    /** Regulars per expected arrival per 1 000 days, as a reduced fraction. */
    private final long[] regularsOver = new long[CHANNELS + 1];

    private final long[] regularsUnder = new long[CHANNELS + 1];
    private final long regularsMin;
    private final long regularsMax;
    private final double rankFloor;
    private final long[] siteRate;
    private final long[] virtualRate;
    private final BlockDraws asked;

    /**
     * @param tripQ slots per expected zone arrival, in 2^-20; physical, remote
     * @param siteRate arrivals per 1 000 days by site
     * @param virtualRate arrivals per 1 000 days by merchant
     */
    VisitLaw(
            AttachmentPolicy.Visit policy,
            AttachSwitches switches,
            long[] tripQ,
            long[] siteRate,
            long[] virtualRate,
            Draws draws,
            DrawLedger ledger) {
        this.draws = draws;
        this.ledger = ledger;
        asked = new BlockDraws(draws, EntityAttacher.BLOCK_ROWS);
        this.tripQ = tripQ;
        this.siteRate = siteRate;
        this.virtualRate = virtualRate;
        regularsMin = policy.loyalCustomersMin();
        regularsMax = policy.loyalCustomersMax();
        rankFloor = policy.loyalRankFloor();
        for (Channel channel : Channel.values()) {
            int c = channel.code();
            BigDecimal pLoyal = policy.pLoyal().get(channel);
            BigDecimal pTrip = switches.trips() ? policy.pTrip().get(channel) : BigDecimal.ZERO;
            loyal[c] = Coin.of(pLoyal);
            loyalOrTrip[c] = Coin.of(pLoyal.add(pTrip));
            slotsQ[c] = (long)
                    StrictMath.rint(1024 / load(policy.meanArrivalsPerVisit().get(channel)));
            windowsMax[c] = policy.windowsPerHourMax().get(channel);
            BigDecimal perDay = policy.loyalArrivalsPerDay().get(channel);
            int scale = Math.max(Math.max(pLoyal.scale(), perDay.scale()), 0);
            BigInteger over = pLoyal.movePointRight(scale).toBigIntegerExact();
            BigInteger under = perDay.movePointRight(scale).toBigIntegerExact().multiply(BigInteger.valueOf(1000));
            BigInteger divisor = over.gcd(under);
            regularsOver[c] = over.divide(divisor).longValueExact();
            regularsUnder[c] = under.divide(divisor).longValueExact();
        }
    }

    /**
     * Load of a slot whose visits, where there are any, have this mean size: l / (1 - e^-l) = mean. Smaller than the
     * mean because slots may stay empty.
     */
    static double load(double mean) {
        double low = 1e-9;
        double high = 50;
        for (int i = 0; i < 200; i++) {
            double middle = (low + high) / 2;
            if (middle / -StrictMath.expm1(-middle) < mean) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The first {@code count} rows of a block. */
    void decide(AttachRow[] rows, int count) {
        asked.clear();
        for (int i = 0; i < count; i++) {
            AttachRow row = rows[i];
            decideVisit(row);
            ledger.count(Decision.VISIT_SOURCE);
            asked.ask(Decision.VISIT_SOURCE, row.visitHi, row.visitLo);
        }
        asked.make();
        for (int i = 0; i < count; i++) {
            decideSource(rows[i], asked.x0(i), asked.x1(i));
        }
    }

    private void decideVisit(AttachRow row) {
        row.placeCode = row.site >= 0 ? row.site + 1L : (1L << 31) + row.zone;
        row.visitHi = (long) row.merchant << 32 | row.hour;
        if (row.visitSlot >= 0) {
            row.visitLo = row.visitSlot;
        } else {
            if (cells(row.channel, row.bucketCount) >= CELLS_LIMIT) {
                throw Failures.outOfRange(row, "bucket_count", "must give fewer than 2^25 cells", row.bucketCount);
            }
            ledger.count(Decision.VISIT_SLOT);
            row.visitSlot = cell(
                    row.channel, row.bucketCount, row.offsetMicros, draws.x0(Decision.VISIT_SLOT, row.arrivalKey, 0));
            row.visitLo = (long) row.channel << 57 | row.placeCode << 25 | row.visitSlot;
        }
    }

    /** Cell of the place and hour: windows of the hour, so that arrivals of one visit are minutes apart. */
    int cell(int channel, int bucketCount, long offsetMicros, long x) {
        long cells = cells(channel, bucketCount);
        long windows = windows(channel, cells);
        long perWindow = ceilDiv(cells, windows);
        long window = offsetMicros * windows / HOUR_MICROS;
        return Math.toIntExact(window * perWindow + Philox2x64.umulh(x, perWindow));
    }

    long cells(int channel, int bucketCount) {
        return Math.max(1, ceilDiv(bucketCount * slotsQ[channel], 1024L));
    }

    long windows(int channel, long cells) {
        for (int windows : WINDOWS) {
            if (windows <= windowsMax[channel] && (windows == 1 || 2L * windows <= cells)) {
                return windows;
            }
        }
        throw new IllegalStateException("one window always fits");
    }

    long slotsQ(int channel) {
        return slotsQ[channel];
    }

    /** Length of the customer list of the row's place. */
    long regulars(AttachRow row) {
        long rate = row.site >= 0 ? siteRate[row.site] : virtualRate[row.merchant];
        long regulars = 1 + Math.multiplyExact(rate, regularsOver[row.channel]) / regularsUnder[row.channel];
        return Math.min(Math.max(regulars, regularsMin), regularsMax);
    }

    /** Rank of a regular: squares of an even share, from the floor up, so that low ranks come more often. */
    long rank(long regulars, long x) {
        double v = rankFloor + (1 - rankFloor) * UnitInterval.unit(x);
        double f = (v * v - rankFloor * rankFloor) * (1 / (1 - rankFloor * rankFloor));
        return Math.min(regulars - 1, (long) (regulars * f));
    }

    /** Trips through a zone in an hour with so many arrivals. */
    long trips(int zoneBucketCount, int mode) {
        return Math.max(1, ceilDiv(zoneBucketCount * tripQ[mode], 1L << 20));
    }

    private static long ceilDiv(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }

    private void decideSource(AttachRow row, long x0, long x1) {
        if (loyal[row.channel].success(x0)) {
            row.source = VisitSource.LOYAL;
            row.sourceHi = (long) row.merchant << 32 | row.placeCode;
            row.sourceLo = LOYAL | (long) row.country << 48 | (long) row.channel << 44 | rank(regulars(row), x1);
        } else if (loyalOrTrip[row.channel].success(x0)) {
            int mode = ChannelMode.of(row.channel).code();
            row.source = VisitSource.TRIP;
            row.sourceHi = (long) row.zone << 32 | row.hour;
            row.sourceLo = TRIP
                    | (long) row.country << 48
                    | (long) mode << 44
                    | Philox2x64.umulh(x1, trips(row.zoneBucketCount, mode));
        } else {
            row.source = VisitSource.FRESH;
            row.sourceHi = row.visitHi;
            row.sourceLo = row.visitLo;
        }
    }
}
