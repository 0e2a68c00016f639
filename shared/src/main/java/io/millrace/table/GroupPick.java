package io.millrace.table;

import io.millrace.random.Philox2x64;

/**
 * Weighted pick among the few candidates of one party: a group by weight, then a member evenly. A group's share does
 * not depend on how many members it has. Refilled for every party, because building an alias table would cost more
 * than the pick. Random law section 5. One word picks both; not thread-safe.
 */
public final class GroupPick {
    private final int[] weight;
    private final int[] members;
    private int groups;
    private int candidates;
    private int total;
    private int group;
    private int member;

    public GroupPick(int groupsMax) {
        weight = new int[groupsMax];
        members = new int[groupsMax];
    }

    public void clear() {
        groups = 0;
        candidates = 0;
        total = 0;
    }

    /**
     * Adds the next group in the vocabulary's order; one without members is skipped by the pick but keeps its number.
     *
     * @param weightMillionths 0..1 000 000
     * @param memberCount not negative
     */
    public void add(int weightMillionths, int memberCount) {
        weight[groups] = memberCount == 0 ? 0 : weightMillionths;
        members[groups] = memberCount;
        total += weight[groups];
        candidates += memberCount;
        groups++;
    }

    /** Members of all groups; with one candidate there is no choice and no draw is counted. */
    public int candidates() {
        return candidates;
    }

    /**
     * Picks by one word; {@link #group} and {@link #member} tell what.
     *
     * @throws IllegalStateException when no group with members has weight
     */
    public void pick(long x) {
        if (total == 0) {
            throw new IllegalStateException("no group with members has weight, " + candidates + " candidates");
        }
        long y = Philox2x64.umulh(x, total);
        int g = 0;
        long cumulative = weight[0];
        while (cumulative <= y) {
            g++;
            cumulative += weight[g];
        }
        group = g;
        member = (int) Philox2x64.umulh(x * total, members[g]);
    }

    public int group() {
        return group;
    }

    /** Position inside the group, list order. */
    public int member() {
        return member;
    }
}
