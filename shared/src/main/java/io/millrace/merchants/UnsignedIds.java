package io.millrace.merchants;

import java.util.Arrays;

/** Unsigned order of ids that are all different. */
final class UnsignedIds {
    private UnsignedIds() {}

    static long[] sorted(long[] ids) {
        long[] sorted = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            sorted[i] = ids[i] ^ Long.MIN_VALUE;
        }
        Arrays.sort(sorted);
        for (int i = 0; i < ids.length; i++) {
            sorted[i] ^= Long.MIN_VALUE;
        }
        return sorted;
    }

    /** Position in unsigned order, -1 if absent. */
    static int find(long[] sorted, long id) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(sorted[middle], id);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
