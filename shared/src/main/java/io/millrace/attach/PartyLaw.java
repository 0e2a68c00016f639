package io.millrace.attach;

import io.millrace.contract.AttachRule;
import io.millrace.contract.Channel;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.random.Coin;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.story.Wording;
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
    private final BlockDraws asked;
    private final int[] scopes = new int[EntityAttacher.BLOCK_ROWS];
    private final long[] picked = new long[EntityAttacher.BLOCK_ROWS];
    /** Rows that the draws were asked for. */
    private final int[] which = new int[EntityAttacher.BLOCK_ROWS];

    PartyLaw(
            AttachmentPolicy.Party policy,
            EntityUniverse universe,
            CountryWeights countries,
            Draws draws,
            DrawLedger ledger) {
        this.universe = universe;
        this.draws = draws;
        this.ledger = ledger;
        asked = new BlockDraws(draws, EntityAttacher.BLOCK_ROWS);
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

    TravelCalendar calendar() {
        return calendar;
    }

    /** Chance that a traveller of a country and day takes the place of somebody who is away. */
    double pVisitor(int channel) {
        return visitorAlways[channel] ? 1 : Wording.shareBelow(visitorThreshold[channel]);
    }

    /** The first {@code count} rows of a block. */
    void decide(AttachRow[] rows, int count) {
        for (int i = 0; i < count; i++) {
            decideHome(rows[i], i);
        }
        decideAbroad(rows, count);
        asked.clear();
        for (int i = 0; i < count; i++) {
            ledger.count(Decision.PARTY_PICK);
            asked.ask(Decision.PARTY_PICK, rows[i].sourceHi, rows[i].sourceLo);
        }
        asked.make();
        universe.pick(scopes, asked.x0(), asked.x1(), count, picked);
        for (int i = 0; i < count; i++) {
            rows[i].party = picked[i];
        }
        decideTravel(rows, count);
    }

    /** Scope of the place. */
    private void decideHome(AttachRow row, int i) {
        int scope = universe.scope(row.country, row.zone);
        row.partyRule = AttachRule.HOME;
        if (scope < 0) {
            scope = universe.worldScope();
            row.partyRule = AttachRule.HOME_WIDENED;
            if (scope < 0 || universe.mass(scope) == 0) {
                throw Failures.noCandidates("no party", row, "PARTY");
            }
        }
        scopes[i] = scope;
    }

    /** Scope of another country for some of the remote rows. */
    private void decideAbroad(AttachRow[] rows, int count) {
        asked.clear();
        int remote = 0;
        for (int i = 0; i < count; i++) {
            if (ChannelMode.of(rows[i].channel) == ChannelMode.REMOTE) {
                asked.ask(Decision.PARTY_SCOPE, rows[i].sourceHi, rows[i].sourceLo);
                which[remote++] = i;
            }
        }
        asked.make();
        ledger.count(Decision.PARTY_SCOPE, remote);
        for (int n = 0; n < remote; n++) {
            AttachRow row = rows[which[n]];
            if (!home[row.channel].success(asked.x0(n)) && destinations.leads(row.country)) {
                scopes[which[n]] = universe.scope(destinations.country(row.country, asked.x1(n)), -1);
                row.partyRule = AttachRule.ABROAD;
            }
        }
    }

    /** Somebody else at the till for those who are away. */
    private void decideTravel(AttachRow[] rows, int count) {
        asked.clear();
        int physical = 0;
        for (int i = 0; i < count; i++) {
            AttachRow row = rows[i];
            if (ChannelMode.of(row.channel) == ChannelMode.PHYSICAL) {
                asked.ask(Decision.TRAVEL_AWAY, universe.partyId(row.party), calendar.block(row.party, row.day));
                which[physical++] = i;
            }
        }
        asked.make();
        ledger.count(Decision.TRAVEL_AWAY, physical);
        for (int n = 0; n < physical; n++) {
            AttachRow row = rows[which[n]];
            if (calendar.goes(row.party, asked.x0(n))) {
                replace(row, scopes[which[n]]);
            }
        }
    }

    private void replace(AttachRow row, int homeScope) {
        long firstId = universe.partyId(row.party);
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

    static long partyDay(AttachRow row, int attempt) {
        return (long) row.country << 40 | row.day << 8 | attempt;
    }
}
