package io.millrace.realism;

import io.millrace.contract.Channel;
import io.millrace.contract.Iso;
import io.millrace.contract.PriceClass;
import io.millrace.contract.ReasonCode;
import io.millrace.contract.StepUpResult;
import io.millrace.flows.AmountLaw;
import io.millrace.flows.Money;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.slab.Columns;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionedSlab;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Branches of a stream's flows against the laws of the flows design, written down here a second time: every branch is
 * compared with the sum of its chances over the very rows that took it, so the mix of the world does not matter. The
 * amount quantile and the strain of an account stand on no row; they are drawn again, as keyed draws allow.
 */
final class FlowTally {
    private static final int CHANNELS = Channel.values().length + 1;
    private static final int BANDS = 4;
    private static final double[] BAND_END = {.5, .9, .99, 1};
    private static final int CLEARED = 1;
    private static final int REFUNDED = 2;
    private static final int VOIDED = 3;
    private static final int EXPIRED = 4;

    /** First instant from which an event of this age may lie behind the horizon. */
    private static final long CLEARING_LIMIT = StreamWorld.END_MICROS - 10L * 86_400_000_000L;

    private static final long REFUND_LIMIT = StreamWorld.END_MICROS - 65L * 86_400_000_000L;

    /** Knots of h and g: chance of a challenge and of a decline by amount quantile. */
    private static final double[] KNOTS = {0, .5, .9, .99, 1};

    private static final double[] CHALLENGE_BY_Q = {.52, .85, 1.5, 2.0, 2.2};
    private static final double[] DECLINE_BY_Q = {.68, .83, 1.27, 2.5, 4.0};

    private static final Set<String> SCA = Set.of("DE", "GB");
    private static final Map<String, double[]> RETRY = Map.of(
            "FUNDS", new double[] {.80, .92, .65, .12},
            "ISSUER", new double[] {.85, .92, .55, .10},
            "TECHNICAL", new double[] {.92, .92, .15, .08},
            "FIXABLE", new double[] {.80, .90, .25, .10},
            "HARD", new double[] {.25, .85, .90, .12});

    private final AmountLaw amounts;
    private final Draws draws;
    private final Set<Integer> sca = new HashSet<>();
    private final Money money = new Money();
    private final long[] lanes = new long[2];
    private final Map<Long, Decline> lastDecline = new HashMap<>();
    private final Map<String, Branch> branches = new HashMap<>();
    private final Map<String, Times> times = new HashMap<>();
    private final Set<Long> accounts = new HashSet<>();

    long[] flows = new long[CHANNELS];
    long[] declined = new long[CHANNELS];
    long firstDeclines;
    long retriedDeclines;
    long retryCandidates;
    long candidatesOnRows;

    FlowTally(AmountLaw amounts, Draws draws) {
        this.amounts = amounts;
        this.draws = draws;
        SCA.forEach(country -> sca.add(Iso.pack(country)));
    }

    void add(SessionedSlab arrivals, FlowSlab anchors, OutcomeSlab outcomes) {
        for (int row = 0; row < anchors.size; row++) {
            addFlow(arrivals, anchors, outcomes, row);
        }
    }

