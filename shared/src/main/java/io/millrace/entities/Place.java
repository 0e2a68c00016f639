package io.millrace.entities;

import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import io.millrace.policy.PopulationPolicy;

/** Who one party is; filled again and again. */
final class Place {
    /** Strips below this one hold everybody who can be picked. */
    private static final int DORMANT_STRIP = PopulationPolicy.STRIPS - 1;

    private static final long UNKNOWN_RING = -2;
    private static final long UNKNOWN_HOUSEHOLD = -1;

    private static final int SEGMENTS = Segment.values().length;
    private static final int RETAIL_SEGMENTS = Segment.STUDENT.code();
    private static final int BUSINESS_SEGMENTS = Segment.SOLE_TRADER.code();

    long index;
    long partyId;
    int zone;
    /** Code of {@link Segment}. */
    int segment;
    /** Ordinal of {@link PartyType}. */
    int type;

    int level;
    boolean pickable;
    private long ring;
    private long household;

    void load(PartyLayout layout, long innerIndex) {
        load(layout, innerIndex, layout.ordinal(innerIndex));
    }

    void load(PartyLayout layout, long innerIndex, long ordinal) {
        index = innerIndex;
        partyId = ordinal + 1;
        int cell = layout.cellOf(innerIndex);
        zone = cell / SEGMENTS;
        segment = cell % SEGMENTS + 1;
        type = typeOf(segment);
        int strip = layout.stripOf(cell, innerIndex);
        level = layout.level(partyId, strip);
        pickable = strip < DORMANT_STRIP;
        ring = UNKNOWN_RING;
        household = UNKNOWN_HOUSEHOLD;
    }

    void copy(Place other) {
        index = other.index;
        partyId = other.partyId;
        zone = other.zone;
        segment = other.segment;
        type = other.type;
        level = other.level;
        pickable = other.pickable;
        ring = other.ring;
        household = other.household;
    }

    /** As {@link Rings#find}; of a retail party. */
    long ring(Rings rings) {
        if (ring == UNKNOWN_RING) {
            ring = rings.find(zone, index);
        }
        return ring;
    }

    /** Household in its zone; of a retail party. */
    long household(PartyLayout layout, Households households) {
        if (household == UNKNOWN_HOUSEHOLD) {
            household = households.of(zone).group(index - layout.first(zone));
        }
        return household;
    }

    /** Tells a household that is known already. */
    void livesIn(long known) {
        household = known;
    }

    boolean isRetail() {
        return type == 0;
    }

    /** Ordinal of the party type of a segment code. */
    static int typeOf(int segment) {
        if (segment < 1 || segment > SEGMENTS) {
            throw new IllegalArgumentException("no segment has code " + segment);
        }
        return segment <= RETAIL_SEGMENTS ? 0 : segment <= BUSINESS_SEGMENTS ? 1 : 2;
    }
}
