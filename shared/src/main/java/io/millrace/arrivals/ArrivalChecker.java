package io.millrace.arrivals;

import io.millrace.contract.ChannelUpstream;
import io.millrace.slab.ArrivalSlab;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;

/**
 * Looks at every arrival of a scenario on its way out, hour by hour, and counts what the checks need, beside what the
 * plan expects without its random factors. Hours of one tally come in their order. Belongs to one thread. World design
 * section 6.2.
 */
public final class ArrivalChecker {
    private static final int HOURS_PER_DAY = 24;
    private static final int HOURS_PER_WEEK = CivilTime.SLOTS;
    private static final int SEQUENCE_BITS = 22;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int CHANNEL_BITS = 3;
    /** Next to no hour of any scenario, so that the first hour of a part has none before it. */
    private static final int NO_HOUR = Integer.MIN_VALUE;

    private static final long MICROS_PER_MILLI = 1000;
    private static final int VISIT_MASK = (1 << ArrivalPlan.ROW_BITS) - 1;

    private final ArrivalPlan plan;
    private final PlannedHours planned;
    private final double meanMin;
    private final int weeksEnd;
    private final ZoneRules[] rules;
    /** By row: zone and channel code. */
    private final int[] traits;

    // By set of PlannedHours.
    private final byte[] classOfSet;
    private ArrivalTally tally;

    // Of the hour at hand.
    private int hour;
    private long startMicros;
    private final int[] slot;
    private final int[] day;
    private final boolean[] nearSwitch;
    // By zone: an instant and the first switch from there on, epoch seconds.
    private final long[] askedAt;
    private final long[] nextSwitch;
    private final long[] madeOfChannel = new long[ArrivalTally.CHANNELS];
    private final long[] madeOfClass = new long[ArrivalTally.CLASSES];
    private final long[] madeOfZone;
    private final double[] plannedOfClass = new double[ArrivalTally.CLASSES];
    private final double[] plannedOfChannel = new double[ArrivalTally.CHANNELS];
    private final HourVisits visits;
    private long lastMicros;
    private int lastMerchant;
    private int run;

    // Of the hour before.
    private final double[] residualBefore = new double[ArrivalTally.CLASSES];
    private int hourBefore;

    /**
     * @param startHour first t of the scenario
     * @param hours of the scenario
     */
    public ArrivalChecker(ArrivalPlan plan, int startHour, int hours) {
        this(plan, startHour, hours, plan.places.zoneTzids());
    }

    /** @param tzids by ordinal of zone_dim_5B: what the time zone database is asked about */
    ArrivalChecker(ArrivalPlan plan, int startHour, int hours, List<String> tzids) {
        this.plan = plan;
        planned = new PlannedHours(plan);
        meanMin = plan.policy().checks().dispersionMeanMin();
        weeksEnd = startHour + hours / HOURS_PER_WEEK * HOURS_PER_WEEK;
        int zones = plan.places.zones();
        rules = new ZoneRules[zones];
        for (int zone = 0; zone < zones; zone++) {
            rules[zone] = ZoneId.of(tzids.get(zone)).getRules();
        }
        visits = new HourVisits(plan.rows());
        traits = new int[plan.rows()];
        for (int row = 0; row < traits.length; row++) {
            int code = ChannelUpstream.valueOf(plan.channel(row).token()).code();
            traits[row] = traits(plan.zone(row), code);
        }
        classOfSet = new byte[planned.sets()];
        for (int set = 0; set < classOfSet.length; set++) {
            classOfSet[set] = (byte) planned.demandClass(set).ordinal();
        }
        slot = new int[zones];
        day = new int[zones];
        nearSwitch = new boolean[zones];
        askedAt = new long[zones];
        nextSwitch = new long[zones];
        Arrays.fill(askedAt, Long.MAX_VALUE);
        madeOfZone = new long[zones];
    }

    private static int traits(int zone, int channelCode) {
        return zone << CHANNEL_BITS | channelCode;
    }

    /** Begins a part of the scenario; what follows is counted into its tally. */
    public void begin(ArrivalTally into) {
        tally = into;
        hourBefore = NO_HOUR;
    }

    /** @param t hours since 2020-01-01T00Z */
    public void beginHour(int t) {
        hour = t;
        tally.totals().beginHour();
        startMicros = (CivilTime.EPOCH_HOUR + t) * Horizon.MICROS_PER_HOUR;
        Arrays.fill(madeOfChannel, 0);
        Arrays.fill(madeOfClass, 0);
        Arrays.fill(madeOfZone, 0);
        visits.clear();
        lastMerchant = -1;
        run = 0;
        for (int zone = 0; zone < slot.length; zone++) {
            slot[zone] = plan.time.slot(zone, t);
            day[zone] = plan.time.localDay(zone, t);
            civilTime(zone);
        }
    }

    /** The plan's local time against the time zone database, in the middle of the hour and at its switch. */
    private void civilTime(int zone) {
        long start = startMicros / MICROS_PER_SECOND;
        long length = Horizon.MICROS_PER_HOUR / MICROS_PER_SECOND;
        Instant middle = Instant.ofEpochSecond(start + length / 2);
        ZonedDateTime local = middle.atZone(rules[zone].getOffset(middle));
        int expected = (local.getDayOfWeek().getValue() - 1) * HOURS_PER_DAY + local.getHour();
        boolean holds =
                slot[zone] == expected && day[zone] == local.toLocalDate().toEpochDay();
        tally.zoneHours++;
        tally.wrongZoneHours += holds ? 0 : 1;
        long next = nextSwitch(zone, start - length);
        nearSwitch[zone] = next <= start + 2 * length;
        tally.switches += next >= start && next < start + length ? 1 : 0;
    }

