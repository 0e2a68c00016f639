package io.millrace.entities;

import io.millrace.contract.FraudRole;
import io.millrace.policy.RolesPolicy.RingRoles;
import io.millrace.random.Choice;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.table.Strips;
import io.millrace.world.WorldKeys;
import java.util.Arrays;
import java.util.List;

/**
 * Fraud rings: groups of retail parties of a zone. Rings are numbered from 0 over the world; a ring id is one more.
 * World design section 3.7.
 */
public final class Rings {
    /** No ring. */
    public static final long NONE = -1;

    /** Slots of a ring that share the farm device of the first of them. */
    public static final int FARM_PARTIES = 3;

    private static final int SLOT_BITS = 8;

    private final PartyLayout layout;
    private final Draws draws;
    private final Strips[] zones;
    /** [zone]: first ring; one more entry is the end. */
    private final long[] firstRing;

    private final int organiserSizeMin;
    private final FraudRole[] others;
    private final Choice other;

    /**
     * @param participation of retail parties, per ten thousand
     * @param sizes ascending; a left-over group below the first is no ring
     * @param memberShares per ten thousand
     */
    Rings(
            PartyLayout layout,
            int participation,
            List<Integer> sizes,
            List<Integer> memberShares,
            RingRoles roles,
            WorldKeys keys) {
        this.layout = layout;
        draws = keys.draws();
        organiserSizeMin = roles.organiserSizeMin();
        others = roles.others().keySet().toArray(FraudRole[]::new);
        other = Choice.of(List.copyOf(roles.others().values()));
        zones = new Strips[layout.zones()];
        firstRing = new long[zones.length + 1];
        for (int zone = 0; zone < zones.length; zone++) {
            zones[zone] = Strips.of(
                    layout.retailEnd(zone) - layout.first(zone),
                    keys.zone(Decision.RING, zone),
                    participation,
                    sizes.stream().mapToInt(Integer::intValue).toArray(),
                    memberShares.stream().mapToInt(Integer::intValue).toArray());
            firstRing[zone + 1] = firstRing[zone] + zones[zone].groupsUpTo(sizes.get(sizes.size() - 1));
        }
    }

    public long rings() {
        return firstRing[zones.length];
    }

    /**
     * Ring and slot of a retail party, packed; read it by {@link #ringOf} and {@link #slotOf}.
     *
     * @param index inner index of a retail party of the zone
     * @return {@link #NONE} when in no ring
     */
    public long find(int zone, long index) {
        Strips strips = zones[zone];
        long place = strips.placeAt(strips.position(index - layout.first(zone)));
        if (place < 0) {
            return NONE;
        }
        long group = Strips.groupOf(place);
        if (firstRing[zone] + group >= firstRing[zone + 1]) {
            return NONE;
        }
        return (firstRing[zone] + group) << SLOT_BITS | Strips.slotOf(place);
    }

    public static long ringOf(long found) {
        return found >> SLOT_BITS;
    }

    public static int slotOf(long found) {
        return (int) found & (1 << SLOT_BITS) - 1;
    }

    public int zone(long ring) {
        int found = Arrays.binarySearch(firstRing, ring);
        if (found < 0) {
            return -found - 2;
        }
        // Zones without a ring share their first number with the next.
        while (firstRing[found + 1] == ring) {
            found++;
        }
        return found;
    }

    public int size(long ring) {
        int zone = zone(ring);
        return zones[zone].size(ring - firstRing[zone]);
    }

    /** Inner index of the party in a slot. */
    public long member(long ring, int slot) {
        int zone = zone(ring);
        return layout.first(zone) + zones[zone].member(ring - firstRing[zone], slot);
    }

    /** What a member of a ring is; drawn for every slot but the first. */
    public FraudRole role(long found, long partyId) {
        if (slotOf(found) > 0) {
            return others[other.pick(draws.x0(Decision.RING_ROLE, partyId, 0))];
        }
        return size(ringOf(found)) >= organiserSizeMin ? FraudRole.ORGANISER : FraudRole.ASSOCIATE;
    }

    /** Whether a member of a ring uses the first phone of its triple's first slot. */
    boolean usesFarm(long found, long partyId) {
        if (slotOf(found) % FARM_PARTIES == 0) {
            return false;
        }
        FraudRole role = role(found, partyId);
        return role == FraudRole.MULE || role == FraudRole.SYNTHETIC_ID;
    }

    /** Inner index of the owner of the farm device. */
    long farmOwner(long found) {
        int slot = slotOf(found);
        return member(ringOf(found), slot - slot % FARM_PARTIES);
    }
}
