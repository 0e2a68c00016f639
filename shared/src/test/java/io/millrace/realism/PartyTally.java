package io.millrace.realism;

import io.millrace.contract.BoundaryRule;
import io.millrace.contract.Channel;
import io.millrace.contract.VisitSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Metrics of arrival rows, party by party. */
final class PartyTally {
    private static final long FOLLOWED_MICROS = 600_000_000L;
    private static final long TWO_HOURS_MICROS = 7_200_000_000L;
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final long LAST_DAYS_MICROS = StreamWorld.END_MICROS - 30L * 86_400_000_000L;
    private static final int CHANNELS = Channel.values().length + 1;
    private static final int BURST_ARRIVALS_MIN = 10;
    private static final int LOYAL_ARRIVALS_MIN = 20;

    private final StreamRows rows;
    private final int[] partyStart;
    private final int[] byParty;

    final long[] arrivals = new long[CHANNELS];
    final long[] followed = new long[CHANNELS];
    final long[] crossBorder = new long[CHANNELS];
    /** Sum over parties of squared surplus of cross-border rows; a regular from abroad comes again and again. */
    private final double[] crossBorderVariance = new double[CHANNELS];

    private final long[] continued = new long[3];
    private final long[] byRule = new long[BoundaryRule.values().length + 1];
    private final long[] repeats = new long[VisitSource.values().length + 1];
    private final long[] visits = new long[VisitSource.values().length + 1];
    private long tillPairsAbroad;
    private long tillSessions;
    private long tillSessionsOfSeveral;
    private long chancePairs;
    private long chancePairsOtherDevice;
    private long samePartyDevice;
    private long partyDevicePairs;
    private long visitPairs;
    private long visitPairsSameInstrument;
    private long visitPairsOtherEndpoint;
    private double[] gaps = new double[1024];
    private int gapCount;
    private final double[] burstiness;
    private final double[] memory;
    private final double[] loyalty;
    private int burstParties;
    private int loyalParties;
    private long[] activity;

    PartyTally(StreamRows rows, int parties) {
        this.rows = rows;
        partyStart = rows.partyStart(parties);
        byParty = rows.byParty(partyStart);
        burstiness = new double[parties];
        memory = new double[parties];
        loyalty = new double[parties];
        for (int party = 0; party < parties; party++) {
            if (partyStart[party] < partyStart[party + 1]) {
                addParty(partyStart[party], partyStart[party + 1]);
            }
        }
        activity = activity(parties);
    }

    private void addParty(int start, int end) {
        addSurplus(start, end);
        addTillSessions(start, end);
        Set<Long> merchants = new HashSet<>();
        int lastTill = -1;
        for (int at = start; at < end; at++) {
            int row = byParty[at];
            int channel = rows.channel[row];
            arrivals[channel]++;
            byRule[rows.rule[row]]++;
            crossBorder[channel] += rows.saleCountry[row] != rows.partyCountry[row] ? 1 : 0;
            followed[channel] += isFollowed(at, end) ? 1 : 0;
            if (at > start) {
                addPair(byParty[at - 1], row);
            }
            if (MerchantGroup.isPhysical(Channel.ofCode(channel))) {
                addTills(lastTill, row);
                lastTill = row;
            }
            if (isFirstOfVisit(start, at)) {
                boolean known = !merchants.add(rows.merchantId[row]);
                if (rows.tsMicros[row] >= LAST_DAYS_MICROS) {
                    visits[rows.visitSource[row]]++;
                    repeats[rows.visitSource[row]] += known ? 1 : 0;
                }
            }
        }
        addRhythm(start, end);
        addLoyalty(start, end);
    }

    private void addSurplus(int start, int end) {
        double[] surplus = new double[CHANNELS];
        for (int at = start; at < end; at++) {
            int row = byParty[at];
            int abroad = rows.saleCountry[row] != rows.partyCountry[row] ? 1 : 0;
            surplus[rows.channel[row]] += abroad - abroadShare(rows.channel[row]);
        }
        for (int channel = 0; channel < CHANNELS; channel++) {
            crossBorderVariance[channel] += surplus[channel] * surplus[channel];
        }
    }

    /** 1 - p_home. */
    private static double abroadShare(int channel) {
        return switch (Channel.ofCode(channel)) {
            case ECOM -> .12;
            case POS, BANK_RAIL -> .04;
            case ATM -> .03;
            case HYBRID -> .08;
        };
    }

