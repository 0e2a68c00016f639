package io.millrace.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Series that grow while their measurements go in turns. */
final class Readings {
    private final Map<String, Series> byName = new LinkedHashMap<>();

    void add(String name, long arrivals, long rows, long bytes, Sample sample) {
        byName.merge(name, new Series(name, arrivals, rows, bytes, List.of(sample)), (old, added) -> {
            List<Sample> samples = new ArrayList<>(old.samples());
            samples.addAll(added.samples());
            return new Series(name, arrivals, rows, bytes, samples);
        });
    }

    List<Series> all() {
        return List.copyOf(byName.values());
    }
}
