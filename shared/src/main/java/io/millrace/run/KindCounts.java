package io.millrace.run;

import io.millrace.slab.Slab;
import java.util.SortedMap;

/** Counters that only one kind of rows has. */
interface KindCounts {
    void add(Slab slab, int from, int to);

    void into(SortedMap<String, Long> values);
}
