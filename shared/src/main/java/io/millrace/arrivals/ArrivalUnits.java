package io.millrace.arrivals;

import java.util.Arrays;

/** Merchants and their slices that one maker makes, by merchant ordinal. Any split gives the same rows. */
public final class ArrivalUnits {
    final int[] merchant;
    /** Bit s: slice s is in it. */
    final long[] slices;
    /** First rank counter of the merchant: one per slice it has. */
    final int[] firstRank;

    final int ranks;

    /** Which slices belong to a set. */
    public interface Owner {
        boolean holds(int merchant, int slice);
    }

    private ArrivalUnits(int[] merchant, long[] slices, int[] firstRank, int ranks) {
        this.merchant = merchant;
        this.slices = slices;
        this.firstRank = firstRank;
        this.ranks = ranks;
    }

    public static ArrivalUnits of(ArrivalPlan plan, Owner owner) {
        int all = plan.merchants().merchants();
        int[] merchants = new int[all];
        long[] slices = new long[all];
        int[] firstRank = new int[all];
        int size = 0;
        int ranks = 0;
        for (int merchant = 0; merchant < all; merchant++) {
            long mask = 0;
            for (int slice = 0; slice < plan.slices(merchant); slice++) {
                mask |= owner.holds(merchant, slice) ? 1L << slice : 0;
            }
            if (mask != 0) {
                merchants[size] = merchant;
                slices[size] = mask;
                firstRank[size++] = ranks;
                ranks += plan.slices(merchant);
            }
        }
        return new ArrivalUnits(
                Arrays.copyOf(merchants, size), Arrays.copyOf(slices, size), Arrays.copyOf(firstRank, size), ranks);
    }

    public int size() {
        return merchant.length;
    }
}
