package io.millrace.entities;

/**
 * Ids of a generated world: the owner and the place among its things, so that an id decodes without a table. All are
 * below 2^53 at 30 million parties. World design section 3.3.
 */
public final class EntityIds {
    private static final int SLOT_BITS = 5;
    private static final int TERMINAL_BITS = 6;

    private EntityIds() {}

    public static long account(long partyId, int slot) {
        return partyId << SLOT_BITS | slot;
    }

    public static long partyOfAccount(long accountId) {
        return accountId >>> SLOT_BITS;
    }

    public static int slotOfAccount(long accountId) {
        return slot(accountId);
    }

    public static long instrument(long accountId, int slot) {
        return accountId << SLOT_BITS | slot;
    }

    public static long accountOfInstrument(long instrumentId) {
        return instrumentId >>> SLOT_BITS;
    }

    public static int slotOfInstrument(long instrumentId) {
        return slot(instrumentId);
    }

    /** A device of a party: even. */
    public static long device(long partyId, int slot) {
        return (partyId << SLOT_BITS | slot) << 1;
    }

    /** A device of a site: odd. */
    public static long terminal(int siteOrdinal, int number) {
        return ((long) siteOrdinal << TERMINAL_BITS | number) << 1 | 1;
    }

    public static boolean isTerminal(long deviceId) {
        return (deviceId & 1) == 1;
    }

    public static long partyOfDevice(long deviceId) {
        return deviceId >>> (SLOT_BITS + 1);
    }

    public static int slotOfDevice(long deviceId) {
        return slot(deviceId >>> 1);
    }

    public static int siteOfTerminal(long deviceId) {
        return (int) (deviceId >>> (TERMINAL_BITS + 1));
    }

    public static int numberOfTerminal(long deviceId) {
        return (int) (deviceId >>> 1) & (1 << TERMINAL_BITS) - 1;
    }

    private static int slot(long packed) {
        return (int) packed & (1 << SLOT_BITS) - 1;
    }
}
