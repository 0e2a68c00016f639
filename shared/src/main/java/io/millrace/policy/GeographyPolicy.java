package io.millrace.policy;

import io.millrace.contract.Region;
import java.io.Serial;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code geography_5B}: countries of own worlds, their weights and zones.
 *
 * @param countries ascending by ISO code
 */
public record GeographyPolicy(List<Country> countries) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int DAY_LETTERS = 3;

    public GeographyPolicy {
        countries =
                countries.stream().sorted(Comparator.comparing(Country::iso)).toList();
    }

    /** @param root the file, as the schema accepted it */
    public static GeographyPolicy of(PolicyNode root) {
        return new GeographyPolicy(root.get("countries").entries().entrySet().stream()
                .map(entry -> Country.of(entry.getKey(), entry.getValue()))
                .toList());
    }

    /** The country of an ISO code. */
    public Optional<Country> country(String iso) {
        return countries.stream().filter(country -> country.iso().equals(iso)).findFirst();
    }

    /**
     * Countries of a world, ascending by ISO code.
     *
     * @throws IllegalArgumentException when the spec names one that is not here; the linter says so before
     */
    public List<Country> of(WorldSpec spec) {
        return spec.countries().stream()
                .map(iso -> country(iso)
                        .orElseThrow(() -> new IllegalArgumentException("geography_5B has no country " + iso)))
                .toList();
    }

    /** When most people of a country are paid. */
    public enum PayRule {
        LAST_BUSINESS_DAY("L"),
        /** The 25th, back to a business day. */
        DAY_25("25"),
        /** The 15th, back to a business day. */
        DAY_15("15"),
        FIFTH_BUSINESS_DAY("D5"),
        /** The 15th and the last day. */
        SEMI_MONTHLY("SM"),
        EVERY_SECOND_FRIDAY("W2");

        private final String token;

        PayRule(String token) {
            this.token = token;
        }

        /** As the pack writes it. */
        public String token() {
            return token;
        }

        static PayRule of(PolicyNode node) {
            return Arrays.stream(values())
                    .filter(rule -> rule.token.equals(node.text()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(node.pointer() + " is no pay rule"));
        }
    }

    /**
     * One country.
     *
     * @param iso ISO 3166-1 alpha-2
     * @param currency ISO 4217
     * @param populationMillions for the record; no law reads it
     * @param gdpBillionDollars at purchasing power; for the record, no law reads it
     * @param weight card-using population, in parts of the sum over all countries
     * @param weekend days that are no business days
     * @param zones ascending by tzid
     */
    public record Country(
            String iso,
            Region region,
            String currency,
            double populationMillions,
            double gdpBillionDollars,
            int weight,
            PayRule payRule,
            Set<DayOfWeek> weekend,
            List<Zone> zones)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Country {
            weekend = Collections.unmodifiableSet(EnumSet.copyOf(weekend));
            zones = zones.stream().sorted(Comparator.comparing(Zone::tzid)).toList();
        }

        private static Country of(String iso, PolicyNode node) {
            return new Country(
                    iso,
                    ByVocabulary.constant(node.get("region"), Region.class),
                    node.get("currency").text(),
                    node.get("population_millions").number(),
                    node.get("gdp_ppp_billion_usd").number(),
                    node.get("weight").int32(),
                    PayRule.of(node.get("pay_rule")),
                    EnumSet.copyOf(node.get("weekend").texts().stream()
                            .map(GeographyPolicy::day)
                            .toList()),
                    node.get("zones").items().stream().map(Zone::of).toList());
        }
    }

    /**
     * A zone of a country.
     *
     * @param tzid IANA zone
     * @param share people in percent of the country
     */
    public record Zone(String tzid, int share) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static Zone of(PolicyNode node) {
            return new Zone(node.get("tzid").text(), node.get("share").int32());
        }
    }

    private static DayOfWeek day(String letters) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().substring(0, DAY_LETTERS).equals(letters))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(letters + " is no day"));
    }
}
