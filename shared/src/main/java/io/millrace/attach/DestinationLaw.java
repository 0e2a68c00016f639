package io.millrace.attach;

import io.millrace.contract.Iso;
import io.millrace.table.AliasTable;
import io.millrace.world.EntityUniverse;
import java.util.List;

/** Which other country a traveller goes to or a foreign buyer lives in: one sealed table per home country. */
final class DestinationLaw {
    private static final int REGION_FACTOR = 3;
    private static final int COUNTRIES = 676;

    private final AliasTable[] tables = new AliasTable[COUNTRIES];
    private final int[] countries;

    DestinationLaw(CountryWeights weights, EntityUniverse universe) {
        List<CountryWeights.Entry> pickable = weights.entries().stream()
                .filter(entry -> isPickable(universe, entry.country()))
                .toList();
        countries = pickable.stream().mapToInt(CountryWeights.Entry::country).toArray();
        for (int home = 0; home < COUNTRIES; home++) {
            tables[home] = table(weights.entries(), pickable, home);
        }
    }

    /** False when the world holds no other country: then nobody leaves. */
    boolean leads(int home) {
        return tables[home] != null;
    }

    /** @return another country; {@link Iso#ABSENT} when there is none */
    int country(int home, long x) {
        AliasTable table = tables[home];
        return table == null ? Iso.ABSENT : countries[table.pick(x)];
    }

    private static boolean isPickable(EntityUniverse universe, int country) {
        int scope = universe.scope(country, -1);
        return scope >= 0 && universe.mass(scope) > 0;
    }

    private static AliasTable table(List<CountryWeights.Entry> all, List<CountryWeights.Entry> pickable, int home) {
        CountryWeights.Entry own = all.stream()
                .filter(entry -> entry.country() == home)
                .findFirst()
                .orElse(new CountryWeights.Entry(home, "", 0));
        long[] masses = new long[pickable.size()];
        long sum = 0;
        for (int i = 0; i < masses.length; i++) {
            CountryWeights.Entry entry = pickable.get(i);
            if (entry.country() != home) {
                masses[i] = entry.sameRegion(own) ? REGION_FACTOR * entry.weight() : entry.weight();
            }
            sum += masses[i];
        }
        return sum == 0 ? null : AliasTable.of(masses);
    }
}