    private void addFlow(SessionedSlab arrivals, FlowSlab anchors, OutcomeSlab outcomes, int row) {
        Channel channel = Channel.ofCode(anchors.channel[row]);
        int template = outcomes.template[row];
        StepUpResult challenge = planned(template);
        boolean isDecline = template % 5 == 0 || template > 10;
        flows[channel.code()]++;
        declined[channel.code()] += isDecline ? 1 : 0;
        Decline before = lastDecline.get(anchors.sessionId[row]);
        Retry rule = retry(before, anchors, row, channel);
        retryCandidates += rule == null ? 0 : 1;
        candidatesOnRows += anchors.retryCandidate[row] ? 1 : 0;
        boolean isRetry = anchors.attemptIndex[row] > 0;
        if (rule != null) {
            branch("retried", channel).add(rule.chance, isRetry);
            if (isRetry && before.attempt == 0) {
                retriedDeclines++;
            }
        }
        double q = isRetry ? before.q : quantile(arrivals, anchors, row);
        String band = " q" + band(q);
        double challengeChance = challengeChance(channel, anchors, row, q);
        if (channel != Channel.ATM) {
            branch("challenged", channel).add(challengeChance, challenge != StepUpResult.NONE);
            branch("challenged" + band, channel).add(challengeChance, challenge != StepUpResult.NONE);
        }
        if (challenge != StepUpResult.NONE) {
            branch("failed", channel).add(failed(channel), challenge == StepUpResult.FAILED);
            branch("abandoned", channel).add(abandoned(channel), challenge == StepUpResult.ABANDONED);
        }
        if (template <= 10) {
            double chance = declineChance(channel, anchors, row, q, challenge != StepUpResult.NONE);
            if (isRetry) {
                chance = Math.max(chance, rule.declineFloor);
            }
            branch("declined", channel).add(chance, isDecline);
            branch("declined" + band, channel).add(chance, isDecline);
            branch(isRetry ? "declined again" : "declined first", channel).add(chance, isDecline);
            branch(anchors.crossBorder[row] ? "declined abroad" : "declined at home", channel)
                    .add(chance, isDecline);
            if (isDecline && outcomes.reasonCode[row] != 0) {
                addReason(channel, outcomes.reasonCode[row]);
            }
        }
        if (!isDecline) {
            addEnding(channel, anchors, row, template, q);
        }
        addTimes(channel, anchors, outcomes, row, template);
        remember(anchors, outcomes, row, channel, isDecline, q);
        firstDeclines += isDecline && !isRetry ? 1 : 0;
    }

    private static StepUpResult planned(int template) {
        if (template <= 5) {
            return StepUpResult.NONE;
        }
        return template <= 10 ? StepUpResult.PASSED : template == 11 ? StepUpResult.FAILED : StepUpResult.ABANDONED;
    }

    /** Null unless the session's latest decline can be gone on with. */
    private static Retry retry(Decline before, FlowSlab anchors, int row, Channel channel) {
        if (before == null
                || before.merchantId != anchors.merchantId[row]
                || before.channel != channel
                || before.attempt + 1 >= (channel == Channel.BANK_RAIL ? 3 : 4)) {
            return null;
        }
        double gap = (anchors.tsMicros[row] - before.responseMicros) / 1e6;
        double window =
                channel == Channel.POS ? 300 : channel == Channel.ATM ? 600 : channel == Channel.ECOM ? 900 : 1800;
        if (gap < (channel == Channel.ATM ? 5 : 1) || gap > window) {
            return null;
        }
        double[] law = RETRY.get(reasonClass(before.reason));
        int other = before.instrumentId == anchors.instrumentId[row] ? 0 : 1;
        double late = gap <= 120 ? 1 : 1 - .6 * (gap - 120) / (window - 120);
        return new Retry(law[other] * late, law[2 + other]);
    }

    private static String reasonClass(ReasonCode reason) {
        return switch (reason) {
            case C51, C61, C65, AM04, AM14 -> "FUNDS";
            case C05, MS03 -> "ISSUER";
            case C91, C96, AB05 -> "TECHNICAL";
            case C14, C54, C55, C82, AC01, S1, S2 -> "FIXABLE";
            case C41, C43, C57, C59, C62, AC04, RR04 -> "HARD";
        };
    }

    private double quantile(SessionedSlab arrivals, FlowSlab anchors, int row) {
        draws.block(Decision.AMOUNT, anchors.flowId[row], 0, lanes);
        amounts.authorise(
                lanes[0],
                lanes[1],
                anchors.channel[row],
                arrivals.merchantOrdinal[row],
                arrivals.partySegment[row],
                anchors.crossBorder[row],
                anchors.saleCountry[row],
                money);
        return money.q;
    }

