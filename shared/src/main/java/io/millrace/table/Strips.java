package io.millrace.table;

import java.io.Serial;
import java.io.Serializable;

/**
 * Groups of given sizes over [0, n), both ways in constant time: a keyed permutation deals the numbers, its first part
 * are members, and one group after the other takes its size from there. Sizes and their largest are exact by
 * construction. World design section 3.1.
 */
public final class Strips implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final long TEN_THOUSAND = 10_000;
    /** Of a slot beside its group; sizes are below. */
    private static final int SLOT_BITS = 16;

    private final Permutation dealt;
    private final long members;
    private final long groups;
    /** Size of each class, ascending; the last entry is the left-over group. */
    private final int[] sizes;
    /** [class]: first position; one more entry is the end. */
    private final long[] firstPosition;
    /** [class]: first group; one more entry is the end. */
    private final long[] firstGroup;

    private Strips(Permutation dealt, long members, int[] sizes, long[] groupsOf) {
        this.dealt = dealt;
        this.members = members;
        this.sizes = sizes;
        firstPosition = new long[sizes.length + 1];
        firstGroup = new long[sizes.length + 1];
        for (int i = 0; i < sizes.length; i++) {
            firstPosition[i + 1] = firstPosition[i] + groupsOf[i] * sizes[i];
            firstGroup[i + 1] = firstGroup[i] + groupsOf[i];
        }
        groups = firstGroup[sizes.length];
    }

    /**
     * @param n 0..2^40
     * @param perTenThousand share of the numbers that are in a group, 0..10 000
     * @param sizes ascending, above 0
     * @param memberShares part of the members in groups of that size, per ten thousand; 10 000 in all
     * @throws IllegalArgumentException otherwise
     */
    public static Strips of(long n, long key, int perTenThousand, int[] sizes, int[] memberShares) {
        requireClasses(perTenThousand, sizes, memberShares);
        long members = n * perTenThousand / TEN_THOUSAND;
        int classes = sizes.length;
        long[] groupsOf = new long[classes + 1];
        long rest = members;
        for (int i = 0; i < classes; i++) {
            groupsOf[i] = members * memberShares[i] / (TEN_THOUSAND * sizes[i]);
            rest -= groupsOf[i] * sizes[i];
        }
        for (int i = classes - 1; i >= 0; i--) {
            groupsOf[i] += rest / sizes[i];
            rest %= sizes[i];
        }
        int[] withRest = java.util.Arrays.copyOf(sizes, classes + 1);
        // A class of no group still needs a size to divide by.
        withRest[classes] = (int) Math.max(1, rest);
        groupsOf[classes] = rest > 0 ? 1 : 0;
        return new Strips(Permutation.of(Math.max(1, n), key, Permutation.INNER_ROUNDS), members, withRest, groupsOf);
    }

    private static void requireClasses(int perTenThousand, int[] sizes, int[] memberShares) {
        if (perTenThousand < 0 || perTenThousand > TEN_THOUSAND || sizes.length != memberShares.length) {
            throw new IllegalArgumentException("a share in 0..10000 and one member share per size, was "
                    + perTenThousand + ", " + sizes.length + " sizes, " + memberShares.length + " shares");
        }
        long total = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] < 1
                    || sizes[i] >= 1 << SLOT_BITS
                    || (i > 0 && sizes[i] <= sizes[i - 1])
                    || memberShares[i] < 0) {
                throw new IllegalArgumentException("sizes must ascend from 1 with shares that are not negative, size "
                        + sizes[i] + " has share " + memberShares[i]);
            }
            total += memberShares[i];
        }
        if (total != TEN_THOUSAND) {
            throw new IllegalArgumentException("member shares must be 10000 in all, were " + total);
        }
    }

    /** Numbers that are in a group. */
    public long members() {
        return members;
    }

    public long groups() {
        return groups;
    }

    /** Groups of at most this size, which come first; without the one left-over group. */
    public long groupsUpTo(int size) {
        long count = 0;
        for (int i = 0; i < sizes.length - 1 && sizes[i] <= size; i++) {
            count = firstGroup[i + 1];
        }
        return count;
    }

    /**
     * Where the number was dealt to; it is a member if that lies below {@link #members}. Callers that need group and
     * slot take the position once.
     *
     * @param x 0..n-1
     * @return 0..n-1
     */
    public long position(long x) {
        return dealt.apply(x);
    }

    public boolean contains(long x) {
        return position(x) < members;
    }

    /** @return 0..groups-1, or -1 when not a member */
    public long group(long x) {
        return groupAt(position(x));
    }

    /** @return place in the group, from 0; -1 when not a member */
    public int slot(long x) {
        return slotAt(position(x));
    }

    /** Group of a position; -1 beyond the members. */
    public long groupAt(long position) {
        if (position >= members) {
            return -1;
        }
        int i = classOf(firstPosition, position);
        return firstGroup[i] + (position - firstPosition[i]) / sizes[i];
    }

    /** Slot of a position; -1 beyond the members. */
    public int slotAt(long position) {
        if (position >= members) {
            return -1;
        }
        int i = classOf(firstPosition, position);
        return (int) ((position - firstPosition[i]) % sizes[i]);
    }

    /**
     * Group and slot of a position in one; read it by {@link #groupOf} and {@link #slotOf}.
     *
     * @return -1 beyond the members
     */
    public long placeAt(long position) {
        if (position >= members) {
            return -1;
        }
        int i = classOf(firstPosition, position);
        long inside = position - firstPosition[i];
        long before = inside / sizes[i];
        return ((firstGroup[i] + before) << SLOT_BITS) | (inside - before * sizes[i]);
    }

    public static long groupOf(long place) {
        return place >> SLOT_BITS;
    }

    public static int slotOf(long place) {
        return (int) place & (1 << SLOT_BITS) - 1;
    }

    /** @param group 0..groups-1 */
    public int size(long group) {
        requireGroup(group);
        return sizes[classOf(firstGroup, group)];
    }

    /**
     * @param group 0..groups-1
     * @param slot 0..size-1
     * @return the number that sits there
     */
    public long member(long group, int slot) {
        requireGroup(group);
        int i = classOf(firstGroup, group);
        if (slot < 0 || slot >= sizes[i]) {
            throw new IndexOutOfBoundsException("group " + group + " has " + sizes[i] + " members, no slot " + slot);
        }
        return dealt.invert(firstPosition[i] + (group - firstGroup[i]) * sizes[i] + slot);
    }

    private void requireGroup(long group) {
        if (group < 0 || group >= groups) {
            throw new IndexOutOfBoundsException("there are " + groups + " groups, no " + group);
        }
    }

    /** Looks at every class: there are few, and a loop that ends at the right one costs a wrong guess each time. */
    private static int classOf(long[] first, long value) {
        int before = 0;
        for (int i = 1; i < first.length; i++) {
            before += (int) ((first[i] - 1 - value) >>> (Long.SIZE - 1));
        }
        return before;
    }
}