    private void addTillSessions(int start, int end) {
        Set<Long> merchants = new HashSet<>();
        boolean till = false;
        for (int at = start; at < end; at++) {
            int row = byParty[at];
            if (rows.sessionSeq[row] == 0) {
                merchants.clear();
                till = false;
            }
            merchants.add(rows.merchantId[row]);
            till |= rows.channel[row] == Channel.POS.code();
            boolean last = at + 1 == end || rows.sessionSeq[byParty[at + 1]] == 0;
            if (last && till) {
                tillSessions++;
                tillSessionsOfSeveral += merchants.size() > 1 ? 1 : 0;
            }
        }
    }

    private boolean isFollowed(int at, int end) {
        int row = byParty[at];
        for (int next = at + 1; next < end; next++) {
            if (rows.tsMicros[byParty[next]] - rows.tsMicros[row] > FOLLOWED_MICROS) {
                return false;
            }
            if (rows.visit[byParty[next]] == rows.visit[row]) {
                return true;
            }
        }
        return false;
    }

    private boolean isFirstOfVisit(int start, int at) {
        int row = byParty[at];
        long hour = rows.tsMicros[row] / HOUR_MICROS;
        for (int before = at - 1; before >= start; before--) {
            int other = byParty[before];
            if (rows.tsMicros[other] / HOUR_MICROS != hour) {
                return true;
            }
            if (rows.visit[other] == rows.visit[row]) {
                return false;
            }
        }
        return true;
    }

    private void addPair(int before, int row) {
        boolean sameVisit = rows.visit[before] == rows.visit[row];
        if (sameVisit) {
            visitPairs++;
            visitPairsSameInstrument += rows.instrument[before] == rows.instrument[row] ? 1 : 0;
            visitPairsOtherEndpoint +=
                    rows.device[before] != rows.device[row] || rows.ip[before] != rows.ip[row] ? 1 : 0;
        }
        if (rows.sessionSeq[row] == 0) {
            return;
        }
        boolean sameTrip = rows.visitSource[before] == VisitSource.TRIP.code()
                && rows.visitSource[row] == VisitSource.TRIP.code()
                && rows.tripPlace[before] == rows.tripPlace[row];
        continued[sameVisit ? 0 : sameTrip ? 1 : 2]++;
        if (gapCount == gaps.length) {
            gaps = Arrays.copyOf(gaps, 2 * gapCount);
        }
        gaps[gapCount++] = rows.gapMicros[row] / 1e6;
        if (!rows.terminal[before] && !rows.terminal[row]) {
            partyDevicePairs++;
            samePartyDevice += rows.device[before] == rows.device[row] ? 1 : 0;
            if (!sameVisit && !sameTrip) {
                chancePairs++;
                chancePairsOtherDevice += rows.device[before] == rows.device[row] ? 0 : 1;
            }
        }
    }

    private void addTills(int before, int row) {
        if (before >= 0 && rows.tsMicros[row] - rows.tsMicros[before] <= TWO_HOURS_MICROS) {
            tillPairsAbroad += rows.saleCountry[before] != rows.saleCountry[row] ? 1 : 0;
        }
    }

    private void addRhythm(int start, int end) {
        int count = end - start;
        if (count < BURST_ARRIVALS_MIN) {
            return;
        }
        double[] gap = new double[count - 1];
        double[] log = new double[count - 1];
        for (int i = 0; i < gap.length; i++) {
            gap[i] = rows.tsMicros[byParty[start + i + 1]] - rows.tsMicros[byParty[start + i]] + 1.0;
            log[i] = StrictMath.log(gap[i]);
        }
        double mean = Arrays.stream(gap).average().orElseThrow();
        double variance = Arrays.stream(gap).map(g -> (g - mean) * (g - mean)).sum() / (gap.length - 1);
        double deviation = StrictMath.sqrt(variance);
        burstiness[burstParties] = (deviation - mean) / (deviation + mean);
        memory[burstParties++] = lagCorrelation(log);
    }

