package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.WorldCheck;
import io.millrace.contract.WorldCheck.Result;
import io.millrace.policy.MerchantsPolicy;
import io.millrace.slab.ArrivalSlab;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Made arrivals pass their checks, and every way to break them fails the check of that name. */
class ArrivalChecksTest {
    private static final int HOURS_PER_DAY = 24;
    private static final int DAYS = 14;
    /** Clocks of Berlin and London go forward on the eighth day. */
    private static final int START = OwnWorld.hourOf("2026-03-22");

    private static final int LAST_NOON = START + (DAYS - 1) * HOURS_PER_DAY + 12;
    private static final int ROWS_MAX = 16_384;
    private static final ArrivalPlan TINY = OwnWorld.plan("tiny", 42);

    /** Looks at hours of a plan after a change to their rows. */
    private static final class Looked {
        private final ArrivalPlan plan;
        private final List<ArrivalTally> days = new ArrayList<>();
        /** Rows of hour t are made at t plus this. */
        private int shiftHours;

        private List<String> tzids;

        Looked(ArrivalPlan plan) {
            this.plan = plan;
            tzids = plan.places.zoneTzids();
        }

        Map<String, WorldCheck> verdict(int ofDays) {
            return verdict(ofDays, (rows, hour) -> {});
        }

        Map<String, WorldCheck> verdict(int ofDays, BiConsumer<ArrivalSlab, Integer> change) {
            HourCounts counts = new HourCounts(plan);
            ArrivalMaker maker = new ArrivalMaker(plan, counts);
            ArrivalChecker checker = new ArrivalChecker(plan, START, ofDays * HOURS_PER_DAY, tzids);
            ArrivalSlab slab = new ArrivalSlab(ROWS_MAX);
            ArrivalUnits all = plan.allUnits();
            for (int day = 0; day < ofDays; day++) {
                ArrivalTally tally = new ArrivalTally(plan.merchants.merchants(), plan.places.zones());
                checker.begin(tally);
                for (int t = START + day * HOURS_PER_DAY; t < START + (day + 1) * HOURS_PER_DAY; t++) {
                    checker.beginHour(t);
                    assertThat(maker.make(all, t + shiftHours)).isLessThan(ROWS_MAX);
                    maker.fill(0, START, slab);
                    for (int row = 0; row < slab.size; row++) {
                        slab.tsMicros[row] -= shiftHours * Horizon.MICROS_PER_HOUR;
                        slab.arrivalSeq[row] -= (long) shiftHours << 22;
                    }
                    change.accept(slab, t);
                    checker.add(slab);
                    checker.endHour(counts.zones(t + shiftHours));
                }
                days.add(tally);
            }
            days.get(0).drawn(maker.ledger());
            return judged(plan, ofDays, days);
        }
    }

    private static Map<String, WorldCheck> judged(ArrivalPlan plan, int ofDays, List<ArrivalTally> parts) {
        ArrivalTally whole = new ArrivalTally(plan.merchants.merchants(), plan.places.zones());
        parts.forEach(whole::add);
        List<WorldCheck> verdict = new ArrivalChecks(plan, ofDays).verdict(whole);
        assertThat(verdict).extracting(WorldCheck::checkId).isSorted();
        return verdict.stream().collect(Collectors.toMap(WorldCheck::checkId, check -> check));
    }

    private static Map<String, WorldCheck> tiny(BiConsumer<ArrivalSlab, Integer> change) {
        return new Looked(TINY).verdict(DAYS, change);
    }

    /** At noon of the last day only. */
    private static Map<String, WorldCheck> tinyAtNoon(BiConsumer<ArrivalSlab, Integer> change) {
        return new Looked(TINY).verdict(DAYS, (rows, hour) -> {
            if (hour == LAST_NOON) {
                assertThat(rows.size).isGreaterThan(6);
                change.accept(rows, hour);
            }
        });
    }

    private static void assertFails(Map<String, WorldCheck> verdict, String checkId, String figure) {
        assertThat(verdict.get(checkId).result()).isEqualTo(Result.FAIL);
        assertThat(verdict.get(checkId).blocks()).isTrue();
        assertThat(verdict.get(checkId).measured()).contains(figure);
    }

