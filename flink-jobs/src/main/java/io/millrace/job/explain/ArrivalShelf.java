package io.millrace.job.explain;

import io.millrace.slab.ArrivalSlab;
import java.util.Map;

/** Where the arrivals of a world are found: in files, or in their law. */
interface ArrivalShelf {
    /**
     * Finds arrivals.
     *
     * @param wanted with the time at which each is said to be, microseconds; a hint, {@link #ANYWHEN} where nobody knows
     * @return those that the world has, in any order
     */
    ArrivalSlab find(Map<ArrivalName, Long> wanted);

    /** No hint. */
    long ANYWHEN = Long.MIN_VALUE;
}
