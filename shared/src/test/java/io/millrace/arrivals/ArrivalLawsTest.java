package io.millrace.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import io.millrace.policy.ArrivalsPolicy;
import io.millrace.policy.GeographyPolicy.PayRule;
import io.millrace.random.Philox2x64;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArrivalLawsTest {
    private static final ArrivalsPolicy POLICY = OwnWorld.arrivals();
    private static final long COUNT = 0x1111111111111111L;
    private static final long VISIT = 0x2222222222222222L;
    private static final long HEAD = 0x3333333333333333L;
    private static final long TILT = 0x4444444444444444L;
    private static final long GAP = 0x5555555555555555L;
    private static final int DRAWS = 1_000_000;

    /** World design section 7, example 9. */
    @Test
    void theWorkedHour() {
        long rowKey = 7L << 20 | 1;
        int t = 12;
        long[] lanes = new long[2];
        Philox2x64.block(COUNT, rowKey, (long) t << 16, lanes);
        assertThat(lanes).containsExactly(0xa3e226c232522453L, 0xa1eed2f100274b98L);
        double mean = VisitLaw.meanSize(.2, 8);
        assertThat(mean).isCloseTo(1.249980, within(5e-7));
        double hour = Noise.logNormal(Noise.hourSigma(30))[(int) (lanes[0] >>> Noise.SHIFT)];
        assertThat(lanes[0] >>> Noise.SHIFT).isEqualTo(2622);
        assertThat(hour).isCloseTo(1.049848, within(5e-7));
        double m = 9 / mean * hour;
        assertThat(m).isCloseTo(7.559031, within(5e-7));
        int visits = Poisson.count(m, lanes[1]);
        assertThat(visits).isEqualTo(8);
        long[] cuts = VisitLaw.sizeCuts(.2, 8);
        long[] knots = VisitLaw.gapKnots(POLICY.gaps().get(Channel.ECOM), 1500);
        VisitTimes times = new VisitTimes(TILT, GAP);
        List<Integer> sizes = new ArrayList<>();
        List<Long> heads = new ArrayList<>();
        List<Long> followUps = new ArrayList<>();
        for (int visit = 0; visit < visits; visit++) {
            long counter = ((long) t << 20) + visit;
            sizes.add(VisitLaw.size(cuts, Philox2x64.x0(VISIT, rowKey, counter)));
            heads.add(head(times, rowKey, counter, VisitLaw.tiltCut(.12)));
            for (int k = 1; k < sizes.get(visit); k++) {
                followUps.add(times.next(rowKey, counter * 16 + k, knots, heads.get(visit), Horizon.MICROS_PER_HOUR));
            }
        }
        assertThat(sizes).containsExactly(1, 2, 1, 1, 1, 1, 2, 1);
        assertThat(heads)
                .containsExactly(
                        1136698717L,
                        770436908L,
                        46335549L,
                        2455641182L,
                        3555232984L,
                        289400825L,
                        1453782972L,
                        2992367636L);
        assertThat(followUps).hasSize(2);
        assertThat(followUps.get(0)).isCloseTo(807002257L, within(1L));
        assertThat(followUps.get(1)).isCloseTo(1463824725L, within(1L));
        assertThat(((long) t << 22) + 1).isEqualTo(50331649L);
    }

    /** World design section 7, tests row 10. */
    @Test
    void offsetsSwitchOnTheSecondAlsoInsideAnHour() {
        CivilTime time = CivilTime.of(List.of("Europe/Berlin", "America/New_York", "Australia/Adelaide"));
        assertThat(time.offsetBefore(0, 54697)).isEqualTo(3600);
        assertThat(time.offsetAfter(0, 54697)).isEqualTo(7200);
        assertThat(time.switchSecond(0, 54697))
                .isEqualTo(java.time.Instant.parse("2026-03-29T01:00:00Z").getEpochSecond());
        assertThat(time.switchSecond(0, 54696)).isEqualTo(-1);
        assertThat(time.offsetBefore(1, 54199)).isEqualTo(-18000);
        assertThat(time.offsetAfter(1, 54199)).isEqualTo(-14400);
        long adelaide = java.time.Instant.parse("2026-04-04T16:30:00Z").getEpochSecond();
        assertThat(time.switchSecond(2, 54856)).isEqualTo(adelaide);
        assertThat(time.offsetSeconds(2, adelaide - 1)).isEqualTo(37800);
        assertThat(time.offsetSeconds(2, adelaide)).isEqualTo(34200);
        assertThat(time.slot(0, 52608)).isEqualTo(73);
        assertThat(time.localDay(0, 52608))
                .isEqualTo((int) LocalDate.parse("2026-01-01").toEpochDay());
        assertThat(time.localDay(1, 52608))
                .isEqualTo((int) LocalDate.parse("2025-12-31").toEpochDay());
    }

    /** World design section 2.3: weekend, 0-6 h, Saturday 10-17 h, 19-23 h. */
    @Test
    void shapesHaveTheirOracles() {
        Map<String, double[]> oracles = Map.ofEntries(
                Map.entry("DAYTIME", new double[] {.309, .031, .120, .128}),
                Map.entry("FOOD", new double[] {.312, .039, .082, .184}),
                Map.entry("COMMUTE", new double[] {.199, .061, .058, .100}),
                Map.entry("EVENING", new double[] {.379, .032, .084, .428}),
                Map.entry("OFFICE", new double[] {.068, .013, .031, .014}),
                Map.entry("BILLS", new double[] {.167, .087, .036, .222}),
                Map.entry("ONLINE", new double[] {.286, .082, .046, .326}),
                Map.entry("NIGHTNET", new double[] {.321, .132, .053, .329}),
                Map.entry("CASH", new double[] {.273, .036, .097, .107}),
                Map.entry("LOCAL", new double[] {.285, .077, .058, .195}),
                Map.entry("RIDE", new double[] {.341, .169, .041, .286}));
        assertThat(OwnWorld.shapes().shapes().keySet()).isEqualTo(new java.util.TreeSet<>(oracles.keySet()));
        oracles.forEach((name, expected) -> {
            double[] week = WeekShapes.week(OwnWorld.shapes().shapes().get(name), 0);
            assertThat(Arrays.stream(week).sum()).isCloseTo(1, within(1e-12));
            assertThat(share(week, 5, 7, 0, 24)).as(name).isCloseTo(expected[0], within(.001));
            assertThat(share(week, 0, 7, 0, 6)).as(name).isCloseTo(expected[1], within(.001));
            assertThat(share(week, 5, 6, 10, 17)).as(name).isCloseTo(expected[2], within(.001));
            assertThat(share(week, 0, 7, 19, 23)).as(name).isCloseTo(expected[3], within(.001));
        });
    }

    private static double share(double[] week, int dayFrom, int dayEnd, int hourFrom, int hourEnd) {
        double sum = 0;
        for (int day = dayFrom; day < dayEnd; day++) {
            for (int hour = hourFrom; hour < hourEnd; hour++) {
                sum += week[day * 24 + hour];
            }
        }
        return sum;
    }

    @Test
    void weekendsMoveWithTheCountry() {
        WeekShapes shapes = WeekShapes.of(OwnWorld.shapes());
        int shape = shapes.shape("OFFICE");
        int west = shapes.table(shape, 1, WeekShapes.Weekend.SATURDAY_SUNDAY);
        int gulf = shapes.table(shape, 1, WeekShapes.Weekend.FRIDAY_SATURDAY);
        int india = shapes.table(shape, 1, WeekShapes.Weekend.SUNDAY);
        assertThat(shapes.at(gulf, 4 * 24 + 11)).isEqualTo(shapes.at(west, 5 * 24 + 11));
        assertThat(shapes.at(gulf, 6 * 24 + 11)).isEqualTo(shapes.at(west, 11));
        assertThat(shapes.at(india, 5 * 24 + 11)).isEqualTo(shapes.at(west, 4 * 24 + 11));
        assertThat(shapes.at(india, 6 * 24 + 11)).isEqualTo(shapes.at(west, 6 * 24 + 11));
    }

    @Test
    void calendarKnowsSeasonsPayDaysAndEvents() {
        Calendar calendar = Calendar.of(OwnWorld.calendar(), "baseline");
        Set<DayOfWeek> weekend = Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        Calendar.Country germany = new Calendar.Country("DE", PayRule.LAST_BUSINESS_DAY, weekend);
        Calendar.Country america = new Calendar.Country("US", PayRule.EVERY_SECOND_FRIDAY, weekend);
        // Saturday 31 January 2026: paid on Friday the 30th.
        assertThat(calendar.isPayDay(germany, LocalDate.parse("2026-01-30"))).isTrue();
        assertThat(calendar.isPayDay(germany, LocalDate.parse("2026-01-31"))).isFalse();
        assertThat(calendar.pay(germany, "ATM_CASH", DemandClass.ALWAYS_ON_LOCAL, LocalDate.parse("2026-01-31")))
                .isEqualTo(1.3);
        assertThat(calendar.isPayDay(america, LocalDate.parse("2026-01-16"))).isTrue();
        assertThat(calendar.isPayDay(america, LocalDate.parse("2026-01-09"))).isFalse();
        assertThat(calendar.isPayDay(
                        new Calendar.Country("BR", PayRule.FIFTH_BUSINESS_DAY, weekend), LocalDate.parse("2026-01-07")))
                .isTrue();
        assertThat(calendar.season(DemandClass.CONSUMER_DAYTIME, LocalDate.parse("2026-01-16")))
                .isCloseTo(.93, within(1e-3));
        double black =
                calendar.online(germany, "ELECTRONICS", DemandClass.CONSUMER_DAYTIME, LocalDate.parse("2026-11-27"));
        double before =
                calendar.online(germany, "ELECTRONICS", DemandClass.CONSUMER_DAYTIME, LocalDate.parse("2026-11-26"));
        assertThat(black / before).isBetween(1.69, 2.0);
        assertThat(calendar.physical(america, "FUEL", DemandClass.FUEL_CONVENIENCE, LocalDate.parse("2026-12-25")))
                .isEqualTo(.45
                        * calendar.pay(america, "FUEL", DemandClass.FUEL_CONVENIENCE, LocalDate.parse("2026-12-25")));
        // Mean of years: near 1 for every class.
        for (DemandClass of : DemandClass.values()) {
            double sum = 0;
            for (int day = 0; day < 1461; day++) {
                sum += calendar.season(of, LocalDate.parse("2026-01-01").plusDays(day));
            }
            assertThat(sum / 1461).isCloseTo(1, within(.01));
        }
        Calendar outage = Calendar.of(OwnWorld.calendar(), "outage");
        assertThat(outage.online(germany, "FUEL", DemandClass.FUEL_CONVENIENCE, LocalDate.parse("2026-01-14")))
                .isEqualTo(.05);
    }

    @Test
    void poissonCountsFollowTheirLaw() {
        for (double mean : new double[] {.01, .7, 5.3, 16}) {
            assertThat(Poisson.exp(mean)).isCloseTo(StrictMath.exp(-mean), within(1e-15));
            long[] seen = new long[60];
            for (int i = 0; i < DRAWS; i++) {
                seen[Poisson.count(mean, Philox2x64.x0(COUNT, 1, i))]++;
            }
            double[] expected = new double[60];
            double p = StrictMath.exp(-mean);
            for (int k = 0; k < 60; k++) {
                expected[k] = p * DRAWS;
                p *= mean / (k + 1);
            }
            assertChiSquare(seen, expected);
        }
    }

    @Test
    void visitSizesFollowTheirLaw() {
        for (double goesOn : new double[] {.04, .24, .55}) {
            long[] cuts = VisitLaw.sizeCuts(goesOn, 8);
            long[] seen = new long[8];
            double mean = 0;
            for (int i = 0; i < DRAWS; i++) {
                int size = VisitLaw.size(cuts, Philox2x64.x0(VISIT, 1, i));
                seen[size - 1]++;
                mean += size;
            }
            double[] expected = new double[8];
            double power = DRAWS * (1 - goesOn) / (1 - StrictMath.pow(goesOn, 8));
            for (int n = 0; n < 8; n++) {
                expected[n] = power;
                power *= goesOn;
            }
            assertChiSquare(seen, expected);
            assertThat(mean / DRAWS).isCloseTo(VisitLaw.meanSize(goesOn, 8), within(.005));
        }
    }

    /** Kolmogorov-Smirnov at p > 1e-4: sqrt(n) D below 2.23. */
    @Test
    void gapsAndTiltedHeadsFollowTheirLaws() {
        for (Channel channel : POLICY.gaps().keySet()) {
            ArrivalsPolicy.Gap gap = POLICY.gaps().get(channel);
            long[] knots = VisitLaw.gapKnots(gap, 1500);
            io.millrace.table.Truncated law = new io.millrace.table.Truncated(
                    new io.millrace.table.LogNormal(gap.medianSeconds(), gap.sigmaLog()), gap.minSeconds(), 1500);
            double[] values = new double[DRAWS];
            for (int i = 0; i < DRAWS; i++) {
                values[i] = law.cdf(VisitLaw.gap(knots, Philox2x64.x0(GAP, channel.code(), i)) / 1e6);
            }
            assertUniform(values);
        }
        for (double tilt : new double[] {-.9, -.2, 0, .5}) {
            VisitTimes times = new VisitTimes(TILT, GAP);
            long cut = VisitLaw.tiltCut(tilt);
            double[] values = new double[DRAWS];
            for (int i = 0; i < DRAWS; i++) {
                double u = head(times, 3, i, tilt < 0 ? -cut : cut) / 3.6e9;
                values[i] = u + tilt * u * (u - 1);
            }
            assertUniform(values);
            assertThat(times.tilted)
                    .isBetween((long) (DRAWS * (Math.abs(tilt) - .005)), (long) (DRAWS * (Math.abs(tilt) + .005)));
        }
    }

    @Test
    void theFieldHasItsMomentsAndItsMemory() {
        LatentField field = new LatentField(POLICY, COUNT);
        int cell = field.cell(DemandClass.CONSUMER_DAYTIME, 3, 2);
        double[] values = new double[20_000];
        for (int t = 0; t < values.length; t++) {
            field.moveTo(40_000 + t);
            values[t] = field.factor(cell);
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = 0;
        double covariance = 0;
        for (int t = 1; t < values.length; t++) {
            variance += (values[t] - mean) * (values[t] - mean);
            covariance += (values[t] - mean) * (values[t - 1] - mean);
        }
        // 20 000 hours are some 400 independent values of spread .2.
        assertThat(mean).isCloseTo(1, within(.04));
        assertThat(StrictMath.sqrt(variance / values.length)).isCloseTo(.2, within(.04));
        assertThat(covariance / variance).isCloseTo(StrictMath.exp(-1 / 24.0), within(.02));
        LatentField alone = new LatentField(POLICY, COUNT);
        alone.moveTo(40_000 + 777);
        assertThat(alone.factor(cell)).isEqualTo(values[777]);
    }

    private static void assertUniform(double[] values) {
        Arrays.sort(values);
        double most = 0;
        for (int i = 0; i < values.length; i++) {
            most = Math.max(most, Math.abs(values[i] - (i + .5) / values.length));
        }
        assertThat(most * StrictMath.sqrt(values.length)).isLessThan(2.23);
    }

    /** Against the 1e-4 point of chi-square, by the cube root law of Wilson and Hilferty. */
    private static void assertChiSquare(long[] seen, double[] expected) {
        double sum = 0;
        int cells = 0;
        double restSeen = 0;
        double restExpected = 0;
        for (int i = 0; i < seen.length; i++) {
            if (expected[i] < 20) {
                restSeen += seen[i];
                restExpected += expected[i];
            } else {
                sum += (seen[i] - expected[i]) * (seen[i] - expected[i]) / expected[i];
                cells++;
            }
        }
        if (restExpected > 5) {
            sum += (restSeen - restExpected) * (restSeen - restExpected) / restExpected;
            cells++;
        }
        double df = cells - 1;
        double root = 1 - 2 / (9 * df) + 3.72 * StrictMath.sqrt(2 / (9 * df));
        assertThat(sum).isLessThan(df * root * root * root);
    }

    private static long head(VisitTimes times, long rowKey, long counter, long tiltCut) {
        long u = Philox2x64.x0(HEAD, rowKey, counter);
        long coin = Philox2x64.x1(HEAD, rowKey, counter);
        return times.head(u, coin, rowKey, counter, tiltCut, Horizon.MICROS_PER_HOUR);
    }
}
