package io.millrace.arrivals;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import io.millrace.contract.WorldCheck;
import io.millrace.contract.WorldCheck.Result;
import io.millrace.policy.ArrivalsPolicy;
import io.millrace.policy.ArrivalsPolicy.Band;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Verdict over the tally of a whole scenario: the checks of 5B. World design section 6.2. */
public final class ArrivalChecks {
    private static final int DAYS_PER_WEEK = 7;
    private static final int HOURS_PER_DAY = 24;
    private static final int NIGHT_HOURS = 6;
    private static final int SATURDAY = 5;
    private static final Channel[] CHANNELS = {Channel.ECOM, Channel.POS, Channel.ATM, Channel.BANK_RAIL};
    /** Pairs at one time that chance may bring where it hardly brings one: so many more happen once in 70,000 worlds. */
    private static final int EQUAL_TIMES_SPARE = 4;

    private final ArrivalsPolicy.Checks bounds;
    private final int days;
    private final double arrivalsPerDay;

    /**
     * @param plan the arrivals were made from
     * @param days of the scenario
     */
    public ArrivalChecks(ArrivalPlan plan, int days) {
        bounds = plan.policy().checks();
        this.days = days;
        double weekly = 0;
        for (int row = 0; row < plan.rows(); row++) {
            weekly += plan.weekly(row);
        }
        arrivalsPerDay = weekly / DAYS_PER_WEEK;
    }

    /** @return checks of the report, by id */
    public List<WorldCheck> verdict(ArrivalTally tally) {
        return List.of(
                burst(tally),
                civilTime(tally),
                concentration(tally),
                conservation(tally),
                dispersion(tally),
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

    private WorldCheck volume(ArrivalTally tally) {
        double band = arrivalsPerDay < bounds.smallArrivalsPerDay() ? bounds.volumeBandSmall() : bounds.volumeBand();
        double planned = Math.max(1, Arrays.stream(tally.plannedByChannel).sum()) / ArrivalTally.UNITS;
        double made = Arrays.stream(tally.madeByChannel).sum();
        Findings found = new Findings();
        found.add(
                Math.abs(made / planned - 1) <= band,
                "made / planned " + figure(made / planned) + " of " + StrictMath.round(planned));
        return required("VOLUME", found, "made / planned within " + figure(band) + " of 1");
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
                + bounds.busiest() + "; over whole weeks";
        double sum = Math.max(1, Arrays.stream(tally.slots).sum());
        if (days < DAYS_PER_WEEK) {
            return WorldCheck.required(
                    "WEEK", Result.NOT_CHECKED, days + " days, a week has " + DAYS_PER_WEEK, threshold);
        }
        long weekend = 0;
        long night = 0;
        long busiest = 0;
        for (int slot = 0; slot < tally.slots.length; slot++) {
            weekend += slot / HOURS_PER_DAY >= SATURDAY ? tally.slots[slot] : 0;
            night += slot % HOURS_PER_DAY < NIGHT_HOURS ? tally.slots[slot] : 0;
            busiest = Math.max(busiest, tally.slots[slot]);
        }
        Findings found = new Findings();
        found.within(bounds.weekend(), "weekend", weekend / sum);
        found.within(bounds.night(), "0-6 h", night / sum);
        found.within(bounds.busiest(), "busiest hour / mean", busiest / sum * CivilTime.SLOTS);
        return required("WEEK", found, threshold);
    }

    private WorldCheck mix(ArrivalTally tally) {
        Findings found = new Findings();
        for (int channel = 0; channel < CHANNELS.length; channel++) {
            share(found, CHANNELS[channel].token(), tally.madeByChannel, tally.plannedByChannel, channel);
        }
        for (DemandClass of : DemandClass.values()) {
            if (tally.plannedByClass[of.ordinal()] + tally.madeByClass[of.ordinal()] > 0) {
                share(found, of.token(), tally.madeByClass, tally.plannedByClass, of.ordinal());
            }
        }
        return required("MIX", found, "share - planned share within " + figure(bounds.mixOffMax()));
    }

    private void share(Findings found, String what, long[] made, long[] planned, int at) {
        double share = share(made[at], Arrays.stream(made).sum());
        double expected = share(planned[at], Arrays.stream(planned).sum());
        found.add(
                Math.abs(share - expected) <= bounds.mixOffMax(),
                what + " " + figure(share) + " - " + figure(expected));
    }

    private WorldCheck dispersion(ArrivalTally tally) {
        double cells = Math.max(1, tally.cells);
        double mean = tally.residuals / ArrivalTally.UNITS / cells;
        double spread = StrictMath.sqrt(Math.max(0, tally.residualSquares / ArrivalTally.UNITS / cells - mean * mean));
        double products = Arrays.stream(tally.lagProducts).sum();
        double squares =
                StrictMath.sqrt((double) Arrays.stream(tally.lagSquaresBefore).sum()
                        * Arrays.stream(tally.lagSquaresAfter).sum());
        Findings found = new Findings();
        found.within(bounds.dispersion(), "spread of (N - E) / root E", spread);
        found.add(
                products > bounds.lagOneMin() * squares,
                "correlation of classes with the hour before " + figure(products / Math.max(squares, 1)));
        return required("DISPERSION", found, bounds.dispersion() + ", correlation > " + figure(bounds.lagOneMin()));
    }

    private WorldCheck burst(ArrivalTally tally) {
        Findings found = new Findings();
        found.within(bounds.burst(), "visits of several", share(tally.burstVisits, tally.visits));
        found.within(bounds.gapMedianEcom(), "median gap ECOM s", median(tally.gaps[0]));
        found.within(bounds.gapMedianPos(), "median gap POS s", median(tally.gaps[1]));
        return required(
                "BURST",
                found,
                "visits of several " + bounds.burst() + ", median gap ECOM " + bounds.gapMedianEcom() + " s, POS "
                        + bounds.gapMedianPos() + " s");
    }

    /** In seconds; inside a bin values lie evenly. */
    private static double median(long[] bySecond) {
        double half = Arrays.stream(bySecond).sum() / 2.0;
        double below = 0;
        int second = 0;
        while (second < bySecond.length - 1 && below + bySecond[second] < half) {
            below += bySecond[second++];
        }
        return second + (half - below) / Math.max(1, bySecond[second]);
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
            add(band.holds(value), what + " " + figure(value));
        }

        String text() {
            return String.join(", ", texts);
        }
    }
}
