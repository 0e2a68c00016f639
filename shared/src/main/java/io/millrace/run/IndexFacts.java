package io.millrace.run;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the header of an entity index says, as far as the gate asks.
 *
 * @param manifestFingerprint world of its tables
 * @param seed of that world, unsigned
 * @param parties in the index
 * @param tokens distinct source tokens by {@code dataset.column}, ascending
 */
public record IndexFacts(String manifestFingerprint, long seed, long parties, SortedMap<String, List<String>> tokens) {
    public IndexFacts {
        tokens = new TreeMap<>(tokens);
    }
}
