package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.policy.GeographyPolicy.PayRule;
import io.millrace.policy.WorldSpec;
import io.millrace.slab.ArrivalSlab;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People live by the clock on their wall: across both changes of a year, New Year and leap days. */
class LocalTimeTest {
    private static final ArrivalPlan NORTH = plan("DE", "GB", "US", "EG", "MA");
    private static final ArrivalPlan SOUTH = plan("AU", "NZ", "CL");
    private static final int WEEK = 168;

    private static ArrivalPlan plan(String... countries) {
        return OwnWorld.plan(new WorldSpec(60_000, 300, 25_000, List.of(countries)), 42);
    }

    private static ArrivalPlan planOf(String tzid) {
        return NORTH.places.zoneTzids().contains(tzid) ? NORTH : SOUTH;
    }

    /** The instants are those of the laws of the countries, typed in, not asked of the platform. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29T01:00:00Z, 3600, 7200",
        "Europe/Berlin, 2026-10-25T01:00:00Z, 7200, 3600",
        "Europe/London, 2026-03-29T01:00:00Z, 0, 3600",
        "Europe/London, 2026-10-25T01:00:00Z, 3600, 0",
        "America/New_York, 2026-03-08T07:00:00Z, -18000, -14400",
        "America/New_York, 2026-11-01T06:00:00Z, -14400, -18000",
        "Australia/Sydney, 2026-04-04T16:00:00Z, 39600, 36000",
        "Australia/Sydney, 2026-10-03T16:00:00Z, 36000, 39600",
        "Australia/Adelaide, 2026-04-04T16:30:00Z, 37800, 34200",
        "Australia/Adelaide, 2026-10-03T16:30:00Z, 34200, 37800",
        "Pacific/Auckland, 2026-04-04T14:00:00Z, 46800, 43200",
        "Pacific/Auckland, 2026-09-26T14:00:00Z, 43200, 46800",
        "America/Santiago, 2026-04-05T03:00:00Z, -10800, -14400",
        "America/Santiago, 2026-09-06T04:00:00Z, -14400, -10800",
        "Africa/Cairo, 2026-04-23T22:00:00Z, 7200, 10800",
        "Africa/Cairo, 2026-10-29T21:00:00Z, 10800, 7200",
        "Africa/Casablanca, 2026-02-15T02:00:00Z, 3600, 0",
        "Africa/Casablanca, 2026-03-22T02:00:00Z, 0, 3600"
    })
    void arrivalsFollowTheClockAcrossAChange(String tzid, String instant, int before, int after) {
        ArrivalPlan plan = planOf(tzid);
        int zone = plan.places.zoneTzids().indexOf(tzid);
        long second = Instant.parse(instant).getEpochSecond();
        assertThat(plan.time.offsetSeconds(zone, second - 1)).isEqualTo(before);
        assertThat(plan.time.offsetSeconds(zone, second)).isEqualTo(after);
        int change = (int) Math.floorDiv(second, 3600) - (int) CivilTime.EPOCH_HOUR;
        // The offset of the other half of the year explains the rows worse, as much as theory says.
        assertExplained(plan, zone, change + 1, ZoneOffset.ofTotalSeconds(after), ZoneOffset.ofTotalSeconds(before));
        assertExplained(plan, zone, change - WEEK, ZoneOffset.ofTotalSeconds(before), ZoneOffset.ofTotalSeconds(after));
    }

    /** Log likelihood of a week's rows of a zone under one offset against another. */
    private static void assertExplained(ArrivalPlan plan, int zone, int from, ZoneOffset right, ZoneOffset wrong) {
        double[] byRight = profile(plan, zone, from, right);
        double[] byWrong = profile(plan, zone, from, wrong);
        long[] seen = seen(plan, zone, from);
        long rows = 0;
        double gain = 0;
        double expected = 0;
        for (int hour = 0; hour < WEEK; hour++) {
            double step = StrictMath.log(byRight[hour] / byWrong[hour]);
            rows += seen[hour];
            gain += seen[hour] * step;
            expected += byRight[hour] * step;
        }
        assertThat(rows * expected).as("rows enough to tell, of " + rows).isGreaterThan(50);
        assertThat(gain / rows / expected).as("gain of " + rows + " rows").isBetween(.5, 1.5);
    }

    /** Share of each hour of a week in what is expected of a zone, by shape and a fixed offset alone. */
    private static double[] profile(ArrivalPlan plan, int zone, int from, ZoneOffset offset) {
        double[] share = new double[WEEK];
        double sum = 0;
        for (int hour = 0; hour < WEEK; hour++) {
            ZonedDateTime middle = middle(from + hour).atZone(offset);
            int slot = (middle.getDayOfWeek().getValue() - 1) * 24 + middle.getHour();
            for (int row = 0; row < plan.rows(); row++) {
                if (plan.zone(row) == zone) {
                    share[hour] += plan.weekly(row) * plan.shapes.at(plan.shapeTable[row], slot);
                }
            }
            sum += share[hour];
        }
        for (int hour = 0; hour < WEEK; hour++) {
            share[hour] /= sum;
        }
        return share;
    }

    private static long[] seen(ArrivalPlan plan, int zone, int from) {
        ArrivalMaker maker = new ArrivalMaker(plan, new HourCounts(plan));
        ArrivalSlab slab = new ArrivalSlab(4096);
        ArrivalUnits units = plan.allUnits();
        long[] seen = new long[WEEK];
        for (int hour = 0; hour < WEEK; hour++) {
            int size = maker.make(units, from + hour);
            for (int next = 0; next < size; ) {
                next = maker.fill(next, from, slab);
                for (int row = 0; row < slab.size; row++) {
                    seen[hour] += slab.zoneOrdinal[row] == zone ? 1 : 0;
                }
            }
        }
        return seen;
    }

