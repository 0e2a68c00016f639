package io.millrace.policy;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the linter must know of a world and a run to judge the packs for them; filled by the gate from the world receipt,
 * the dimensions and the run profile. What is not known is absent or empty, and the rule that needs it says so.
 *
 * @param scenarios all scenarios that the world holds
 * @param scenarioId scenario of this run
 * @param seed of the world, decimal text, unsigned
 * @param horizonSeconds length of the scenario; absent when it has no end
 * @param countries ISO codes of merchants and sites in use; empty when not known
 * @param zoneCountries ISO code by IANA zone in use; zones that span several countries are left out
 * @param arrivals in the scenario; absent when it has no end
 * @param terminals devices of merchants that arrivals can be paid at; absent when not known
 */
public record WorldFacts(
        SortedSet<String> scenarios,
        String scenarioId,
        String seed,
        OptionalLong horizonSeconds,
        SortedSet<String> countries,
        SortedMap<String, String> zoneCountries,
        OptionalLong arrivals,
        OptionalLong terminals) {
    private static final double DAY_SECONDS = 86_400;

    public WorldFacts {
        scenarios = Collections.unmodifiableSortedSet(new TreeSet<>(scenarios));
        countries = Collections.unmodifiableSortedSet(new TreeSet<>(countries));
        zoneCountries = Collections.unmodifiableSortedMap(new TreeMap<>(zoneCountries));
        if (horizonSeconds.orElse(1) <= 0 || arrivals.orElse(0) < 0 || terminals.orElse(0) < 0) {
            throw new IllegalArgumentException("a horizon above 0 and counts of 0 or more, was " + horizonSeconds + ", "
                    + arrivals + ", " + terminals);
        }
    }

    /** Days of the scenario, with fraction. */
    double horizonDays(double whenEndless) {
        return horizonSeconds.isPresent() ? horizonSeconds.getAsLong() / DAY_SECONDS : whenEndless;
    }
}
