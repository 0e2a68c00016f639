package io.millrace.entities;

import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;

/** Who one party is; filled again and again. */
final class Place {
    /** Strips below this one hold everybody who can be picked. */
    private static final int DORMANT_STRIP = 13;

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

    void load(PartyLayout layout, long innerIndex) {
        load(layout, innerIndex, layout.ordinal(innerIndex));
    }

    void load(PartyLayout layout, long innerIndex, long ordinal) {
        index = innerIndex;
        partyId = ordinal + 1;
        zone = layout.zoneOf(innerIndex);
        segment = layout.segmentOf(innerIndex);
        type = typeOf(segment);
        int strip = layout.stripOf(innerIndex);
        level = layout.level(partyId, strip);
        pickable = strip < DORMANT_STRIP;
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