    /** Hour 0 is the first that a scenario may have: what was looked at before must not stand in for the hour before it. */
    @Test
    void theFirstHourOf2020HasNoHourBeforeIt() {
        ArrivalChecker fresh = new ArrivalChecker(TINY, 0, 2 * HOURS_PER_DAY, TINY.places.zoneTzids());
        ArrivalChecker used = new ArrivalChecker(TINY, 0, 2 * HOURS_PER_DAY, TINY.places.zoneTzids());
        dayOf2020(used, 1);
        ArrivalTally expected = dayOf2020(fresh, 0);
        assertThat(dayOf2020(used, 0).lagPairs).isEqualTo(expected.lagPairs);
        assertThat(Arrays.stream(expected.lagPairs).sum()).isPositive();
    }

    private static ArrivalTally dayOf2020(ArrivalChecker checker, int day) {
        HourCounts counts = new HourCounts(TINY);
        ArrivalMaker maker = new ArrivalMaker(TINY, counts);
        ArrivalSlab slab = new ArrivalSlab(ROWS_MAX);
        ArrivalUnits all = TINY.allUnits();
        ArrivalTally tally = new ArrivalTally(TINY.merchants.merchants(), TINY.places.zones());
        checker.begin(tally);
        for (int t = day * HOURS_PER_DAY; t < (day + 1) * HOURS_PER_DAY; t++) {
            checker.beginHour(t);
            maker.make(all, t);
            maker.fill(0, 0, slab);
            checker.add(slab);
            checker.endHour(counts.zones(t));
        }
        return tally;
    }

    @Test
    void madeArrivalsPassAndTalliesAddUpInAnyOrder() {
        Looked looked = new Looked(TINY);
        Map<String, WorldCheck> verdict = looked.verdict(DAYS);
        assertThat(verdict).hasSize(9);
        verdict.values().forEach(check -> assertThat(check.result())
                .as(check.toString())
                .isEqualTo(check.checkId().equals("CONCENTRATION") ? Result.NOT_CHECKED : Result.PASS));
        // Berlin and London; the zones of the United States changed two weeks before.
        assertThat(verdict.get("CIVIL_TIME").measured())
                .contains(" rows around 2 switches")
                .doesNotContain("of 0 rows");
        Collections.reverse(looked.days);
        assertThat(judged(TINY, DAYS, looked.days)).isEqualTo(verdict);
    }

    @Test
    void slicedMerchantsPassToo() {
        Map<String, WorldCheck> verdict = new Looked(OwnWorld.plan("tiny", 42, OwnWorld.slicedArrivals())).verdict(7);
        assertThat(verdict.get("CONSERVATION").result()).isEqualTo(Result.PASS);
        assertThat(verdict.get("VOLUME").result()).isEqualTo(Result.PASS);
        assertThat(verdict.get("BURST").result()).isEqualTo(Result.PASS);
    }

    @Test
    void aWeekIsJudgedFromSevenDaysOn() {
        assertThat(new Looked(TINY).verdict(3).get("WEEK").result()).isEqualTo(Result.NOT_CHECKED);
        assertThat(new Looked(TINY).verdict(7).get("WEEK").result()).isEqualTo(Result.PASS);
    }

    @Test
    void aRowThatIsMissingFailsConservation() {
        assertFails(tinyAtNoon((rows, hour) -> rows.size--), "CONSERVATION", "zone hours unlike their count 1 (!)");
    }

    @Test
    void aSequenceNumberThatComesTwiceFailsConservation() {
        assertFails(tinyAtNoon((rows, hour) -> copy(rows, 0, 1)), "CONSERVATION", "out of sequence 1 (!)");
    }

    @Test
    void aTimeBeyondItsHourFailsConservation() {
        assertFails(
                tinyAtNoon((rows, hour) -> rows.tsMicros[rows.size - 1] += Horizon.MICROS_PER_HOUR),
                "CONSERVATION",
                "outside their hour 1 (!)");
    }

    @Test
    void twoPlacesOrNoneFailConservation() {
        assertFails(
                tinyAtNoon((rows, hour) -> {
                    rows.siteId[0] = 5;
                    rows.edgeId[0] = 5;
                    rows.siteId[1] = 0;
                    rows.edgeId[1] = 0;
                }),
                "CONSERVATION",
                "without exactly one place 2 (!)");
    }

