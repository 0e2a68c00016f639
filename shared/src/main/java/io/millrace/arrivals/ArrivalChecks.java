package io.millrace.arrivals;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import io.millrace.contract.WorldCheck;
import io.millrace.contract.WorldCheck.Result;
import io.millrace.policy.ArrivalsPolicy;
import io.millrace.policy.ArrivalsPolicy.Band;
import io.millrace.random.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Verdict over the tally of a whole scenario: the checks of 5B. World design section 6.2. */
public final class ArrivalChecks {
    private static final int DAYS_PER_WEEK = 7;
    private static final int HOURS_PER_DAY = 24;
    private static final int NIGHT_HOURS = 6;
    private static final int SATURDAY = 5;
    private static final Channel[] CHANNELS = {Channel.ECOM, Channel.POS, Channel.ATM, Channel.BANK_RAIL};
    /** Pairs at one time that chance may bring where it hardly brings one: so many more happen once in 70,000 worlds. */
    private static final int EQUAL_TIMES_SPARE = 4;

    /**
     * What chance alone may do, as in roles_6A: shares and volume of any world may lie so many of their standard errors
     * off, figures of small worlds so many outside their band.
     */
    private static final double STANDARD_ERRORS = 4.5;
    /** Variance over mean of counts that visits of several and the factor of the hour spread. */
    private static final double OVER_DISPERSION = 1.7;

    /** Standard error of a spread near 1.25, over root of its cells; their residuals have a kurtosis of 7 to 12. */
    private static final double SPREAD_ERROR = 1.9;

    private final ArrivalPlan plan;
    private final ArrivalsPolicy.Checks bounds;
    private final int days;
    private final ArrivalScatter scatter;
    private final boolean small;

    /**
     * @param plan the arrivals were made from
     * @param days of the scenario
     */
    public ArrivalChecks(ArrivalPlan plan, int days) {
        this.plan = plan;
        bounds = plan.policy().checks();
        this.days = days;
        double weekly = 0;
        for (int row = 0; row < plan.rows(); row++) {
            weekly += plan.weekly(row);
        }
        scatter = new ArrivalScatter(plan, days);
        small = weekly / DAYS_PER_WEEK < bounds.smallArrivalsPerDay();
    }

    /** @return checks of the report, by id */
    public List<WorldCheck> verdict(ArrivalTally tally) {
        return List.of(
                burst(tally),
                civilTime(tally),
                concentration(tally),
                conservation(tally),
                dispersion(tally),
                draws(tally),
                mix(tally),
                volume(tally),
                week(tally));
    }

    private WorldCheck conservation(ArrivalTally tally) {
        HorizonTotals totals = tally.totals();
        Findings found = new Findings();
        found.add(true, totals.arrivals() + " arrivals");
        found.none("zone hours unlike their count", totals.zoneHoursUnlikePlan());
        found.none("outside their hour", totals.outsideTheirHour());
        found.none("without exactly one place", totals.withoutOnePlace());
        found.none("out of sequence", totals.outOfSequence());
        found.none("with the sequence of another hour", tally.foreignSequences);
        found.none("unlike their row of the plan", tally.unlikeTheirPlan);
        double chance = tally.pairs / (double) Horizon.MICROS_PER_HOUR;
        found.add(
                tally.equalTimes <= bounds.equalTimesMax() * chance + EQUAL_TIMES_SPARE,
                "pairs of a merchant at one time " + tally.equalTimes + ", by chance " + figure(chance));
        return required(
                "CONSERVATION",
                found,
                "counted = made per zone and hour; inside the hour; site xor edge; sequence rises with time; as planned;"
                        + " pairs at one time <= " + figure(bounds.equalTimesMax()) + " x chance + "
                        + EQUAL_TIMES_SPARE);
    }

    /** Every row of the plan is asked in every hour; a visit has a place and a head, and a gap to each follow-up. */
    private WorldCheck draws(ArrivalTally tally) {
        long arrivals = tally.totals().arrivals();
        EnumMap<Decision, Long> expected = new EnumMap<>(Decision.class);
        expected.put(Decision.COUNT, (long) plan.rows() * days * HOURS_PER_DAY);
        expected.put(Decision.VISIT, tally.visits);
        expected.put(Decision.HEAD, tally.visits);
        expected.put(Decision.GAP, arrivals - tally.visits);
        long drawn = 0;
        Findings found = new Findings();
        List<String> asked = new ArrayList<>();
        for (Map.Entry<Decision, Long> entry : expected.entrySet()) {
            long evaluations = tally.drawn.evaluations(entry.getKey());
            drawn += evaluations;
            found.add(evaluations == entry.getValue(), entry.getKey() + " " + evaluations);
            asked.add(entry.getKey() + " " + entry.getValue());
        }
        long tilted = tally.drawn.evaluations(Decision.TILT);
        found.add(tilted <= tally.visits, "TILT " + tilted);
        String threshold = String.join(", ", asked) + ", TILT <= " + tally.visits;
        return drawn == 0
                ? WorldCheck.required("DRAWS", Result.NOT_CHECKED, "nobody counted", threshold)
                : required("DRAWS", found, threshold);
    }