    private static int band(double q) {
        int band = 0;
        while (q >= BAND_END[band] && band < BANDS - 1) {
            band++;
        }
        return band;
    }

    private static double curve(double[] values, double q) {
        int knot = 1;
        while (q > KNOTS[knot]) {
            knot++;
        }
        double part = (q - KNOTS[knot - 1]) / (KNOTS[knot] - KNOTS[knot - 1]);
        return values[knot - 1] + part * (values[knot] - values[knot - 1]);
    }

    private double challengeChance(Channel channel, FlowSlab anchors, int row, double q) {
        boolean inside = sca.contains((int) anchors.saleCountry[row]) && sca.contains((int) anchors.partyCountry[row]);
        double base =
                switch (channel) {
                    case ECOM -> inside ? .160 : .035;
                    case HYBRID -> inside ? .100 : .020;
                    case POS -> inside ? .015 : .004;
                    case BANK_RAIL -> inside ? .500 : .200;
                    case ATM -> 0;
                };
        double abroad =
                switch (channel) {
                    case ECOM, HYBRID -> 1.4;
                    case POS -> 1.2;
                    case BANK_RAIL -> 1.3;
                    case ATM -> 1;
                };
        double again = anchors.attemptIndex[row] > 0 ? 1.5 : 1;
        return Math.min(.95, base * curve(CHALLENGE_BY_Q, q) * (anchors.crossBorder[row] ? abroad : 1) * again);
    }

    private static double failed(Channel channel) {
        return channel == Channel.POS ? .025 : channel == Channel.BANK_RAIL ? .010 : .050;
    }

    private static double abandoned(Channel channel) {
        return channel == Channel.POS ? .010 : channel == Channel.BANK_RAIL ? .020 : .090;
    }

    private double declineChance(Channel channel, FlowSlab anchors, int row, double q, boolean challenged) {
        draws.block(Decision.ACCOUNT_STRAIN, anchors.accountId[row], 0, lanes);
        boolean strained = (lanes[0] >>> 1) * 0x1p-63 < .15;
        if (accounts.add(anchors.accountId[row])) {
            branch("strained accounts", Channel.POS).add(.15, strained);
        }
        double base =
                switch (channel) {
                    case ECOM -> .095;
                    case HYBRID -> .060;
                    case POS -> .030;
                    case ATM -> .050;
                    case BANK_RAIL -> .012;
                };
        double abroad =
                switch (channel) {
                    case ECOM, HYBRID -> 1.7;
                    case POS -> 1.9;
                    case ATM -> 1.6;
                    case BANK_RAIL -> 2.0;
                };
        return Math.min(
                .95,
                base
                        * curve(DECLINE_BY_Q, q)
                        * (anchors.crossBorder[row] ? abroad : 1)
                        * (strained ? 3.4 : .5764705882352941)
                        * (challenged ? .70 : 1));
    }

    private void addReason(Channel channel, int reason) {
        double noFunds =
                switch (channel) {
                    case ECOM -> .440;
                    case HYBRID -> .450;
                    case POS -> .470;
                    case ATM -> .480;
                    case BANK_RAIL -> .50;
                };
        double timeOut =
                switch (channel) {
                    case ECOM -> .015;
                    case HYBRID, ATM -> .020;
                    case POS -> .030;
                    case BANK_RAIL -> .05;
                };
        ReasonCode code = ReasonCode.ofCode(reason);
        branch("no funds", channel).add(noFunds, code == ReasonCode.C51 || code == ReasonCode.AM04);
        branch("timed out", channel).add(timeOut, code == ReasonCode.C91 || code == ReasonCode.AB05);
    }

