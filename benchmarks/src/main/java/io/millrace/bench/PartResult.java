package io.millrace.bench;

import java.util.List;
import java.util.Optional;

/**
 * A part that has been measured.
 *
 * @param at UTC, to the minute
 * @param revision of the source
 * @param scale of {@link Scale}
 */
record PartResult(String name, String at, String revision, String scale, Machine machine, List<Series> series) {
    PartResult {
        series = List.copyOf(series);
    }

    /** Samples of the series that has most. */
    int rounds() {
        return series.stream().mapToInt(one -> one.samples().size()).max().orElse(0);
    }

    Optional<Series> find(String wanted) {
        return series.stream().filter(one -> one.name().equals(wanted)).findFirst();
    }
}