    private WorldCheck volume(ArrivalTally tally) {
        double band = small ? bounds.volumeBandSmall() : bounds.volumeBand();
        double planned = Math.max(1, Arrays.stream(tally.plannedByChannel).sum()) / ArrivalTally.UNITS;
        double made = Arrays.stream(tally.madeByChannel).sum();
        double scattered = STANDARD_ERRORS * scatter.ofVolume();
        Findings found = new Findings();
        found.add(
                Math.abs(made / planned - 1) <= Math.max(band, scattered),
                "made / planned " + figure(made / planned) + " of " + StrictMath.round(planned));
        return required("VOLUME", found, "made / planned within " + figure(band) + " of 1, or" + by());
    }

    private static WorldCheck civilTime(ArrivalTally tally) {
        Findings found = new Findings();
        found.none("of " + tally.zoneHours + " zone hours at another local time", tally.wrongZoneHours);
        found.none(
                "of " + tally.rowsNearSwitches + " rows around " + tally.switches + " switches with another offset",
                tally.wrongOffsets);
        return required("CIVIL_TIME", found, "local times and offsets are those of the time zone database");
    }

    private WorldCheck week(ArrivalTally tally) {
        String threshold = "weekend " + bounds.weekend() + ", 0-6 h " + bounds.night() + ", busiest hour / mean "
                + bounds.busiest() + "; over whole weeks" + margin();
        if (days < DAYS_PER_WEEK) {
            return WorldCheck.required(
                    "WEEK", Result.NOT_CHECKED, days + " days, a week has " + DAYS_PER_WEEK, threshold);
        }
        long sum = Math.max(1, Arrays.stream(tally.slots).sum());
        long weekend = 0;
        long night = 0;
        long busiest = 0;
        for (int slot = 0; slot < tally.slots.length; slot++) {
            weekend += slot / HOURS_PER_DAY >= SATURDAY ? tally.slots[slot] : 0;
            night += slot % HOURS_PER_DAY < NIGHT_HOURS ? tally.slots[slot] : 0;
            busiest = Math.max(busiest, tally.slots[slot]);
        }
        Findings found = new Findings();
        found.within(bounds.weekend(), "weekend", share(weekend, sum), marginOfCount(weekend) / sum);
        found.within(bounds.night(), "0-6 h", share(night, sum), marginOfCount(night) / sum);
        double mean = sum / (double) CivilTime.SLOTS;
        found.within(bounds.busiest(), "busiest hour / mean", busiest / mean, marginOfCount(busiest) / mean);
        return required("WEEK", found, threshold);
    }

    private double marginOfCount(long count) {
        return margin(StrictMath.sqrt(OVER_DISPERSION * count));
    }

    private WorldCheck mix(ArrivalTally tally) {
        Findings found = new Findings();
        for (int number = 0; number < CHANNELS.length; number++) {
            Channel of = CHANNELS[number];
            share(
                    found,
                    of.token(),
                    tally.madeByChannel,
                    tally.plannedByChannel,
                    number,
                    row -> plan.channel(row) == of);
        }
        for (DemandClass of : DemandClass.values()) {
            int number = of.ordinal();
            if (tally.plannedByClass[number] + tally.madeByClass[number] > 0) {
                share(
                        found,
                        of.token(),
                        tally.madeByClass,
                        tally.plannedByClass,
                        number,
                        row -> plan.demandClass(row) == of);
            }
        }
        return required("MIX", found, "share - planned share within " + figure(bounds.mixOffMax()) + ", or" + by());
    }

    private void share(Findings found, String what, long[] made, long[] planned, int at, IntPredicate rows) {
        double share = share(made[at], Arrays.stream(made).sum());
        double expected = share(planned[at], Arrays.stream(planned).sum());
        double scattered = STANDARD_ERRORS * scatter.ofShare(rows);
        found.add(
                Math.abs(share - expected) <= Math.max(bounds.mixOffMax(), scattered),
                what + " " + figure(share) + " - " + figure(expected));
    }

    private WorldCheck dispersion(ArrivalTally tally) {
        double cells = Math.max(1, tally.cells);
        double mean = tally.residuals / ArrivalTally.UNITS / cells;
        double square = tally.residualSquares / ArrivalTally.UNITS / cells;
        double spread = StrictMath.sqrt(Math.max(0, square - mean * mean));
        boolean isShort = small || days < DAYS_PER_WEEK;
        double products = Arrays.stream(tally.lagProducts).sum();
        double squares =
                StrictMath.sqrt((double) Arrays.stream(tally.lagSquaresBefore).sum()
                        * Arrays.stream(tally.lagSquaresAfter).sum());
        Findings found = new Findings();
        found.within(
                bounds.dispersion(),
                "spread of (N - E) / root E",
                spread,
                margin(SPREAD_ERROR / StrictMath.sqrt(cells)));
        found.add(
                isShort || products > bounds.lagOneMin() * squares,
                "correlation of classes with the hour before " + figure(products / Math.max(squares, 1))
                        + (isShort ? " (not judged: chance hides it in a small world and in few days)" : ""));
        return required(
                "DISPERSION",
                found,
                "spread " + bounds.dispersion() + margin() + ", correlation > " + figure(bounds.lagOneMin()));
    }

