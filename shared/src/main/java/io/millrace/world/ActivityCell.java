package io.millrace.world;

import io.millrace.random.Philox2x64;
import io.millrace.table.Permutation;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;

/**
 * Parties of one zone and segment by activity: a keyed permutation ranks them, and strips cut the ranks. Bounds are
 * shifted by a fixed part of a party, so that small cells are right in the mean. World design section 3.2.
 */
final class ActivityCell implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final long TEN_THOUSAND = 10_000;

    private final Permutation ranks;
    /** [strip]: first rank; one more entry is the number of parties. */
    private final long[] bounds;

    private ActivityCell(Permutation ranks, long[] bounds) {
        this.ranks = ranks;
        this.bounds = bounds;
    }

    /**
     * @param n parties, at least 1
     * @param key of the cell: ranks and shift
     * @param shares [strip], ten-thousandths
     */
    static ActivityCell of(long n, long key, List<Integer> shares) {
        return new ActivityCell(
                Permutation.of(n, key, Permutation.INNER_ROUNDS),
                bounds(n, Philox2x64.umulh(key, TEN_THOUSAND), shares));
    }

    /** @param shift 0..9 999 */
    static long[] bounds(long n, long shift, List<Integer> shares) {
        long[] bounds = new long[shares.size() + 1];
        long cumulative = 0;
        for (int strip = 1; strip < shares.size(); strip++) {
            cumulative += shares.get(strip - 1);
            bounds[strip] = (n * cumulative + shift) / TEN_THOUSAND;
        }
        bounds[shares.size()] = n;
        return bounds;
    }

    /** First rank of a strip; that of strip 14 is the number of parties. */
    long bound(int strip) {
        return bounds[strip];
    }

    long members(int strip) {
        return bounds[strip + 1] - bounds[strip];
    }

    /** Activity rank of the party at a place of the cell. */
    long rank(long place) {
        return ranks.apply(place);
    }

    /** Inverse of {@link #rank}. */
    long place(long rank) {
        return ranks.invert(rank);
    }

    int stripOfRank(long rank) {
        // All bounds are looked at: where a loop would end is anybody's guess.
        int strip = 0;
        for (int i = 1; i < bounds.length; i++) {
            strip += (int) ((bounds[i] - 1 - rank) >>> (Long.SIZE - 1));
        }
        return strip;
    }
}
