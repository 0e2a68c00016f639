package io.millrace.run;

import io.millrace.slab.Slab;
import java.util.SortedMap;

/** Rows that are counted by their enums alone. */
final class NoCounts implements KindCounts {
    @Override
    public void add(Slab slab, int from, int to) {
        // Nothing else is additive here.
    }

    @Override
    public void into(SortedMap<String, Long> values) {
        // Nothing was counted.
    }
}
