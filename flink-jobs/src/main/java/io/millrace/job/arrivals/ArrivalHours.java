package io.millrace.job.arrivals;

import io.millrace.slab.ArrivalSlab;

/** Makes the arrivals of a world of our own, one shard and hour at a time; any hour can be asked for at any time. */
@FunctionalInterface
public interface ArrivalHours {
    /**
     * All arrivals of the shard in the hour, in total order.
     *
     * @param hour whole hours since 2020-01-01T00Z
     * @return belongs to the maker, and is good until the next call
     */
    ArrivalSlab hour(int shard, int hour);
}
