package io.millrace.sessionise;

import java.util.Arrays;

/**
 * Which parties may be due, by event time: a ring of slots of 2^26 microseconds (67 s). A party is filed once when its
 * entry is made and moves only when its slot comes up, so nothing sweeps over live sessions. Rebuilt from the table
 * after a restore; in no checkpoint.
 */
final class ExpiryWheel {
    private static final int SLOT_SHIFT = 26;
    private static final long[] EMPTY = {};

    private final long[][] parties;
    private final int[] counts;
    private final int mask;
    private long cursorSlot = Long.MIN_VALUE;
    private int filed;
    private long[] visiting = EMPTY;

    /** @param hardBreakMicros how far ahead parties are filed at most, beyond one watermark step */
    ExpiryWheel(long hardBreakMicros) {
        int slots = Integer.highestOneBit((int) (hardBreakMicros >> SLOT_SHIFT) + 64) * 2;
        parties = new long[slots][];
        counts = new int[slots];
        mask = slots - 1;
        Arrays.fill(parties, EMPTY);
    }

    static ExpiryWheel of(SessionTable table, long hardBreakMicros) {
        ExpiryWheel wheel = new ExpiryWheel(hardBreakMicros);
        for (long party : table.parties()) {
            wheel.file(party, table.lastMicros(table.find(party)) + hardBreakMicros);
        }
        return wheel;
    }

    /** @param dueMicros when the party's session can no longer grow */
    void file(long partyId, long dueMicros) {
        long slot = dueMicros >> SLOT_SHIFT;
        if (filed == 0 || slot < cursorSlot) {
            cursorSlot = slot;
        }
        put(partyId, slot);
    }

    /** Visits every party that may be due at the limit; those that are not yet due are filed again. */
    void sweep(long limitMicros, Visitor visitor) {
        long lastSlot = limitMicros >> SLOT_SHIFT;
        if (filed == 0 || lastSlot < cursorSlot) {
            return;
        }
        long end = lastSlot - cursorSlot > mask ? cursorSlot + mask : lastSlot;
        for (long slot = cursorSlot; slot <= end; slot++) {
            visit((int) (slot & mask), limitMicros, visitor);
        }
        cursorSlot = lastSlot;
    }

    /**
     * First watermark, in milliseconds, at which a drain has something to close.
     *
     * @return {@code Long.MAX_VALUE} when nothing is filed
     */
    long nextMillis() {
        if (filed == 0) {
            return Long.MAX_VALUE;
        }
        long slot = cursorSlot;
        while (counts[(int) (slot & mask)] == 0) {
            slot++;
        }
        // Everything of the slot is due at its end; a drain at w reaches (w + 1) ms.
        long endMicros = (slot + 1) << SLOT_SHIFT;
        return -Math.floorDiv(-endMicros, 1000L) - 1;
    }

    private void visit(int ring, long limitMicros, Visitor visitor) {
        int count = counts[ring];
        if (count == 0) {
            return;
        }
        long[] slot = parties[ring];
        parties[ring] = visiting;
        counts[ring] = 0;
        filed -= count;
        for (int i = 0; i < count; i++) {
            long dueMicros = visitor.visit(slot[i], limitMicros);
            if (dueMicros > limitMicros) {
                put(slot[i], dueMicros >> SLOT_SHIFT);
            }
        }
        visiting = slot;
    }

    private void put(long partyId, long slot) {
        int ring = (int) (slot & mask);
        if (counts[ring] == parties[ring].length) {
            parties[ring] = Arrays.copyOf(parties[ring], Math.max(4, 2 * counts[ring]));
        }
        parties[ring][counts[ring]++] = partyId;
        filed++;
    }

    /** What happens to a party whose slot came up. */
    interface Visitor {
        /**
         * Closes the party's session if it is due at the limit.
         *
         * @return when it is due, microseconds
         */
        long visit(long partyId, long limitMicros);
    }
}
