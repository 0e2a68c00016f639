package io.millrace.attach;

import io.millrace.contract.AttachRule;
import io.millrace.contract.Channel;
import io.millrace.contract.Iso;
import io.millrace.contract.Segment;
import io.millrace.random.Decision;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Wording;
import io.millrace.world.EntityUniverse;
import io.millrace.world.Portfolio;

/** Tells who was picked, and who came in place of somebody who is away. */
final class PartyTeller {
    private static final int TRIES = 3;
    private static final String POS = Channel.POS.token();

    private final PartyLaw parties;
    private final EntityUniverse universe;

    PartyTeller(PartyLaw parties, EntityUniverse universe) {
        this.parties = parties;
        this.universe = universe;
    }

    void tell(Telling telling, AttachRow row, Portfolio party) {
        int known = universe.scope(row.country, row.zone);
        int scope = known < 0 ? universe.worldScope() : known;
        if (ChannelMode.of(row.channel) == ChannelMode.REMOTE) {
            scope = remoteScope(telling, row, party, scope);
        }
        Drawn pick = telling.draw(Decision.PARTY_PICK, row.sourceHi, row.sourceLo);
        long first = universe.pick(scope, pick.x0(), pick.x1());
        telling.add(Fact.of("first pick", universe.partyId(first))
                .because("by activity, among a mass of " + universe.mass(scope) + " in the scope; the same source draws"
                        + " the same party every time")
                .drawn(pick));
        long taken = ChannelMode.of(row.channel) == ChannelMode.PHYSICAL ? travel(telling, row, first, scope) : first;
        if (taken != row.party && row.partyRule != AttachRule.VISITOR) {
            throw new IllegalStateException("party " + party.partyId + " was taken, and the story ends at another");
        }
        telling.addColumn(Fact.of("party_rule", row.partyRule.token()));
        telling.addColumn(Fact.of("party_id", party.partyId)
                .because("segment " + Segment.ofCode(party.segment).token() + "; holds " + party.accounts
                        + " accounts, " + party.instruments + " instruments, " + party.devices + " devices"));
        telling.addColumn(Fact.of("party_country_iso", Iso.country(party.country)));
    }

    private int remoteScope(Telling telling, AttachRow row, Portfolio party, int home) {
        Drawn drawn = telling.draw(Decision.PARTY_SCOPE, row.sourceHi, row.sourceLo);
        boolean isAbroad = row.partyRule == AttachRule.ABROAD;
        String lane = "lane 0 is " + Wording.share(drawn.u0());
        Fact fact = Fact.of("scope", isAbroad ? Iso.country(party.country) : "home")
                .drawn(drawn)
                .by(telling.policy(
                        "/party/p_home/" + Channel.ofCode(row.channel).token()));
        if (!isAbroad) {
            telling.add(fact.because(lane + ", below p_home or without another country: the scope of the place, "
                    + Iso.country(row.country)));
            return home;
        }
        telling.add(fact.because(lane + ", not below p_home: from abroad")
                .because("lane 1, " + Wording.share(drawn.u1()) + ", picks the country as seen from "
                        + Iso.country(row.country)));
        return universe.scope(party.country, -1);
    }

    /** Ordinal of who stands at the till; that of the first pick where a visitor does. */
    private long travel(Telling telling, AttachRow row, long first, int scope) {
        if (!told(telling, row, first, "first pick")) {
            return first;
        }
        long firstId = universe.partyId(first);
        String channel = Channel.ofCode(row.channel).token();
        Drawn visitor = telling.draw(Decision.VISITOR, firstId, PartyLaw.partyDay(row, 0));
        Fact fact = Fact.of("visitor", row.partyRule == AttachRule.VISITOR ? "yes" : "no")
                .because("lane 1 is " + Wording.share(visitor.u1()) + "; below "
                        + Wording.share(parties.pVisitor(row.channel)) + " a traveller whose stay in "
                        + Iso.country(row.country) + " holds " + Wording.date(row.day) + " comes, if there is any")
                .because("lane 0, " + Wording.share(visitor.u0()) + ", picks in the visitor book of country and day")
                .drawn(visitor)
                .by(telling.policy("/party/p_home/POS"));
        telling.add(channel.equals(POS) ? fact : fact.by(telling.policy("/party/p_home/" + channel)));
        if (row.partyRule == AttachRule.VISITOR) {
            return first;
        }
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Drawn drawn = telling.draw(Decision.SUBSTITUTE, firstId, PartyLaw.partyDay(row, attempt));
            long substitute = universe.pick(scope, drawn.x0(), drawn.x1());
            telling.add(Fact.of("substitute " + attempt, universe.partyId(substitute))
                    .because("by activity, of the same scope")
                    .drawn(drawn));
            if (!told(telling, row, substitute, "substitute " + attempt)) {
                return substitute;
            }
        }
        telling.add(Fact.of("nobody is at home", "so the first pick it is"));
        return first;
    }

    /** Whether somebody is away, told. */
    private boolean told(Telling telling, AttachRow row, long ordinal, String who) {
        long block = parties.calendar().block(ordinal, row.day);
        Drawn drawn = telling.draw(Decision.TRAVEL_AWAY, universe.partyId(ordinal), block);
        boolean isAway = parties.calendar().goes(ordinal, drawn.x0());
        Segment segment = Segment.ofCode(universe.segment(ordinal));
        telling.add(Fact.of(who + " is away", isAway ? "yes" : "no")
                .because("lane 0 of stay " + block + " is " + Wording.share(drawn.u0()) + "; a party of "
                        + segment.token() + " is away below "
                        + Wording.share(parties.calendar().pAway(segment.code())))
                .drawn(drawn)
                .by(telling.policy("/party/away_weight/" + segment.token()))
                .by(telling.policy("/party/stay_days")));
        return isAway;
    }
}
