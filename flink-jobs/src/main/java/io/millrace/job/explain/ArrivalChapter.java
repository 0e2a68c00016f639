package io.millrace.job.explain;

import io.millrace.arrivals.ArrivalTeller;
import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.CountrySource;
import io.millrace.contract.DemandClass;
import io.millrace.contract.Iso;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.SlabKind;
import io.millrace.story.Chapter;
import io.millrace.story.Fact;
import io.millrace.story.Wording;
import io.millrace.world.WorldDimensions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the world says of an arrival before anybody is attached to it. */
final class ArrivalChapter {
    private static final String ENTITIES = SlabKind.SESSIONED.datasetId();
    private static final String ANCHORS = SlabKind.FLOW.datasetId();

    private final WorldDimensions world;
    private final Optional<ArrivalTeller> law;

    /** @param law empty when the arrivals come from another engine */
    ArrivalChapter(WorldDimensions world, Optional<ArrivalTeller> law) {
        this.world = world;
        this.law = law;
    }

    Chapter tell(ArrivalSlab arrivals, int at) {
        int merchant = arrivals.merchantOrdinal[at];
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of("merchant_id", Long.toUnsignedString(arrivals.merchantId[at]))
                .because("merchant " + merchant + " of the world, " + merchantText(merchant))
                .in(ENTITIES)
                .in(ANCHORS));
        facts.add(Fact.of("arrival_seq", arrivals.arrivalSeq[at]).in(ENTITIES).in(ANCHORS));
        law.ifPresentOrElse(
                of -> facts.addAll(of.tell(arrivals, at)),
                () -> facts.add(Fact.of("ts_utc", Wording.utc(arrivals.tsMicros[at]))
                        .because("as the other engine has it")
                        .in(ENTITIES)
                        .in(ANCHORS)));
        facts.add(Fact.of("place", arrivals.siteId[at] == 0 ? "virtual" : "site")
                .because(
                        arrivals.siteId[at] == 0
                                ? "edge " + Long.toUnsignedString(arrivals.edgeId[at])
                                : "site " + Long.toUnsignedString(arrivals.siteId[at]))
                .in(ENTITIES, arrivals.siteId[at] == 0 ? "edge_id" : "site_id"));
        facts.add(Fact.of("tzid_primary", world.zoneTzid.get(arrivals.tzidPrimary[at]))
                .in(ENTITIES));
        facts.add(Fact.of("legal_country_iso", Iso.country(arrivals.legalCountry[at]))
                .because("found in "
                        + CountrySource.ofCode(arrivals.countrySource[at]).token())
                .in(ENTITIES)
                .in(ANCHORS, "sale_country_iso"));
        facts.add(Fact.of(
                "channel_upstream",
                arrivals.channelUpstream[at] == 0
                        ? "none"
                        : ChannelUpstream.ofCode(arrivals.channelUpstream[at]).token()));
        return new Chapter("Arrival", facts);
    }

    private String merchantText(int merchant) {
        String demand = DemandClass.ofCode(world.merchantDemandClass[merchant]).token();
        String category =
                world.merchantMcc[merchant] < 0 ? "no category code" : "category code " + world.merchantMcc[merchant];
        return demand + ", " + category;
    }
}
