package io.millrace.arrivals;

import java.util.Arrays;

/** Merchants and their slices that one maker makes, by merchant ordinal. Any split gives the same rows. */
public final class ArrivalUnits {
    final int[] merchant;
    /** Bit s: slice s is in it. */
    final long[] slices;
    /** Every slice of every merchant is in it. */
    final boolean isWhole;

    /** Which slices belong to a set. */
    public interface Owner {
        boolean holds(int merchant, int slice);
    }

    private ArrivalUnits(int[] merchant, long[] slices, boolean isWhole) {
        this.merchant = merchant;
        this.slices = slices;
        this.isWhole = isWhole;
    }

    public static ArrivalUnits of(ArrivalPlan plan, Owner owner) {
        int all = plan.merchants().merchants();
        int[] merchants = new int[all];
        long[] slices = new long[all];
        int size = 0;
        int left = 0;
        for (int merchant = 0; merchant < all; merchant++) {
            long mask = 0;
            for (int slice = 0; slice < plan.slices(merchant); slice++) {
                boolean holds = owner.holds(merchant, slice);
                mask |= holds ? 1L << slice : 0;
                left += holds ? 0 : 1;
            }
            if (mask != 0) {
                merchants[size] = merchant;
                slices[size++] = mask;
            }
        }
        return new ArrivalUnits(Arrays.copyOf(merchants, size), Arrays.copyOf(slices, size), left == 0);
    }

    public int size() {
        return merchant.length;
    }
}
