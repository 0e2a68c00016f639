package io.millrace.entities;

import io.millrace.random.Decision;
import io.millrace.table.Strips;
import io.millrace.world.WorldKeys;
import java.util.List;

/** Retail parties that live together, by zone. Numbers are inside the zone: a retail party is index - first(zone). */
public final class Households {
    public static final int SIZE_MAX = 6;

    private static final int EVERYBODY = 10_000;

    private final Strips[] zones;

    /**
     * @param sizes ascending, at most {@link #SIZE_MAX}
     * @param memberShares per ten thousand
     */
    Households(PartyLayout layout, List<Integer> sizes, List<Integer> memberShares, WorldKeys keys) {
        zones = new Strips[layout.zones()];
        for (int zone = 0; zone < zones.length; zone++) {
            zones[zone] = Strips.of(
                    layout.retailEnd(zone) - layout.first(zone),
                    keys.zone(Decision.HOUSEHOLD, zone),
                    EVERYBODY,
                    sizes.stream().mapToInt(Integer::intValue).toArray(),
                    memberShares.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    /** Households of a zone. */
    public Strips of(int zone) {
        return zones[zone];
    }
}