    @Test
    void aSequenceNumberOfAnotherHourFailsConservation() {
        assertFails(
                tinyAtNoon((rows, hour) -> rows.arrivalSeq[rows.size - 1] += 1L << 22),
                "CONSERVATION",
                "with the sequence of another hour 1 (!)");
    }

    @Test
    void aChannelOrAVisitThatThePlanDoesNotKnowFailsConservation() {
        assertFails(
                tinyAtNoon((rows, hour) -> {
                    rows.channelUpstream[0] = (byte) ChannelUpstream.MIXED.code();
                    rows.visitSlot[1] = Integer.MAX_VALUE;
                    rows.visitSlot[2] = -1;
                }),
                "CONSERVATION",
                "unlike their row of the plan 3 (!)");
    }

    @Test
    void manyArrivalsOfAMerchantAtOneTimeFailConservation() {
        assertFails(
                tinyAtNoon((rows, hour) -> {
                    for (int row = 1; row < 4; row++) {
                        copy(rows, 0, row);
                        rows.arrivalSeq[row] += row;
                    }
                }),
                "CONSERVATION",
                "pairs of a merchant at one time 6, by chance 0 (!)");
    }

    @Test
    void aQuarterLessFailsVolumeAlone() {
        Map<String, WorldCheck> verdict = tiny((rows, hour) -> rows.size -= rows.size / 4);
        assertFails(verdict, "VOLUME", "made / planned 0.7");
        assertThat(verdict.get("MIX").result()).isEqualTo(Result.PASS);
    }

    @Test
    void aChannelThatIsMissingFailsMix() {
        assertFails(tiny((rows, hour) -> keep(rows, ChannelUpstream.BANK_RAIL)), "MIX", "BANK_RAIL 0 - 0.04");
    }

    @Test
    void nightsAtNoonFailWeek() {
        Looked looked = new Looked(TINY);
        looked.shiftHours = 12;
        Map<String, WorldCheck> verdict = looked.verdict(DAYS);
        assertFails(verdict, "WEEK", "0-6 h 0.39");
        assertThat(verdict.get("CONSERVATION").result()).isEqualTo(Result.PASS);
    }

    @Test
    void halfOfAWeekendFailsWeek() {
        // The scenario begins on a Sunday.
        Map<String, WorldCheck> verdict = tiny((rows, hour) -> {
            int day = (hour - START) / HOURS_PER_DAY % 7;
            if (day == 0 || day == 6) {
                rows.size /= 2;
            }
        });
        assertFails(verdict, "WEEK", "weekend 0.1");
    }

    @Test
    void fullHoursBetweenEmptyOnesFailDispersion() {
        assertFails(
                tiny((rows, hour) -> {
                    if (hour % 2 == 0) {
                        rows.size = 0;
                    }
                }),
                "DISPERSION",
                "(!), correlation");
    }

    @Test
    void oneVisitPerHourAndRowFailsBurst() {
        assertFails(
                tiny((rows, hour) -> {
                    for (int row = 0; row < rows.size; row++) {
                        rows.visitSlot[row] &= -1 << ArrivalPlan.ROW_BITS;
                    }
                }),
                "BURST",
                "(!)");
    }

    @Test
    void otherTimeZonesFailCivilTime() {
        Looked looked = new Looked(TINY);
        looked.tzids = new ArrayList<>(looked.tzids);
        Collections.replaceAll(looked.tzids, "Europe/Berlin", "Africa/Algiers");
        Map<String, WorldCheck> verdict = looked.verdict(DAYS);
        // Algiers has no summer time: Berlin leaves it on the eighth day, one hour after midnight UTC.
        assertFails(verdict, "CIVIL_TIME", "zone hours at another local time 167 (!)");
    }

    @Test
    void anOffsetThatComesAnHourLateFailsCivilTime() {
        Looked looked = new Looked(TINY);
        looked.tzids = new ArrayList<>(looked.tzids);
        // Both are an hour ahead of UTC in winter; Troll goes two hours forward at the same instant.
        Collections.replaceAll(looked.tzids, "Europe/London", "Antarctica/Troll");
        WorldCheck check = looked.verdict(DAYS).get("CIVIL_TIME");
        assertThat(check.result()).isEqualTo(Result.FAIL);
        assertThat(check.measured()).containsPattern("around 2 switches with another offset [1-9][0-9]* \\(!\\)");
    }