    private void addEnding(Channel channel, FlowSlab anchors, int row, int template, double q) {
        PriceClass priceClass = PriceClass.ofCode(anchors.priceClass[row]);
        int ending = template % 5;
        double[] law = endings(channel, priceClass);
        branch("voided", channel).add(law[1], ending == VOIDED);
        branch("expired", channel).add(law[2], ending == EXPIRED);
        branch("cleared", channel).add(law[0], ending == CLEARED || ending == REFUNDED);
        if (ending == CLEARED || ending == REFUNDED) {
            double rate = refundRate(channel, priceClass);
            branch("refunded", channel).add(rate * (.6 + .8 * q), ending == REFUNDED);
        }
    }

    /** Clear, void, expire. */
    private static double[] endings(Channel channel, PriceClass priceClass) {
        if (priceClass == PriceClass.LODGING && isPurchase(channel)) {
            return new double[] {.930, .050, .020};
        }
        if (priceClass == PriceClass.TRAVEL && isPurchase(channel)) {
            return new double[] {.972, .020, .008};
        }
        return switch (channel) {
            case POS ->
                priceClass == PriceClass.FUEL ? new double[] {.992, .003, .005} : new double[] {.9945, .0045, .0010};
            case ATM -> new double[] {.997, .003, 0};
            case BANK_RAIL -> new double[] {.998, .002, 0};
            case ECOM, HYBRID ->
                priceClass == PriceClass.DIGITAL
                        ? new double[] {.988, .007, .005}
                        : priceClass == PriceClass.UTILITIES
                                ? new double[] {.994, .004, .002}
                                : new double[] {.972, .018, .010};
        };
    }

    private static boolean isPurchase(Channel channel) {
        return channel != Channel.ATM && channel != Channel.BANK_RAIL;
    }

    private static double refundRate(Channel channel, PriceClass priceClass) {
        if (!isPurchase(channel)) {
            return 0;
        }
        boolean till = channel == Channel.POS;
        return switch (priceClass) {
            case APPAREL -> till ? .050 : .130;
            case ELECTRONICS -> till ? .030 : .060;
            case RETAIL -> till ? .025 : .055;
            case TRAVEL -> till ? .030 : .060;
            case LODGING -> till ? .020 : .040;
            case GENERAL -> till ? .012 : .035;
            case DIGITAL -> till ? .010 : .020;
            case SERVICES -> till ? .006 : .015;
            case GROCERY -> till ? .004 : .012;
            case TRANSIT -> till ? .001 : .010;
            case DINING -> till ? .002 : .008;
            case UTILITIES -> till ? .002 : .004;
            case FUEL -> .001;
        };
    }

    /** Delays of single laws, by their names in the timing policy; too young flows are left out, none is censored. */
    private void addTimes(Channel channel, FlowSlab anchors, OutcomeSlab outcomes, int row, int template) {
        long response = outcomes.authResponseMicros[row];
        ReasonCode reason = outcomes.reasonCode[row] == 0 ? null : ReasonCode.ofCode(outcomes.reasonCode[row]);
        if (template <= 5 && response != Columns.ABSENT) {
            boolean timeOut = reason == ReasonCode.C91 || reason == ReasonCode.AB05;
            double seconds = (response - anchors.tsMicros[row]) / 1e6;
            String name = channel == Channel.BANK_RAIL ? "RAIL" : channel.token();
            times(timeOut ? "RESPONSE.TIMEOUT" : "RESPONSE." + name)
                    .add(!timeOut && anchors.crossBorder[row] ? seconds / 1.4 : seconds);
        }
        PriceClass priceClass = PriceClass.ofCode(anchors.priceClass[row]);
        String clearing = clearingLaw(channel, priceClass);
        if (clearing != null
                && outcomes.clearingMicros[row] != Columns.ABSENT
                && anchors.tsMicros[row] < CLEARING_LIMIT) {
            times(clearing).add((outcomes.clearingMicros[row] - response) / 3.6e9);
        }
        boolean goods = priceClass == PriceClass.APPAREL
                || priceClass == PriceClass.ELECTRONICS
                || priceClass == PriceClass.RETAIL;
        if (isPurchase(channel)
                && goods
                && template % 5 == REFUNDED
                && template != 12
                && outcomes.clearingMicros[row] != Columns.ABSENT
                && outcomes.clearingMicros[row] < REFUND_LIMIT) {
            // A refund behind the horizon is later than every quantile asked for.
            double days = outcomes.refundMicros[row] == Columns.ABSENT
                    ? 90
                    : (outcomes.refundMicros[row] - outcomes.clearingMicros[row]) / 8.64e10;
            times("REFUND.GOODS").add(days);
        }
    }