    private WorldCheck burst(ArrivalTally tally) {
        Findings found = new Findings();
        double share = share(tally.burstVisits, tally.visits);
        found.within(
                bounds.burst(),
                "visits of several",
                share,
                margin(StrictMath.sqrt(share * (1 - share) / Math.max(1, tally.visits))));
        median(found, bounds.gapMedianEcom(), "median gap ECOM s", tally.gaps[0]);
        median(found, bounds.gapMedianPos(), "median gap POS s", tally.gaps[1]);
        return required(
                "BURST",
                found,
                "visits of several " + bounds.burst() + ", median gap ECOM " + bounds.gapMedianEcom() + " s, POS "
                        + bounds.gapMedianPos() + " s" + margin());
    }

    /** The median of few is uncertain by so many ranks: it may be any value between. */
    private void median(Findings found, Band band, String what, long[] bySecond) {
        double all = Arrays.stream(bySecond).sum();
        double ranks = margin(StrictMath.sqrt(all) / 2);
        double low = valueAt(bySecond, Math.max(0, all / 2 - ranks));
        double high = valueAt(bySecond, Math.min(all, all / 2 + ranks));
        found.add(low <= band.max() && high >= band.min(), what + " " + figure(valueAt(bySecond, all / 2)));
    }

    /** In seconds; inside a bin values lie evenly. */
    private static double valueAt(long[] bySecond, double rank) {
        double below = 0;
        int second = 0;
        while (second < bySecond.length - 1 && below + bySecond[second] < rank) {
            below += bySecond[second++];
        }
        return second + (rank - below) / Math.max(1, bySecond[second]);
    }

    private double margin(double standardError) {
        return small ? STANDARD_ERRORS * standardError : 0;
    }

    private String margin() {
        return small ? ", within" + by() : "";
    }

    private static String by() {
        return " " + figure(STANDARD_ERRORS) + " standard errors";
    }

    private WorldCheck concentration(ArrivalTally tally) {
        long[] arrivals = tally.totals().byMerchant();
        String threshold = "top merchant <= " + figure(bounds.topMerchantMax()) + ", top 1 % " + bounds.top1Percent()
                + ", top 5 % " + bounds.top5Percent();
        if (arrivals.length < bounds.concentrationMerchantsMin()) {
            return WorldCheck.required(
                    "CONCENTRATION",
                    Result.NOT_CHECKED,
                    arrivals.length + " merchants, fewer than " + bounds.concentrationMerchantsMin(),
                    threshold);
        }
        Findings found = new Findings();
        double top = top(arrivals, 1);
        found.add(top <= bounds.topMerchantMax(), "top merchant " + figure(top));
        found.within(bounds.top1Percent(), "top 1 %", top(arrivals, (arrivals.length + 99) / 100));
        found.within(bounds.top5Percent(), "top 5 %", top(arrivals, (arrivals.length + 19) / 20));
        return required("CONCENTRATION", found, threshold);
    }

    private static double top(long[] arrivals, int merchants) {
        long[] ascending = arrivals.clone();
        Arrays.sort(ascending);
        long sum = Arrays.stream(ascending, ascending.length - merchants, ascending.length)
                .sum();
        return share(sum, Arrays.stream(ascending).sum());
    }

    private static double share(long part, long whole) {
        return part / (double) Math.max(1, whole);
    }

    private static WorldCheck required(String checkId, Findings found, String threshold) {
        return WorldCheck.required(checkId, found.hold ? Result.PASS : Result.FAIL, found.text(), threshold);
    }

    /** Five decimals at most; the same text on every machine. */
    private static String figure(double value) {
        return new java.math.BigDecimal(value)
                .setScale(5, java.math.RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Figures of one check, and whether all hold. */
    private static final class Findings {
        private final List<String> texts = new ArrayList<>();
        private boolean hold = true;

        void add(boolean holds, String text) {
            hold &= holds;
            texts.add(holds ? text : text + " (!)");
        }

        void none(String what, long times) {
            add(times == 0, what + " " + times);
        }

        void within(Band band, String what, double value) {
            within(band, what, value, 0);
        }

        void within(Band band, String what, double value, double margin) {
            add(value >= band.min() - margin && value <= band.max() + margin, what + " " + figure(value));
        }

        String text() {
            return String.join(", ", texts);
        }
    }
}