    @Test
    void aMerchantWithATenthOfAllFailsConcentration() {
        assertThat(concentration(merchant -> 100_000 / (merchant + 12)).result())
                .isEqualTo(Result.PASS);
        WorldCheck check = concentration(merchant -> merchant == 77 ? 200_000 : 100_000 / (merchant + 12));
        assertThat(check.result()).isEqualTo(Result.FAIL);
        assertThat(check.measured()).startsWith("top merchant 0.").contains("(!)");
    }

    private static WorldCheck concentration(java.util.function.IntUnaryOperator arrivals) {
        int merchants = 6_000;
        ArrivalTally tally = new ArrivalTally(merchants, TINY.places.zones());
        tally.totals().beginHour();
        ArrivalSlab slab = new ArrivalSlab(1 << 16);
        for (int merchant = 0; merchant < merchants; merchant++) {
            for (int i = 0; i < arrivals.applyAsInt(merchant); i++) {
                if (slab.isFull()) {
                    tally.totals().add(slab, 0);
                    slab.size = 0;
                }
                slab.merchantOrdinal[slab.addRow()] = merchant;
            }
        }
        tally.totals().add(slab, 0);
        return new ArrivalChecks(TINY, DAYS)
                .verdict(tally).stream()
                        .filter(check -> check.checkId().equals("CONCENTRATION"))
                        .findFirst()
                        .orElseThrow();
    }

    /** The law's own scatter is what seeds show: volume of three days, in its standard errors, has a spread near 1. */
    @Test
    void volumesOfSeedsScatterAsTheLawsSay() {
        double squares = 0;
        int seeds = 16;
        for (int seed = 1; seed <= seeds; seed++) {
            ArrivalPlan plan = OwnWorld.plan("tiny", seed);
            Looked looked = new Looked(plan);
            looked.verdict(3);
            double made = 0;
            double planned = 0;
            for (ArrivalTally day : looked.days) {
                made += Arrays.stream(day.madeByClass).sum();
                planned += Arrays.stream(day.plannedByClass).sum() / ArrivalTally.UNITS;
            }
            double off = (made / planned - 1) / new ArrivalScatter(plan, 3).ofVolume();
            squares += off * off;
        }
        // Chi-square of 16: below 5 or above 36 once in 250.
        assertThat(squares).isBetween(5.0, 36.0);
    }

    @Test
    void factorsOfADayAreThoseToldOneByOne() {
        List<MerchantsPolicy.Group> groups = TINY.merchants.policy().groups();
        double[] factors = new double[groups.size() * 2];
        for (String text : List.of("2026-01-01", "2026-11-27", "2026-12-24", "2027-06-15")) {
            LocalDate day = LocalDate.parse(text);
            for (Calendar.Country country : TINY.countries) {
                TINY.calendar.day(country, groups, day, factors);
                for (int at = 0; at < groups.size(); at++) {
                    MerchantsPolicy.Group of = groups.get(at);
                    assertThat(factors[2 * at])
                            .isEqualTo(TINY.calendar.physical(country, of.name(), of.demandClass(), day));
                    assertThat(factors[2 * at + 1])
                            .isEqualTo(TINY.calendar.online(country, of.name(), of.demandClass(), day));
                }
            }
        }
    }

    private static void copy(ArrivalSlab rows, int from, int to) {
        rows.tsMicros[to] = rows.tsMicros[from];
        rows.merchantOrdinal[to] = rows.merchantOrdinal[from];
        rows.arrivalSeq[to] = rows.arrivalSeq[from];
        rows.zoneOrdinal[to] = rows.zoneOrdinal[from];
        rows.tzidPrimary[to] = rows.tzidPrimary[from];
        rows.visitSlot[to] = rows.visitSlot[from];
        rows.channelUpstream[to] = rows.channelUpstream[from];
        rows.siteId[to] = rows.siteId[from];
        rows.edgeId[to] = rows.edgeId[from];
    }

    /** Drops the rows of a channel. */
    private static void keep(ArrivalSlab rows, ChannelUpstream but) {
        int kept = 0;
        for (int row = 0; row < rows.size; row++) {
            if (rows.channelUpstream[row] != but.code()) {
                copy(rows, row, kept++);
            }
        }
        rows.size = kept;
    }
}
