package io.millrace.attach;

import io.millrace.contract.Channel;
import io.millrace.contract.ChannelSource;
import io.millrace.contract.ChannelUpstream;
import io.millrace.contract.DemandClass;
import io.millrace.contract.VisitSource;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.AttachedSlab;
import io.millrace.story.Chapter;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Rulebook;
import io.millrace.story.Wording;
import io.millrace.world.EntityUniverse;
import io.millrace.world.Portfolio;
import io.millrace.world.WorldDimensions;

/**
 * Tells how an arrival got its channel, visit, party, means and endpoint. The doer attaches the row, alone; what is told
 * is what its laws left behind, and the draws that are told must be those that it counted. Not thread-safe.
 */
public final class AttachTeller {
    private static final long RANK_MASK = (1L << 44) - 1;

    private final EntityAttacher attacher;
    private final AttachmentPolicy policy;
    private final EntityUniverse universe;
    private final WorldDimensions world;
    private final Draws draws;
    private final Rulebook rules;
    private final Portfolio portfolio = new Portfolio();

    /** @param attacher for this teller alone */
    public AttachTeller(
            EntityAttacher attacher,
            AttachmentPolicy policy,
            EntityUniverse universe,
            WorldDimensions world,
            Draws draws,
            Rulebook rules) {
        this.attacher = attacher;
        this.policy = policy;
        this.universe = universe;
        this.world = world;
        this.draws = draws;
        this.rules = rules;
    }

    /**
     * Attaches one arrival and tells how.
     *
     * @throws IllegalStateException when what is told would lean on other draws than the row does
     */
    public Chapter tell(ArrivalSlab arrivals, int at) {
        ArrivalSlab alone = new ArrivalSlab(1);
        alone.append(arrivals, at, at + 1);
        AttachedSlab attached = new AttachedSlab(1);
        DrawLedger before = new DrawLedger();
        before.add(attacher.ledger());
        attacher.attach(alone, attached);
        AttachRow row = attacher.latest();
        universe.load(row.party, portfolio);
        Telling telling = new Telling(rules, draws);
        channel(telling, row, alone.channelUpstream[0]);
        visit(telling, row, alone.visitSlot[0] >= 0);
        source(telling, row);
        new PartyTeller(attacher.parties(), universe).tell(telling, row, portfolio);
        Drawn means = telling.draw(Decision.VISIT_MEANS, row.visitHi, row.visitLo);
        new MeansTeller(attacher.means()).tell(telling, row, portfolio, means);
        new EndpointTeller(attacher.endpoints(), universe).tell(telling, row, portfolio, attached, means);
        telling.requireAllDraws(since(before));
        return new Chapter("Attach", telling.facts());
    }

    private DrawLedger since(DrawLedger before) {
        DrawLedger since = new DrawLedger();
        for (Decision decision : Decision.traffic()) {
            since.count(decision, attacher.ledger().evaluations(decision) - before.evaluations(decision));
        }
        return since;
    }

    private void channel(Telling telling, AttachRow row, int upstream) {
        Fact fact = Fact.of("channel", Channel.ofCode(row.channel).token());
        ChannelUpstream token = upstream == 0 ? null : ChannelUpstream.ofCode(upstream);
        if (token != null && policy.channel().fromUpstream().get(token) != null) {
            fact = fact.because("the arrival says " + token.token())
                    .by(telling.policy("/channel/from_upstream/" + token.token()));
        } else {
            int table = tableOf(row);
            fact = fact.because("the arrival " + (token == null ? "says nothing" : "says " + token.token())
                            + ", so the merchant's demand decides: "
                            + demandClass(row).token() + (row.isVirtual ? ", virtual" : ", at a site"))
                    .by(telling.policy("/channel/unresolved/" + table + "/weights"));
            if (row.channelSource == ChannelSource.DRAWN) {
                Drawn drawn = telling.draw(Decision.CHANNEL, row.arrivalKey, 0);
                fact = fact.drawn(drawn).because("lane 0 is " + Wording.share(drawn.u0()) + " of the weights in a row");
            }
        }
        telling.addColumn(fact);
        telling.addColumn(Fact.of("channel_source", row.channelSource.token()));
    }

    /** Position of the row of the table that is about the merchant. */
    private int tableOf(AttachRow row) {
        int table = 0;
        while (!policy.channel().unresolved().get(table).isVirtual().contains(row.isVirtual)
                || !policy.channel().unresolved().get(table).demandClass().contains(demandClass(row))) {
            table++;
        }
        return table;
    }

    private DemandClass demandClass(AttachRow row) {
        return DemandClass.ofCode(world.merchantDemandClass[row.merchant]);
    }

    private void visit(Telling telling, AttachRow row, boolean isGiven) {
        Fact fact = Fact.of("visit_slot", row.visitSlot);
        String channel = Channel.ofCode(row.channel).token();
        if (isGiven) {
            fact = fact.because(
                    "the world has made the visit: arrivals of the merchant, hour and slot belong together");
        } else {
            Drawn drawn = telling.draw(Decision.VISIT_SLOT, row.arrivalKey, 0);
            long cells = attacher.visits().cells(row.channel, row.bucketCount);
            long windows = attacher.visits().windows(row.channel, cells);
            fact = fact.because("the place has " + row.bucketCount + " arrivals in the hour, so " + cells + " cells in "
                            + windows + (windows == 1 ? " window" : " windows") + " of the hour")
                    .because("the time picks the window, lane 0, " + Wording.share(drawn.u0()) + ", the cell in it")
                    .drawn(drawn)
                    .by(telling.policy("/visit/mean_arrivals_per_visit/" + channel))
                    .by(telling.policy("/visit/windows_per_hour_max/" + channel));
        }
        telling.addColumn(fact);
    }

    private void source(Telling telling, AttachRow row) {
        Drawn drawn = telling.draw(Decision.VISIT_SOURCE, row.visitHi, row.visitLo);
        String channel = Channel.ofCode(row.channel).token();
        String lane = "lane 0 is " + Wording.share(drawn.u0());
        Fact fact = Fact.of("visit_source", row.source.token()).drawn(drawn);
        if (row.source == VisitSource.LOYAL) {
            fact = fact.because(lane + ", below p_loyal: a regular of the place")
                    .because("lane 1, " + Wording.share(drawn.u1()) + ", picks regular " + (row.sourceLo & RANK_MASK)
                            + " of " + attacher.visits().regulars(row))
                    .by(telling.policy("/visit/loyal_arrivals_per_day/" + channel))
                    .by(telling.policy("/visit/loyal_rank_floor"));
        } else if (row.source == VisitSource.TRIP) {
            int mode = ChannelMode.of(row.channel).code();
            fact = fact.because(lane + ", below p_loyal + p_trip: somebody on a trip through the zone")
                    .because("lane 1, " + Wording.share(drawn.u1()) + ", picks trip " + (row.sourceLo & RANK_MASK)
                            + " of " + attacher.visits().trips(row.zoneBucketCount, mode) + "; the zone has "
                            + row.zoneBucketCount + " arrivals in the hour")
                    .by(telling.policy("/visit/trip_mean_arrivals"));
        } else {
            fact = fact.because(lane + ", not below p_loyal + p_trip: nobody in particular");
        }
        telling.addColumn(
                fact.by(telling.policy("/visit/p_loyal/" + channel)).by(telling.policy("/visit/p_trip/" + channel)));
    }
}
