package io.millrace.world;

import io.millrace.base.Problem;
import io.millrace.contract.Iso;
import io.millrace.contract.PartyType;
import io.millrace.contract.Segment;
import java.util.ArrayList;
import java.util.List;

/** Whether the parties of the tables are those of an own world's plan, and ready to be picked. */
final class PlannedParties {
    private static final String PARTIES = "s1_party_base_6A";

    private PlannedParties() {}

    /** One problem per kind; empty when the tables agree with the plan. */
    static List<Problem> problems(EntityGraph graph, PartyPlan plan, WorldDimensions dimensions) {
        BrokenReferences broken = new BrokenReferences();
        if (graph.party.size() != plan.parties() || !graph.party.isDense()) {
            broken.add(
                    PARTIES + ", column party_id",
                    "must be 1.." + plan.parties() + " without gaps",
                    graph.party.size(),
                    "rows of other ids or another number");
            return broken.problems();
        }
        if (!dimensions.zoneTzid.equals(plan.zoneTzids())) {
            broken.add("zone_dim_5B", "must be the zones of the world", dimensions.zoneTzid.size(), "other zones");
            return broken.problems();
        }
        for (int ordinal = 0; ordinal < graph.party.size(); ordinal++) {
            check(graph, plan, ordinal, broken);
        }
        return new ArrayList<>(broken.problems());
    }

    private static void check(EntityGraph graph, PartyPlan plan, int ordinal, BrokenReferences broken) {
        long id = graph.party.id(ordinal);
        long index = plan.index(ordinal);
        int zone = plan.zoneOf(index);
        if (graph.partyCountry[ordinal] != plan.country(zone)) {
            broken.add(
                    PARTIES + ", column country_iso",
                    "must be the country that the plan gives the party",
                    id,
                    Iso.country(graph.partyCountry[ordinal]));
        }
        if (graph.partyZone[ordinal] != plan.zoneOrdinal(zone)) {
            broken.add(
                    PARTIES + ", column home_tzid",
                    "must be the zone that the plan gives the party",
                    id,
                    "zone " + graph.partyZone[ordinal]);
        }
        if (graph.partySegment[ordinal] != plan.segmentOf(index)) {
            broken.add(
                    PARTIES + ", column segment_id",
                    "must be the segment that the plan gives the party",
                    id,
                    Segment.ofCode(graph.partySegment[ordinal]).token());
        }
        if (graph.partyType[ordinal] != plan.typeOf(index)) {
            broken.add(
                    PARTIES + ", column party_type",
                    "must be the type of the party's segment",
                    id,
                    PartyType.ofCode(graph.partyType[ordinal]).token());
        }
        if (plan.stripWeight(plan.stripOf(index)) > 0 && !graph.isEligible(ordinal)) {
            broken.add(
                    PARTIES + ", column party_id",
                    "must have a card-like instrument and a device with an IP, since it can be picked",
                    id,
                    "not both");
        }
    }
}
