package io.millrace.entities;

import io.millrace.table.Strips;

/**
 * The people of one household with their devices and who shares them; filled again and again. Slots are places in the
 * household.
 */
final class Dwelling {
    final Place[] party = new Place[Households.SIZE_MAX];
    final OwnDevices[] devices = new OwnDevices[Households.SIZE_MAX];
    /** [slot][device]: bit o when the member o places further uses it too. */
    final int[][] joiners = new int[Households.SIZE_MAX][io.millrace.policy.DevicesPolicy.OWN_DEVICES_MAX];

    int size;

    private final PartyLayout layout;
    private final Households households;
    private final DeviceMaker maker;
    private final long[] lanes = new long[6];

    Dwelling(PartyLayout layout, Households households, DeviceMaker maker) {
        this.layout = layout;
        this.households = households;
        this.maker = maker;
        for (int slot = 0; slot < Households.SIZE_MAX; slot++) {
            party[slot] = new Place();
            devices[slot] = new OwnDevices();
        }
    }

    /**
     * Loads the household of a retail party.
     *
     * @return slot of the party
     */
    int load(int zone, long index) {
        Strips strips = households.of(zone);
        long position = strips.position(index - layout.first(zone));
        long household = strips.groupAt(position);
        size = strips.size(household);
        for (int slot = 0; slot < size; slot++) {
            party[slot].load(layout, layout.first(zone) + strips.member(household, slot));
            maker.fill(party[slot], devices[slot], lanes);
            for (int device = 0; device < devices[slot].count && size > 1; device++) {
                joiners[slot][device] =
                        maker.joiners(EntityIds.device(party[slot].partyId, device), devices[slot].type[device], size);
            }
        }
        return strips.slotAt(position);
    }

    /** Slot of the member so many places further. */
    int slot(int from, int offset) {
        int slot = from + offset;
        return slot < size ? slot : slot - size;
    }

    /** Whether a member uses a device of another. */
    boolean uses(int user, int owner, int device) {
        int offset = user - owner;
        return (joiners[owner][device] & 1 << (offset < 0 ? offset + size : offset)) != 0;
    }
}
