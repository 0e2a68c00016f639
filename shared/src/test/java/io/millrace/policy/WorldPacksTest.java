package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.contract.Iso;
import io.millrace.contract.PartyType;
import io.millrace.contract.Region;
import io.millrace.contract.Segment;
import io.millrace.policy.GeographyPolicy.Country;
import io.millrace.policy.GeographyPolicy.PayRule;
import io.millrace.policy.GeographyPolicy.Zone;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.ZoneCountries;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped packs of own worlds against what is known elsewhere. */
class WorldPacksTest {
    private static final GeographyPolicy GEOGRAPHY =
            GeographyPolicy.of(PolicyFiles.shippedAt("layer2/5B/geography_5B.yaml"));
    private static final PopulationPolicy POPULATION =
            PopulationPolicy.of(PolicyFiles.shippedAt("layer3/6A/population_6A.yaml"));

    @Test
    void weightsOfSixtyCountriesSumToAHundredThousand() {
        assertThat(GEOGRAPHY.countries()).hasSize(60);
        assertThat(GEOGRAPHY.countries().stream().mapToInt(Country::weight).sum())
                .isEqualTo(100_000);
        EnumMap<Region, Integer> byRegion = new EnumMap<>(Region.class);
        GEOGRAPHY.countries().forEach(country -> byRegion.merge(country.region(), country.weight(), Integer::sum));
        assertThat(byRegion.get(Region.EMEA) / 1000.0).isEqualTo(36.4, within(.05));
        assertThat(byRegion.get(Region.APAC) / 1000.0).isEqualTo(30.3, within(.05));
        assertThat(byRegion.get(Region.AMER) / 1000.0).isEqualTo(15.5, within(.05));
        assertThat(byRegion.get(Region.LATAM) / 1000.0).isEqualTo(12.8, within(.05));
        assertThat(byRegion.get(Region.AFRICA) / 1000.0).isEqualTo(5.0, within(.05));
    }

    /** The weight is typed in; its formula still explains it, up to the rounding of the typed population. */
    @Test
    void weightsFollowPopulationAndProduct() {
        double sum =
                GEOGRAPHY.countries().stream().mapToDouble(WorldPacksTest::load).sum();
        for (Country country : GEOGRAPHY.countries()) {
            double expected = 100_000 * load(country) / sum;
            assertThat((double) country.weight()).as(country.iso()).isEqualTo(expected, within(.05 * expected));
        }
    }

    private static double load(Country country) {
        double x = Math.min(1, country.gdpBillionDollars() * 1e3 / country.populationMillions() / 35_000);
        return StrictMath.pow(country.populationMillions() * x * Math.sqrt(x), .85);
    }

    @Test
    void sharesOfZonesSumToAHundredInEightySevenCells() {
        assertThat(GEOGRAPHY.countries().stream()
                        .mapToInt(country -> country.zones().size())
                        .sum())
                .isEqualTo(87);
        assertThat(GEOGRAPHY.countries()).allSatisfy(country -> assertThat(
                        country.zones().stream().mapToInt(Zone::share).sum())
                .isEqualTo(100));
    }

    @Test
    void zonesExistAndLieInTheirCountry() {
        ZoneCountries countries = ZoneCountries.shipped();
        for (Country country : GEOGRAPHY.countries()) {
            for (Zone zone : country.zones()) {
                assertThat(ZoneId.of(zone.tzid()).getId()).isEqualTo(zone.tzid());
                assertThat(countries.country(zone.tzid())).as(zone.tzid()).isEqualTo((short) Iso.pack(country.iso()));
            }
        }
    }

    @Test
    void currenciesAreThoseOfTheCountries() {
        for (Country country : GEOGRAPHY.countries()) {
            // Croatia joined the euro after the tables of older platforms were made.
            if (!country.iso().equals("HR")) {
                assertThat(Currency.getInstance(new Locale("", country.iso())).getCurrencyCode())
                        .as(country.iso())
                        .isEqualTo(country.currency());
            }
        }
    }

