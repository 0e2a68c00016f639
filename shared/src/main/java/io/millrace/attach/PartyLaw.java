package io.millrace.attach;

import io.millrace.contract.AttachRule;
import io.millrace.contract.Channel;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.random.Coin;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.world.EntityUniverse;
import java.math.BigDecimal;

/** Party of a visit: at home, from abroad by remote channels, or a traveller at the till. */
final class PartyLaw {
    private static final int CHANNELS = Channel.values().length;
    private static final int TRIES = 3;
    private static final AttachRule[] SUBSTITUTES = {
        AttachRule.SUBSTITUTE_1, AttachRule.SUBSTITUTE_2, AttachRule.SUBSTITUTE_3
    };

    private final EntityUniverse universe;
    private final DestinationLaw destinations;
    private final TravelCalendar calendar;
    private final Draws draws;
    private final DrawLedger ledger;
    private final Coin[] home = new Coin[CHANNELS + 1];
    private final long[] visitorThreshold = new long[CHANNELS + 1];
    private final boolean[] visitorAlways = new boolean[CHANNELS + 1];
    private final long[] lanes = new long[2];

    PartyLaw(
            AttachmentPolicy.Party policy,
            EntityUniverse universe,
            CountryWeights countries,
            Draws draws,
            DrawLedger ledger) {
        this.universe = universe;
        this.draws = draws;
        this.ledger = ledger;
        destinations = new DestinationLaw(countries, universe);
        calendar = new TravelCalendar(policy, universe, destinations, draws);
        BigDecimal awayAtTills = BigDecimal.ONE.subtract(policy.pHome().get(Channel.POS));
        for (Channel channel : Channel.values()) {
            BigDecimal pHome = policy.pHome().get(channel);
            BigDecimal away = BigDecimal.ONE.subtract(pHome);
            home[channel.code()] = Coin.of(pHome);
            visitorAlways[channel.code()] = away.compareTo(awayAtTills) >= 0;
            visitorThreshold[channel.code()] = TravelCalendar.fraction(away, awayAtTills);
        }
    }

    void decide(AttachRow row) {
        int scope = universe.scope(row.country, row.zone);
        boolean widened = scope < 0;
        if (widened) {
            scope = universe.worldScope();
            if (scope < 0 || universe.mass(scope) == 0) {
                throw Failures.noCandidates("no party", row, "PARTY");
            }
        }
        AttachRule atHome = widened ? AttachRule.HOME_WIDENED : AttachRule.HOME;
        if (ChannelMode.of(row.channel) == ChannelMode.REMOTE) {
            decideRemote(row, scope, atHome);
        } else {
            decidePhysical(row, scope, atHome);
        }
    }

    private void decideRemote(AttachRow row, int homeScope, AttachRule atHome) {
        ledger.count(Decision.PARTY_SCOPE);
        draws.block(Decision.PARTY_SCOPE, row.sourceHi, row.sourceLo, lanes);
        if (home[row.channel].success(lanes[0]) || !destinations.leads(row.country)) {
            row.party = pick(row, homeScope);
            row.partyRule = atHome;
        } else {
            int abroad = destinations.country(row.country, lanes[1]);
            row.party = pick(row, universe.scope(abroad, -1));
            row.partyRule = AttachRule.ABROAD;
        }
    }

    private void decidePhysical(AttachRow row, int homeScope, AttachRule atHome) {
        long first = pick(row, homeScope);
        long firstId = universe.partyId(first);
        row.party = first;
        row.partyRule = atHome;
        if (!isAway(first, firstId, row.day)) {
            return;
        }
        ledger.count(Decision.VISITOR);
        draws.block(Decision.VISITOR, firstId, partyDay(row, 0), lanes);
        if (visitorAlways[row.channel] || Long.compareUnsigned(lanes[1], visitorThreshold[row.channel]) < 0) {
            long visitor = calendar.visitor(row.country, row.day, lanes[0]);
            if (visitor >= 0) {
                row.party = visitor;
                row.partyRule = AttachRule.VISITOR;
                return;
            }
        }
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            ledger.count(Decision.SUBSTITUTE);
            draws.block(Decision.SUBSTITUTE, firstId, partyDay(row, attempt), lanes);
            long substitute = universe.pick(homeScope, lanes[0], lanes[1]);
            if (!isAway(substitute, universe.partyId(substitute), row.day)) {
                row.party = substitute;
                row.partyRule = SUBSTITUTES[attempt - 1];
                return;
            }
        }
        row.partyRule = AttachRule.HOME_FORCED;
    }

    private boolean isAway(long ordinal, long partyId, long day) {
        ledger.count(Decision.TRAVEL_AWAY);
        return calendar.isAway(ordinal, partyId, day);
    }

    private long pick(AttachRow row, int scope) {
        ledger.count(Decision.PARTY_PICK);
        draws.block(Decision.PARTY_PICK, row.sourceHi, row.sourceLo, lanes);
        return universe.pick(scope, lanes[0], lanes[1]);
    }

    private static long partyDay(AttachRow row, int attempt) {
        return (long) row.country << 40 | row.day << 8 | attempt;
    }
}