    private static double lagCorrelation(double[] x) {
        int n = x.length - 1;
        double meanA = Arrays.stream(x, 0, n).average().orElseThrow();
        double meanB = Arrays.stream(x, 1, n + 1).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < n; i++) {
            ab += (x[i] - meanA) * (x[i + 1] - meanB);
            aa += (x[i] - meanA) * (x[i] - meanA);
            bb += (x[i + 1] - meanB) * (x[i + 1] - meanB);
        }
        return aa * bb == 0 ? 0 : ab / StrictMath.sqrt(aa * bb);
    }

    private void addLoyalty(int start, int end) {
        if (end - start < LOYAL_ARRIVALS_MIN) {
            return;
        }
        Map<Long, Integer> byMerchant = new HashMap<>();
        for (int at = start; at < end; at++) {
            byMerchant.merge(rows.merchantId[byParty[at]], 1, Integer::sum);
        }
        int top = byMerchant.values().stream().max(Integer::compare).orElseThrow();
        loyalty[loyalParties++] = (double) top / (end - start);
    }

    /** Arrivals of every party seen, ascending. */
    private long[] activity(int parties) {
        long[] found = new long[parties];
        int seen = 0;
        for (int party = 0; party < parties; party++) {
            int count = partyStart[party + 1] - partyStart[party];
            if (count > 0) {
                found[seen++] = count;
            }
        }
        long[] activity = Arrays.copyOf(found, seen);
        Arrays.sort(activity);
        return activity;
    }

    /** Seconds. */
    double gapQuantile(double u) {
        double[] sorted = Arrays.copyOf(gaps, gapCount);
        Arrays.sort(sorted);
        return sorted[(int) (u * gapCount)];
    }

    double continuedBy(int what) {
        return continued[what] / (double) Arrays.stream(continued).sum();
    }

    double ambiguousGaps() {
        return (rule(BoundaryRule.DRAW_BREAK) + rule(BoundaryRule.DRAW_CONTINUE)) / (double) rows.size;
    }

    double broken() {
        return rule(BoundaryRule.DRAW_BREAK)
                / (double) (rule(BoundaryRule.DRAW_BREAK) + rule(BoundaryRule.DRAW_CONTINUE));
    }

    private long rule(BoundaryRule rule) {
        return byRule[rule.code()];
    }

    double followed(Channel channel) {
        return followed[channel.code()] / (double) arrivals[channel.code()];
    }

    double crossBorder(Channel channel) {
        return crossBorder[channel.code()] / (double) arrivals[channel.code()];
    }

    /** Standard error of {@link #crossBorder}, parties drawn as wholes. */
    double crossBorderError(Channel channel) {
        return StrictMath.sqrt(crossBorderVariance[channel.code()]) / arrivals[channel.code()];
    }

    /** Share of sessions with an arrival at a till that see two merchants or more. */
    double tillTrips() {
        return (double) tillSessionsOfSeveral / tillSessions;
    }

    /** Share of neighbours by chance, both with a device of the party, that use another one. */
    double otherDeviceByChance() {
        return (double) chancePairsOtherDevice / chancePairs;
    }

    double crossBorderOfCards() {
        long abroad = 0;
        long all = 0;
        for (Channel channel : new Channel[] {Channel.ECOM, Channel.POS, Channel.ATM}) {
            abroad += crossBorder[channel.code()];
            all += arrivals[channel.code()];
        }
        return (double) abroad / all;
    }

    /** Pairs of neighbouring till payments in two countries within two hours, per thousand till payments. */
    double twoCountriesPerThousand() {
        long tills = arrivals[Channel.POS.code()] + arrivals[Channel.ATM.code()];
        return 1000.0 * tillPairsAbroad / tills;
    }

    double samePartyDevice() {
        return (double) samePartyDevice / partyDevicePairs;
    }

    double sameInstrumentInVisit() {
        return (double) visitPairsSameInstrument / visitPairs;
    }

    /** Neighbours of one visit with another device or IP. */
    long otherEndpointInVisit() {
        return visitPairsOtherEndpoint;
    }

    double repeat(VisitSource source) {
        return repeats[source.code()] / (double) visits[source.code()];
    }

    double repeat() {
        return Arrays.stream(repeats).sum() / (double) Arrays.stream(visits).sum();
    }

    double burstiness() {
        return median(burstiness, burstParties);
    }

    double memory() {
        return median(memory, burstParties);
    }

    double loyalty() {
        return median(loyalty, loyalParties);
    }

    private static double median(double[] values, int count) {
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[count / 2];
    }

    int partiesSeen() {
        return activity.length;
    }

    double gini() {
        double weighted = 0;
        double sum = 0;
        for (int i = 0; i < activity.length; i++) {
            weighted += (2.0 * (i + 1) - activity.length - 1) * activity[i];
            sum += activity[i];
        }
        return weighted / (activity.length * sum);
    }

    /** Share of arrivals of the most active hundredth of the parties seen. */
    double topHundredth() {
        int from = activity.length - activity.length / 100;
        return Arrays.stream(activity, from, activity.length).sum() / (double) rows.size;
    }
}
