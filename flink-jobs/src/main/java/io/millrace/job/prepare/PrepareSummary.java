package io.millrace.job.prepare;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What came of it.
 *
 * @param outcome whether anything was written
 * @param world folder of the world
 * @param scenarioId of its arrivals
 * @param counts rows and things by name: arrivals, rejects, merchants, zones, sites, parties, parties_eligible,
 *     parties_pickable, files, bytes
 * @param rejectsByReason rejected rows
 * @param unknownColumns columns of the arrival files that nobody reads, each once
 */
public record PrepareSummary(
        Outcome outcome,
        Path world,
        String scenarioId,
        SortedMap<String, Long> counts,
        SortedMap<String, Long> rejectsByReason,
        SortedSet<String> unknownColumns) {
    public PrepareSummary {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        rejectsByReason = Collections.unmodifiableSortedMap(new TreeMap<>(rejectsByReason));
        unknownColumns = Collections.unmodifiableSortedSet(new TreeSet<>(unknownColumns));
    }

    /** How it ended. */
    public enum Outcome {
        /** The world was made. */
        CREATED,
        /** The world was there, made from the same source; nothing was written. */
        UNCHANGED
    }
}