    /** First switch at an instant or after, epoch seconds; the database is asked again only when that has passed. */
    private long nextSwitch(int zone, long second) {
        if (second < askedAt[zone] || second > nextSwitch[zone]) {
            ZoneOffsetTransition next = rules[zone].nextTransition(Instant.ofEpochSecond(second - 1));
            askedAt[zone] = second;
            nextSwitch[zone] = next == null ? Long.MAX_VALUE : next.toEpochSecond();
        }
        return nextSwitch[zone];
    }

    /** Counts rows of the hour, in their order. */
    public void add(ArrivalSlab rows) {
        tally.totals().add(rows, startMicros);
        for (int i = 0; i < rows.size; i++) {
            int merchant = rows.merchantOrdinal[i];
            long micros = rows.tsMicros[i];
            int visitSlot = rows.visitSlot[i];
            int row = plan.firstRow[merchant] + (visitSlot >>> ArrivalPlan.ROW_BITS);
            int zone = rows.zoneOrdinal[i];
            boolean isKnown = visitSlot >= 0 && row < plan.firstRow[merchant + 1];
            int expected = isKnown ? traits[row] : -1;
            if (expected != traits(zone, rows.channelUpstream[i]) || rows.tzidPrimary[i] != zone) {
                tally.unlikeTheirPlan++;
                continue;
            }
            tally.foreignSequences += ((rows.arrivalSeq[i] - 1) >>> SEQUENCE_BITS) == hour ? 0 : 1;
            run = micros == lastMicros && merchant == lastMerchant ? run + 1 : 0;
            tally.equalTimes += run;
            lastMicros = micros;
            lastMerchant = merchant;
            long since = Math.min(Math.max(0, micros - startMicros), Horizon.MICROS_PER_HOUR);
            visits.add(row, visitSlot & VISIT_MASK, (int) (since / MICROS_PER_MILLI));
            if (nearSwitch[zone]) {
                offset(zone, micros);
            }
        }
    }

    private void offset(int zone, long micros) {
        long second = Math.floorDiv(micros, MICROS_PER_SECOND);
        int expected = rules[zone].getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
        tally.rowsNearSwitches++;
        tally.wrongOffsets += plan.time.offsetSeconds(zone, second) == expected ? 0 : 1;
    }

    /**
     * Ends the hour: sets what was made against what was counted and expected.
     *
     * @param counted arrivals by zone
     */
    public void endHour(int[] counted) {
        tally.totals().endHour(counted);
        visits.end();
        Arrays.fill(plannedOfClass, 0);
        Arrays.fill(plannedOfChannel, 0);
        for (int set = 0; set < classOfSet.length; set++) {
            int zone = plan.places.zoneOf(planned.cell(set));
            double factor = planned.factor(set, slot[zone], day[zone]);
            double expected = planned.weekly(set) * factor;
            plannedOfClass[classOfSet[set]] += expected;
            plannedOfChannel[planned.channel(set)] += expected;
            disperse(set, factor);
        }
        sum();
        visits.count(plan.channel, tally);
        for (int channel = 0; channel < plannedOfChannel.length; channel++) {
            tally.madeByChannel[channel] += madeOfChannel[channel];
            tally.plannedByChannel[channel] += ArrivalTally.units(plannedOfChannel[channel]);
        }
        for (int demandClass = 0; demandClass < plannedOfClass.length; demandClass++) {
            tally.madeByClass[demandClass] += madeOfClass[demandClass];
            tally.plannedByClass[demandClass] += ArrivalTally.units(plannedOfClass[demandClass]);
            remember(demandClass);
        }
        if (hour < weeksEnd) {
            for (int zone = 0; zone < slot.length; zone++) {
                tally.slots[slot[zone]] += madeOfZone[zone];
            }
        }
        hourBefore = hour;
    }

    /** What was made of every row, added up. */
    private void sum() {
        for (int merchant = 0; merchant < plan.slices.length; merchant++) {
            long ofMerchant = 0;
            for (int row = plan.firstRow[merchant]; row < plan.firstRow[merchant + 1]; row++) {
                int made = visits.made(row);
                if (made > 0) {
                    ofMerchant += made;
                    madeOfChannel[plan.channel[row]] += made;
                    madeOfClass[plan.demandClass[row]] += made;
                    madeOfZone[plan.zone(row)] += made;
                }
            }
            tally.pairs += ofMerchant * (ofMerchant - 1) / 2;
        }
    }

    /** Rows of a set come from the largest down. */
    private void disperse(int set, double factor) {
        double root = Math.sqrt(factor);
        for (int position = planned.firstRow(set); position < planned.firstRow(set + 1); position++) {
            double expected = planned.rowWeekly(position) * factor;
            if (!(expected > meanMin)) {
                return;
            }
            double residual = (visits.made(planned.row(position)) - expected) * planned.overRoot(position) / root;
            tally.cells++;
            tally.residuals += ArrivalTally.units(residual);
            tally.residualSquares += ArrivalTally.units(residual * residual);
        }
    }

    private void remember(int demandClass) {
        double expected = plannedOfClass[demandClass];
        double residual = expected > meanMin ? (madeOfClass[demandClass] - expected) / Math.sqrt(expected) : Double.NaN;
        double before = residualBefore[demandClass];
        if (hourBefore == hour - 1 && !Double.isNaN(residual) && !Double.isNaN(before)) {
            tally.lagPairs[demandClass]++;
            tally.lagProducts[demandClass] += ArrivalTally.units(residual * before);
            tally.lagSquaresBefore[demandClass] += ArrivalTally.units(before * before);
            tally.lagSquaresAfter[demandClass] += ArrivalTally.units(residual * residual);
        }
        residualBefore[demandClass] = residual;
    }
}