    private static String clearingLaw(Channel channel, PriceClass priceClass) {
        if (channel == Channel.ATM) {
            return "CLEARING.ATM";
        }
        if (channel == Channel.POS) {
            return priceClass == PriceClass.FUEL || priceClass == PriceClass.TRAVEL || priceClass == PriceClass.LODGING
                    ? null
                    : "CLEARING.POS";
        }
        if (channel != Channel.ECOM) {
            return null;
        }
        return switch (priceClass) {
            case GROCERY, RETAIL, APPAREL, ELECTRONICS, GENERAL, FUEL -> "CLEARING.GOODS";
            case DIGITAL, DINING, SERVICES, TRANSIT -> "CLEARING.INSTANT";
            case TRAVEL, LODGING, UTILITIES -> null;
        };
    }

    /** A decline takes the session's slot; an approval at the same merchant and channel clears it. */
    private void remember(
            FlowSlab anchors, OutcomeSlab outcomes, int row, Channel channel, boolean isDecline, double q) {
        long session = anchors.sessionId[row];
        Decline before = lastDecline.get(session);
        if (isDecline && outcomes.reasonCode[row] != 0) {
            lastDecline.put(
                    session,
                    new Decline(
                            anchors.merchantId[row],
                            channel,
                            anchors.attemptIndex[row],
                            outcomes.authResponseMicros[row],
                            ReasonCode.ofCode(outcomes.reasonCode[row]),
                            anchors.instrumentId[row],
                            q));
        } else if (before != null && before.merchantId == anchors.merchantId[row] && before.channel == channel) {
            lastDecline.remove(session);
        }
    }

    private Branch branch(String name, Channel channel) {
        return branches.computeIfAbsent(channel + " " + name, key -> new Branch());
    }

    private Times times(String law) {
        return times.computeIfAbsent(law, key -> new Times());
    }

    Map<String, Branch> branches() {
        return branches;
    }

    Times ofLaw(String law) {
        return times.get(law);
    }

    double declineRate(Channel channel) {
        return (double) declined[channel.code()] / flows[channel.code()];
    }

    double retriedShare() {
        return (double) retriedDeclines / firstDeclines;
    }

    private record Decline(
            long merchantId,
            Channel channel,
            int attempt,
            long responseMicros,
            ReasonCode reason,
            long instrumentId,
            double q) {}

    private record Retry(double chance, double declineFloor) {}

    /** How often a branch was taken, how often it should be, and the variance of that. */
    static final class Branch {
        long rows;
        long taken;
        double expected;
        double variance;

        private void add(double chance, boolean isTaken) {
            rows++;
            taken += isTaken ? 1 : 0;
            expected += chance;
            variance += chance * (1 - chance);
        }

        /** Standard errors between taken and expected. */
        double distance() {
            return variance == 0
                    ? Math.abs(taken - expected) * 1e9
                    : Math.abs(taken - expected) / StrictMath.sqrt(variance);
        }
    }

    /** Delays under one law. */
    static final class Times {
        private double[] values = new double[256];
        private int size;

        private void add(double value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        int size() {
            return size;
        }

        double later(double limit) {
            return Arrays.stream(values, 0, size).filter(value -> value > limit).count() / (double) size;
        }
    }
}