    @Test
    void weekendsAndPayRulesOfSomeCountries() {
        assertThat(GEOGRAPHY.country("IN").orElseThrow().weekend()).containsExactly(DayOfWeek.SUNDAY);
        assertThat(GEOGRAPHY.country("SA").orElseThrow().weekend())
                .containsExactly(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY);
        Country norway = GEOGRAPHY.country("NO").orElseThrow();
        assertThat(norway.weekend()).containsExactly(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        assertThat(norway.payRule()).isEqualTo(PayRule.LAST_BUSINESS_DAY);
        assertThat(norway.zones()).containsExactly(new Zone("Europe/Oslo", 100));
        assertThat(GEOGRAPHY.country("JP").orElseThrow().payRule()).isEqualTo(PayRule.DAY_25);
        assertThat(GEOGRAPHY.country("TR").orElseThrow().payRule()).isEqualTo(PayRule.DAY_15);
        assertThat(GEOGRAPHY.country("US").orElseThrow().payRule()).isEqualTo(PayRule.EVERY_SECOND_FRIDAY);
        assertThat(GEOGRAPHY.country("BR").orElseThrow().payRule()).isEqualTo(PayRule.FIFTH_BUSINESS_DAY);
        assertThat(GEOGRAPHY.country("MX").orElseThrow().payRule()).isEqualTo(PayRule.SEMI_MONTHLY);
        assertThat(GEOGRAPHY.country("CN")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tiny, 2000, 120, 3, 850",
        "demo, 50000, 1200, 12, 21100",
        "small, 250000, 4000, 24, 105600",
        "medium, 1000000, 10000, 60, 422500",
        "full, 3280000, 20000, 60, 1386000",
        "huge, 30000000, 120000, 60, 12700000"
    })
    void presetsAreThoseOfTheDesign(String name, long parties, int merchants, int countries, long arrivals) {
        WorldSpec spec = WorldSpec.of(PolicyFiles.shippedAt("world/" + name + ".yaml"));
        assertThat(spec.parties()).isEqualTo(parties);
        assertThat(spec.merchants()).isEqualTo(merchants);
        assertThat(spec.arrivalsPerDay()).isEqualTo(arrivals);
        assertThat((double) arrivals).isEqualTo(.4225 * parties, within(.007 * arrivals));
        assertThat(GEOGRAPHY.of(spec))
                .hasSize(countries)
                .extracting(Country::iso)
                .isSorted();
    }

    @Test
    void smallIsTheTwentyFourHeaviestCountries() {
        WorldSpec spec = WorldSpec.of(PolicyFiles.shippedAt("world/small.yaml"));
        List<String> heaviest = GEOGRAPHY.countries().stream()
                .sorted(Comparator.comparing(Country::weight).reversed())
                .limit(24)
                .map(Country::iso)
                .sorted()
                .toList();
        assertThat(spec.countries()).isEqualTo(heaviest);
    }

    @Test
    void mixesSumUpPerTypeAndRegion() {
        for (Region region : Region.values()) {
            assertThat(sum(POPULATION.typeMix().get(region))).isEqualTo(1_000);
            assertThat(sum(POPULATION.segmentMix().get(region))).isEqualTo(300);
        }
        assertThat(POPULATION.typeMix().get(Region.AMER).get(PartyType.BUSINESS))
                .isEqualTo(40);
        assertThat(POPULATION.segmentMix().get(Region.LATAM).get(Segment.VALUE)).isEqualTo(11);
        assertThat(POPULATION.segmentMix().get(Region.EMEA).get(Segment.SME)).isEqualTo(24);
        assertThat(POPULATION.segmentMix().get(Region.AFRICA).get(Segment.PUBLIC_SECTOR))
                .isEqualTo(28);
    }

    private static int sum(Map<?, Integer> shares) {
        return shares.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Test
    void profilesCarryFourteenTags() {
        assertThat(POPULATION.profiles().values().stream()
                        .flatMap(profile -> profile.tags().stream())
                        .distinct())
                .hasSize(14);
        assertThat(POPULATION.profiles().get(Segment.ECOM_NATIVE))
                .isEqualTo(new PopulationPolicy.Profile(
                        .6,
                        .85,
                        .15,
                        .5,
                        .6,
                        .5,
                        .45,
                        java.util.Set.of("DIGITAL_HEAVY", "ECOM_FOCUSED", "INTERNATIONAL_CLIENTS")));
        assertThat(POPULATION.profiles().get(Segment.VALUE).size()).isZero();
    }

    @Test
    void activityHasTheMeanWeightOfTheDesign() {
        long mass = 0;
        for (int strip = 0; strip < PopulationPolicy.STRIPS; strip++) {
            mass += (long) POPULATION.activity().shares().get(strip)
                    * POPULATION.activity().weights().get(strip);
        }
        assertThat(mass).isEqualTo(10_040_000);
        assertThat(POPULATION.activity().shares().stream()
                        .limit(12)
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(6_000);
    }

    @Test
    void latentLevelsLeaveTheMeanAlone() {
        double[] shares = POPULATION.latentShares();
        assertThat(shares).containsExactly(new double[] {.279, .409, .2295, .0825}, within(1e-12));
        for (double exponent : new double[] {0, .4, 1.1}) {
            double[] factors = POPULATION.latentFactors(exponent);
            double mean = 0;
            for (int level = 0; level < PopulationPolicy.LEVELS; level++) {
                mean += shares[level] * factors[level];
            }
            assertThat(mean).isEqualTo(1, within(1e-14));
            assertThat(factors[3] / factors[0]).isEqualTo(StrictMath.pow(1.6 / .7, exponent), within(1e-12));
        }
    }

    @Test
    void everyKeyIsRead() {
        for (String path : List.of("layer2/5B/geography_5B.yaml", "layer3/6A/population_6A.yaml", "world/tiny.yaml")) {
            PolicyNode root = PolicyFiles.shippedAt(path);
            if (path.startsWith("layer2")) {
                GeographyPolicy.of(root);
            } else if (path.startsWith("layer3")) {
                PopulationPolicy.of(root);
            } else {
                WorldSpec.of(root);
            }
            assertThat(root.unreadPointers())
                    .containsExactlyInAnyOrder("/schema_version", "/policy_id", "/policy_version", "/law_revision");
        }
    }
}
