package io.millrace.attach;

import io.millrace.world.EntityUniverse;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** How much each country draws travellers and foreign buyers; own region counts three times. Ascending by country. */
public record CountryWeights(List<Entry> entries) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int COUNTRIES = 676;

    public CountryWeights {
        entries = List.copyOf(entries);
    }

    /** For worlds without a geography: a country weighs what its parties spend, and no two share a region. */
    public static CountryWeights of(EntityUniverse universe) {
        List<Entry> entries = new ArrayList<>();
        for (int country = 0; country < COUNTRIES; country++) {
            int scope = universe.scope(country, -1);
            if (scope >= 0 && universe.mass(scope) > 0) {
                entries.add(new Entry(country, "", universe.mass(scope)));
            }
        }
        return new CountryWeights(entries);
    }

    /**
     * @param country {@link io.millrace.contract.Iso} code
     * @param region any token; empty when unknown, and then no neighbour of anyone
     * @param weight not negative
     */
    public record Entry(int country, String region, long weight) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Entry {
            if (country < 0 || country >= COUNTRIES || weight < 0) {
                throw new IllegalArgumentException("country 0..675 with weight >= 0, was " + country + ", " + weight);
            }
        }

        boolean sameRegion(Entry other) {
            return !region.isEmpty() && region.equals(other.region);
        }
    }
}
