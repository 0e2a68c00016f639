package io.millrace.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.Iso;
import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import io.millrace.policy.GeographyPolicy;
import io.millrace.policy.PopulationPolicy;
import io.millrace.policy.WorldSpec;
import io.millrace.random.Mix64;
import io.millrace.testing.PolicyFiles;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartyPlanTest {
    private static final String WORLD = "37001b3ac7ab96c96f0bb4826e5841af58d25e06b97374ccdb8898b2c4860c05";
    private static final PopulationPolicy POPULATION =
            PopulationPolicy.of(PolicyFiles.shippedAt("layer3/6A/population_6A.yaml"));
    private static final int DE = Iso.pack("DE");
    private static final int US = Iso.pack("US");

    static PartyPlan plan(String spec) {
        return PartyPlan.of(
                WorldSpec.of(PolicyFiles.shippedAt("world/" + spec + ".yaml")),
                GeographyPolicy.of(PolicyFiles.shippedAt("layer2/5B/geography_5B.yaml")),
                POPULATION,
                WorldKeys.of(WORLD, 42));
    }

    @Test
    void zonesAreInOrderOfCountryAndTzidAndSizedByLargestRemainder() {
        PartyPlan tiny = plan("tiny");
        assertThat(tiny.zones()).isEqualTo(8);
        assertThat(tiny.tzid(0)).isEqualTo("Europe/Berlin");
        assertThat(tiny.tzid(1)).isEqualTo("Europe/London");
        assertThat(tiny.tzid(2)).isEqualTo("America/Chicago");
        assertThat(tiny.tzid(7)).isEqualTo("Pacific/Honolulu");
        assertThat(tiny.zoneTzids()).isSorted().hasSize(8);
        assertThat(tiny.zoneOrdinal(0)).isEqualTo(tiny.zoneTzids().indexOf("Europe/Berlin"));
        assertThat(tiny.end(0) - tiny.first(0)).isEqualTo(390);
        assertThat(tiny.end(1) - tiny.first(1)).isEqualTo(327);
        assertThat(tiny.end(7)).isEqualTo(2_000);
        assertThat(tiny.currency(1)).isEqualTo("GBP");
        assertThat(tiny.countryWeight(US)).isEqualTo(13_369);
        assertThat(tiny.countryWeight(Iso.pack("FR"))).isZero();
    }

    @Test
    void rangesOfAZoneFollowTheOrderOfSegments() {
        PartyPlan demo = plan("demo");
        for (int zone = 0; zone < demo.zones(); zone++) {
            assertThat(demo.first(zone)).isLessThanOrEqualTo(demo.workingEnd(zone));
            assertThat(demo.workingEnd(zone)).isLessThanOrEqualTo(demo.studentFirst(zone));
            assertThat(demo.studentFirst(zone)).isLessThanOrEqualTo(demo.retailEnd(zone));
            assertThat(demo.retailEnd(zone)).isLessThanOrEqualTo(demo.end(zone));
            for (long index = demo.first(zone); index < demo.end(zone); index++) {
                Segment segment = Segment.ofCode(demo.segmentOf(index));
                assertThat(demo.zoneOf(index)).isEqualTo(zone);
                assertThat(index < demo.retailEnd(zone))
                        .isEqualTo(demo.typeOf(index) == PartyType.RETAIL.code())
                        .isEqualTo(segment.compareTo(Segment.STUDENT) <= 0);
                assertThat(index < demo.workingEnd(zone)).isEqualTo(segment.compareTo(Segment.VALUE) <= 0);
                assertThat(index >= demo.studentFirst(zone) && index < demo.retailEnd(zone))
                        .isEqualTo(segment == Segment.STUDENT);
            }
        }
    }

    @Test
    void ordinalsAreAPermutationOfTheInnerIndex() {
        PartyPlan demo = plan("demo");
        BitSet seen = new BitSet();
        for (long index = 0; index < demo.parties(); index++) {
            long ordinal = demo.ordinal(index);
            seen.set((int) ordinal);
            assertThat(demo.index(ordinal)).isEqualTo(index);
        }
        assertThat(seen.cardinality()).isEqualTo(50_000);
    }

    @Test
    void countsOfCellsFollowTheMixOfTheRegion() {
        PartyPlan small = plan("small");
        long[] bySegment = new long[WorldKeys.SEGMENTS];
        long germany = 0;
        for (int cell = 0; cell < small.cells(); cell++) {
            bySegment[cell % WorldKeys.SEGMENTS] += small.cellSize(cell);
            if (small.country(cell / WorldKeys.SEGMENTS) == DE) {
                germany += small.cellSize(cell);
                double share = POPULATION
                                .segmentMix()
                                .get(io.millrace.contract.Region.EMEA)
                                .get(Segment.values()[cell % WorldKeys.SEGMENTS])
                        / 100.0;
                long type = cell % WorldKeys.SEGMENTS < 8
                        ? small.retailEnd(cell / WorldKeys.SEGMENTS) - small.first(cell / WorldKeys.SEGMENTS)
                        : -1;
                if (type >= 0) {
                    assertThat((double) small.cellSize(cell)).isEqualTo(type * share, within(1.0));
                }
            }
        }
        long total = 0;
        for (long count : bySegment) {
            total += count;
            assertThat(count).isPositive();
        }
        assertThat(total).isEqualTo(250_000);
        assertThat(germany / 250_000.0).isBetween(.04, .06);
    }

    @Test
    void activityIsThatOfTheDesign() {
        PartyPlan small = plan("small");
        long active = 0;
        long mass = 0;
        long[] strips = new long[PopulationPolicy.STRIPS];
        for (long index = 0; index < small.parties(); index++) {
            int strip = small.stripOf(index);
            strips[strip]++;
            active += strip < 12 ? 1 : 0;
            mass += small.stripWeight(strip);
        }
        assertThat(active / 250_000.0).isEqualTo(.60, within(.002));
        assertThat(mass / 250_000_000.0).isEqualTo(1.004, within(.006));
        assertThat(small.mass(small.worldScope())).isEqualTo(mass);
        assertThat(strips[0]).isBetween(220L, 280L);
        long bySegment = 0;
        for (Segment segment : Segment.values()) {
            bySegment += small.massOfSegment(segment.code());
        }
        assertThat(bySegment).isEqualTo(mass);
    }

    @Test
    void levelsGoWithTheStrip() {
        PartyPlan demo = plan("demo");
        long[] all = new long[PopulationPolicy.LEVELS];
        long top = 0;
        long topLevels = 0;
        for (long index = 0; index < demo.parties(); index++) {
            int strip = demo.stripOf(index);
            int level = demo.level(demo.ordinal(index) + 1, strip);
            all[level]++;
            if (strip < 5) {
                top++;
                topLevels += level == 3 ? 1 : 0;
            }
        }
        assertThat(all[0] / 50_000.0).isEqualTo(.279, within(.008));
        assertThat(all[1] / 50_000.0).isEqualTo(.409, within(.009));
        assertThat(all[3] / 50_000.0).isEqualTo(.0825, within(.005));
        assertThat(topLevels / (double) top).isEqualTo(.25, within(.035));
    }

    @Test
    void picksStayInTheirScopeAndFollowTheWeights() {
        PartyPlan demo = plan("demo");
        int newYork = demo.zoneTzids().indexOf("America/New_York");
        int scope = demo.scope(US, newYork);
        Map<Integer, Long> strips = new HashMap<>();
        int picks = 200_000;
        for (int i = 0; i < picks; i++) {
            long ordinal = demo.pick(scope, Mix64.at(1, i), Mix64.at(2, i));
            long index = demo.index(ordinal);
            assertThat(demo.tzid(demo.zoneOf(index))).isEqualTo("America/New_York");
            strips.merge(demo.stripOf(index), 1L, Long::sum);
        }
        assertThat(strips).doesNotContainKey(13);
        for (int strip = 0; strip < 13; strip++) {
            long members = 0;
            int zone = demo.zoneOf(demo.index(demo.pick(scope, 0, 0)));
            for (int cell = zone * WorldKeys.SEGMENTS; cell < (zone + 1) * WorldKeys.SEGMENTS; cell++) {
                members += demo.stripBound(cell, strip + 1) - demo.stripBound(cell, strip);
            }
            double expected = (double) picks * members * demo.stripWeight(strip) / demo.mass(scope);
            assertThat((double) strips.getOrDefault(strip, 0L))
                    .isEqualTo(expected, within(5 * Math.sqrt(expected) + 1));
        }
    }

    @Test
    void scopesFallBackToTheCountryAndAreAbsentElsewhere() {
        PartyPlan tiny = plan("tiny");
        int berlin = tiny.zoneTzids().indexOf("Europe/Berlin");
        int country = tiny.scope(US, -1);
        assertThat(tiny.scope(US, berlin)).isEqualTo(country);
        assertThat(tiny.scope(DE, berlin)).isNotEqualTo(tiny.scope(DE, -1));
        assertThat(tiny.mass(tiny.scope(DE, berlin))).isEqualTo(tiny.mass(tiny.scope(DE, -1)));
        assertThat(tiny.scope(Iso.pack("FR"), 0)).isEqualTo(-1);
        assertThat(tiny.scope(-1, 0)).isEqualTo(-1);
        assertThat(tiny.worldScope()).isZero();
    }

    @Test
    void weightIsThatOfTheStripOfTheOrdinal() {
        PartyPlan tiny = plan("tiny");
        for (int cell = 0; cell < tiny.cells(); cell++) {
            for (long rank = 0; rank < tiny.cellSize(cell); rank++) {
                long ordinal = tiny.ordinalOfRank(cell, rank);
                int strip = tiny.stripOf(tiny.index(ordinal));
                assertThat(tiny.cellOf(tiny.index(ordinal))).isEqualTo(cell);
                assertThat(rank).isBetween(tiny.stripBound(cell, strip), tiny.stripBound(cell, strip + 1) - 1);
                assertThat(tiny.weight(ordinal)).isEqualTo(tiny.stripWeight(strip));
            }
        }
    }
}
