package io.millrace.merchants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.policy.PopulationPolicy;
import io.millrace.slab.Columns;
import io.millrace.slab.MerchantDimSlab;
import io.millrace.slab.SiteDimSlab;
import io.millrace.slab.ZoneDimSlab;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.PartyPlan;
import io.millrace.world.WorldDimensions;
import io.millrace.world.WorldKeys;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanDimensionsTest {
    private static final MerchantPlan TINY = PlaceFixture.tinyPlan(42);

    @Test
    void ratesOfZonesSumToTheWorld() {
        WorldDimensions dimensions = TINY.dimensions();
        long zones = Arrays.stream(dimensions.zoneRatePer1000Days).sum();
        long places = Arrays.stream(dimensions.siteRatePer1000Days).sum()
                + Arrays.stream(dimensions.merchantVirtualRatePer1000Days).sum();
        // Half a unit of rounding for every row.
        assertThat(zones).isCloseTo(850_000L, within(4L));
        assertThat(places).isCloseTo(850_000L, within((TINY.sites() + TINY.merchants()) / 2L));
        assertThat(dimensions.zoneTzid)
                .containsExactly(
                        "America/Chicago",
                        "America/Denver",
                        "America/Los_Angeles",
                        "America/New_York",
                        "America/Phoenix",
                        "Europe/Berlin",
                        "Europe/London",
                        "Pacific/Honolulu");
        // All demand of Germany is in its one zone.
        assertThat(dimensions.zoneRatePer1000Days[5]).isEqualTo(Math.round(850_000.0 * 4059 / 20_835));
        assertThat(dimensions.zoneCountry[5]).isEqualTo(PlaceFixture.iso("DE"));
    }

    @Test
    void peopleAreSplitByWeightAndZoneShare() {
        Places tiny = PlaceFixture.tiny();
        assertThat(tiny.demand(0)).isEqualTo(390);
        assertThat(tiny.demand(1)).isEqualTo(327);
        assertThat(tiny.demandOfCountry(2)).isEqualTo(1283);
        assertThat(PlaceFixture.sixty().cells()).isEqualTo(87);
        assertThat(PlaceFixture.sixty().zones()).isEqualTo(87);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "demo", "full"})
    void placesNumberZoneCellsAndPeopleAsThePartyPlanDoes(String preset) {
        Places places = Places.of(PlaceFixture.spec(preset), PlaceFixture.geography());
        PartyPlan parties = PartyPlan.of(
                PlaceFixture.spec(preset),
                PlaceFixture.geography(),
                PopulationPolicy.of(PolicyFiles.shipped("population_6A")),
                WorldKeys.of(PlaceFixture.WORLD, 42));
        assertThat(places.cells()).isEqualTo(parties.zones());
        assertThat(places.zoneTzids()).isEqualTo(parties.zoneTzids());
        for (int cell = 0; cell < places.cells(); cell++) {
            assertThat(places.tzid(cell)).isEqualTo(parties.tzid(cell));
            assertThat(places.zoneOf(cell)).isEqualTo(parties.zoneOrdinal(cell));
            assertThat((int) places.iso(places.countryOf(cell))).isEqualTo(parties.country(cell));
            assertThat(places.demand(cell)).isEqualTo(parties.end(cell) - parties.first(cell));
        }
    }

    @Test
    void onlineDemandFollowsPartiesAndFallsBackToShares() {
        Places byParties = twoZones(new long[] {900, 100});
        Places nobody = twoZones(new long[] {0, 0});
        assertThat(byParties.demand(0)).isEqualTo(900);
        assertThat(nobody.demand(0)).isEqualTo(95);
        assertThat(byParties.mainCell(0)).isEqualTo(1);
    }

    private static Places twoZones(long[] parties) {
        return Places.of(
                new short[] {PlaceFixture.iso("ES")},
                new long[] {2487},
                new int[] {0, 0},
                List.of("Atlantic/Canary", "Europe/Madrid"),
                parties[0] == 0 ? new long[] {95, 5} : new long[] {5, 95},
                parties);
    }

    @Test
    void aZoneOfTwoCountriesIsOneRowWithoutCountry() {
        Places places = Places.of(
                new short[] {PlaceFixture.iso("AT"), PlaceFixture.iso("DE")},
                new long[] {1, 3},
                new int[] {0, 1},
                List.of("Europe/Berlin", "Europe/Berlin"),
                new long[] {1, 1},
                new long[] {1, 3});
        assertThat(places.zoneTzids()).containsExactly("Europe/Berlin");
        assertThat(places.zoneCountries()).containsExactly((short) -1);
        assertThat(places.zoneOf(1)).isZero();
    }

    @Test
    void rowsSayWhatTheDimensionsSay() {
        WorldDimensions dimensions = TINY.dimensions();
        MerchantDimSlab merchants = new MerchantDimSlab(TINY.merchants());
        SiteDimSlab sites = new SiteDimSlab(TINY.sites());
        ZoneDimSlab zones = new ZoneDimSlab(TINY.places().zones());
        long sitesOfMerchants = 0;
        for (int merchant = 0; merchant < TINY.merchants(); merchant++) {
            int row = PlanDimensions.addMerchant(TINY, merchant, merchants);
            assertThat(merchants.merchantId[row]).isEqualTo(dimensions.merchantId[merchant]);
            assertThat(merchants.virtualRatePer1000Days[row])
                    .isEqualTo(dimensions.merchantVirtualRatePer1000Days[merchant]);
            assertThat(merchants.homeCountry[row]).isEqualTo(dimensions.merchantHomeCountry[merchant]);
            assertThat(merchants.channelEcomPpm[row]
                            + merchants.channelPosPpm[row]
                            + merchants.channelAtmPpm[row]
                            + merchants.channelBankRailPpm[row])
                    .isEqualTo(1_000_000);
            assertThat(dimensions.merchantChannelPpm[merchant * 4 + 1]).isEqualTo(merchants.channelPosPpm[row]);
            assertThat(merchants.firstMicros[row]).isEqualTo(Columns.ABSENT);
            sitesOfMerchants += merchants.siteCount[row];
        }
        for (int site = 0; site < TINY.sites(); site++) {
            PlanDimensions.addSite(TINY, site, sites);
            assertThat(sites.ratePer1000Days[site]).isEqualTo(dimensions.siteRatePer1000Days[site]);
            assertThat(sites.merchantId[site]).isEqualTo(dimensions.merchantId[dimensions.siteMerchantOrdinal[site]]);
            assertThat(sites.tzid[site]).isIn(dimensions.zoneTzid);
        }
        PlanDimensions.addZones(TINY, zones);
        assertThat(zones.size).isEqualTo(8);
        assertThat(zones.ratePer1000Days).isEqualTo(dimensions.zoneRatePer1000Days);
        assertThat(sitesOfMerchants).isEqualTo(TINY.sites());
    }

    @Test
    void headquartersOfAnAmericanMerchantAreInNewYork() {
        MerchantDimSlab out = new MerchantDimSlab(TINY.merchants());
        for (int merchant = 0; merchant < TINY.merchants(); merchant++) {
            int row = PlanDimensions.addMerchant(TINY, merchant, out);
            if (out.homeCountry[row] == PlaceFixture.iso("US")) {
                assertThat(out.primaryTzid[row]).isEqualTo("America/New_York");
            }
        }
        assertThat(out.primaryTzid).contains("America/New_York", "Europe/Berlin", "Europe/London");
    }
}
