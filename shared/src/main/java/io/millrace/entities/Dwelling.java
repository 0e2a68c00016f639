package io.millrace.entities;

import io.millrace.policy.DevicesPolicy;
import io.millrace.table.Strips;
import java.util.Arrays;

/**
 * The people of one household with their devices and who shares them; filled again and again. Slots are places in the
 * household.
 */
final class Dwelling {
    private static final int UNKNOWN = -1;

    final Place[] party = new Place[Households.SIZE_MAX];
    final OwnDevices[] devices = new OwnDevices[Households.SIZE_MAX];
    int size;

    /** [slot][device]: bit o when the member o places further uses it too; looked up when first asked for. */
    private final int[][] joiners = new int[Households.SIZE_MAX][DevicesPolicy.OWN_DEVICES_MAX];

    private final PartyLayout layout;
    private final Households households;
    private final DeviceMaker maker;
    private final long[] lanes = new long[DeviceMaker.LANES];

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
    int load(Place of) {
        Strips strips = households.of(of.zone);
        long first = layout.first(of.zone);
        long place = strips.placeAt(strips.position(of.index - first));
        long household = Strips.groupOf(place);
        int own = Strips.slotOf(place);
        of.livesIn(household);
        size = strips.size(household);
        for (int slot = 0; slot < size; slot++) {
            if (slot == own) {
                party[slot].copy(of);
            } else {
                party[slot].load(layout, first + strips.member(household, slot));
                party[slot].livesIn(household);
            }
            maker.fill(party[slot], devices[slot], lanes);
            Arrays.fill(joiners[slot], 0, devices[slot].count, UNKNOWN);
        }
        return own;
    }

    /** A party without a household: a business or an institution. */
    void loadAlone(Place of) {
        size = 1;
        party[0].copy(of);
        maker.fill(of, devices[0], lanes);
    }

    /** Members that use a device too: bit o for the one o places further than the owner. */
    int joiners(int owner, int device) {
        if (size == 1) {
            return 0;
        }
        int known = joiners[owner][device];
        if (known == UNKNOWN) {
            known = maker.joiners(EntityIds.device(party[owner].partyId, device), devices[owner].type[device], size);
            joiners[owner][device] = known;
        }
        return known;
    }

    /** Slot of the member so many places further, less than the size. */
    int further(int slot, int offset) {
        int sum = slot + offset;
        return sum < size ? sum : sum - size;
    }
}
