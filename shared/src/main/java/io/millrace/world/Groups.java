package io.millrace.world;

/** Members by owner, both as ordinals: the members of owner o stand at {@code start(o) .. end(o) - 1}. */
final class Groups {
    private final int[] offsets;
    private final int[] members;

    /**
     * @param offsets one more than owners, ascending from 0
     * @param members taken over, not copied
     */
    Groups(int[] offsets, int[] members) {
        this.offsets = offsets;
        this.members = members;
    }

    /**
     * Counting sort; the members of an owner are ascending.
     *
     * @param ownerOf owner of each member, -1 for none
     */
    static Groups of(int[] ownerOf, int owners) {
        int[] offsets = new int[owners + 1];
        for (int owner : ownerOf) {
            if (owner >= 0) {
                offsets[owner + 1]++;
            }
        }
        for (int owner = 0; owner < owners; owner++) {
            offsets[owner + 1] += offsets[owner];
        }
        int[] members = new int[offsets[owners]];
        int[] next = offsets.clone();
        for (int member = 0; member < ownerOf.length; member++) {
            if (ownerOf[member] >= 0) {
                members[next[ownerOf[member]]++] = member;
            }
        }
        return new Groups(offsets, members);
    }

    int start(int owner) {
        return offsets[owner];
    }

    int end(int owner) {
        return offsets[owner + 1];
    }

    int size(int owner) {
        return offsets[owner + 1] - offsets[owner];
    }

    int member(int at) {
        return members[at];
    }

    int members() {
        return members.length;
    }

    int owners() {
        return offsets.length - 1;
    }
}