    private static Instant middle(int t) {
        return Instant.ofEpochSecond((CivilTime.EPOCH_HOUR + t) * 3600L + 1800);
    }

    /** All 87 zone cells of the shipped countries, every hour of five years, leap days and Ramadan among them. */
    @Test
    void slotAndDayAreThoseOfTheClockInEveryZone() {
        TreeSet<String> tzids = new TreeSet<>();
        OwnWorld.geography().countries().forEach(country -> country.zones().forEach(zone -> tzids.add(zone.tzid())));
        List<String> zones = new ArrayList<>(tzids);
        CivilTime time = CivilTime.of(zones);
        for (int zone = 0; zone < zones.size(); zone++) {
            ZoneId id = ZoneId.of(zones.get(zone));
            int changes = 0;
            for (int t = OwnWorld.hourOf("2024-01-01"); t < OwnWorld.hourOf("2029-01-01"); t++) {
                boolean changed = time.offsetBefore(zone, t) != time.offsetAfter(zone, t);
                changes += changed ? 1 : 0;
                // Hours between changes are all alike; one in seven meets every weekday and hour.
                if (changed || t % 7 == 0) {
                    ZonedDateTime clock = middle(t).atZone(id);
                    assertThat(time.slot(zone, t))
                            .isEqualTo((clock.getDayOfWeek().getValue() - 1) * 24 + clock.getHour());
                    assertThat(time.localDay(zone, t))
                            .isEqualTo((int) clock.toLocalDate().toEpochDay());
                }
            }
            assertThat(changes).as(zones.get(zone)).isIn(0, 10);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Pacific/Auckland, 2026-12-31T11:00:00Z",
        "Australia/Adelaide, 2026-12-31T13:30:00Z",
        "Europe/Berlin, 2026-12-31T23:00:00Z",
        "America/New_York, 2027-01-01T05:00:00Z"
    })
    void theFirstOfJanuaryBeginsAtMidnightOfThePlace(String tzid, String midnight) {
        ArrivalPlan plan = planOf(tzid);
        int zone = plan.places.zoneTzids().indexOf(tzid);
        // The day of an hour is that of its middle; midnight of Adelaide is the middle of an hour, so that hour is new.
        int first = (int) Math.floorDiv(Instant.parse(midnight).getEpochSecond(), 3600) - (int) CivilTime.EPOCH_HOUR;
        double[] eve = factors(plan, first - 1);
        double[] morning = factors(plan, first);
        double[] night = factors(plan, first + 23);
        double[] next = factors(plan, first + 24);
        for (int row = 0; row < plan.rows(); row++) {
            if (plan.zone(row) == zone && !ArrivalPlan.isVirtual(plan.channel[row])) {
                // .45 against .9 of the day before pay or 1.21 of bills on a pay day.
                assertThat(morning[row] / eve[row]).as(plan.channel(row).name()).isBetween(.38, .60);
                assertThat(night[row]).isCloseTo(morning[row], within(1e-12));
                assertThat(next[row] / night[row]).isGreaterThan(1.8);
            }
        }
        double quiet = 0;
        for (int day : new int[] {0, 7}) {
            long rows = 0;
            long[] seen = seen(plan, zone, first + day * 24);
            for (int hour = 0; hour < 24; hour++) {
                rows += seen[hour];
            }
            quiet = day == 0 ? rows : quiet / rows;
        }
        // Two thirds of the rows are physical, a third online, where the day keeps .9.
        assertThat(quiet).isBetween(.40, .85);
    }

    /** Factor of the calendar on every row in an hour. */
    private static double[] factors(ArrivalPlan plan, int t) {
        HourIntensity intensity = new HourIntensity(plan);
        intensity.moveTo(t);
        double[] factors = new double[plan.rows()];
        for (int merchant = 0; merchant < plan.merchants.merchants(); merchant++) {
            for (int row = plan.firstRow(merchant); row < plan.firstRow(merchant + 1); row++) {
                double shape = plan.shapes.at(plan.shapeTable[row], plan.time.slot(plan.zone(row), t));
                factors[row] = intensity.plannedVisits(row) / plan.weeklyVisits[row] / shape;
            }
        }
        return factors;
    }

    @Test
    void aLeapDayIsADayLikeOthers() {
        Calendar calendar = Calendar.of(OwnWorld.calendar(), "baseline");
        Set<DayOfWeek> weekend = Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        for (String leap : List.of("2024-02-29", "2028-02-29")) {
            // A Thursday and a Tuesday: the last business day of their months.
            assertThat(calendar.isPayDay(
                            new Calendar.Country("DE", PayRule.LAST_BUSINESS_DAY, weekend), LocalDate.parse(leap)))
                    .isTrue();
            int from = OwnWorld.hourOf(leap);
            ArrivalMaker maker = new ArrivalMaker(NORTH, new HourCounts(NORTH));
            long rows = 0;
            for (int t = from; t < from + 24; t++) {
                rows += maker.make(NORTH.allUnits(), t);
            }
            assertThat(rows).isBetween(18_000L, 34_000L);
            assertThat(OwnWorld.hourOf(leap) + 24).isEqualTo(OwnWorld.hourOf(leap.substring(0, 4) + "-03-01"));
        }
    }
}
