package io.millrace.realism;

import io.millrace.contract.Channel;
import io.millrace.slab.SessionIndexSlab;
import java.util.Arrays;

/** Metrics of index rows. */
final class SessionTally {
    private static final int SIZE_MAX = 200;

    long sessions;
    long arrivals;
    private final long[] bySize = new long[SIZE_MAX + 1];
    private long[] durations = new long[1024];
    private int multi;
    private long tills;
    private long tillTrips;

    void add(SessionIndexSlab slab) {
        for (int row = 0; row < slab.size; row++) {
            sessions++;
            arrivals += slab.arrivalCount[row];
            bySize[slab.arrivalCount[row]]++;
            if (slab.arrivalCount[row] > 1) {
                if (multi == durations.length) {
                    durations = Arrays.copyOf(durations, 2 * multi);
                }
                durations[multi++] = slab.endMicros[row] - slab.startMicros[row];
            }
            if (slab.primaryChannel[row] == Channel.POS.code()) {
                tills++;
                tillTrips += slab.distinctMerchantCount[row] > 1 ? 1 : 0;
            }
        }
    }

    double meanSize() {
        return (double) arrivals / sessions;
    }

    /** Share of sessions with at least this many arrivals. */
    double atLeast(int size) {
        return Arrays.stream(bySize, size, SIZE_MAX + 1).sum() / (double) sessions;
    }

    /** Smallest size that this share of sessions does not exceed. */
    int sizeQuantile(double u) {
        long cumulative = 0;
        int size = 0;
        while (cumulative < u * sessions) {
            cumulative += bySize[++size];
        }
        return size;
    }

    /** Minutes, of sessions with two arrivals or more. */
    double durationMinutes(double u) {
        long[] sorted = Arrays.copyOf(durations, multi);
        Arrays.sort(sorted);
        return sorted[(int) (u * multi)] / 6e7;
    }

    /** Share of sessions mostly at tills that see two merchants or more. */
    double tillTrips() {
        return (double) tillTrips / tills;
    }
}
