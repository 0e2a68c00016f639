package io.millrace.run;

import io.millrace.contract.AttachRule;
import io.millrace.contract.BoundaryRule;
import io.millrace.contract.Channel;
import io.millrace.contract.ChannelSource;
import io.millrace.contract.VisitSource;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.Slab;
import java.util.SortedMap;

/**
 * Expected evaluations of the draws of attach and sessionise, from the rules on the rows; the names are those of
 * {@code rng_policy_6B}, the law is attach-and-sessions 9. Not here: {@code visit_slot_drawn} (all rows of a foreign
 * world, none of an own one) and {@code visitor_book} (once per run), which rows cannot tell.
 */
final class EntityCounts implements KindCounts {
    private static final int RULES = AttachRule.values().length + 1;
    private static final int CHANNELS = Channel.values().length + 1;

    /** By code: 1 where the channel is remote. */
    private static final int[] REMOTE = new int[CHANNELS];

    /** By code of party_rule on a physical row: parties whose journey was looked up. */
    private static final int[] AWAY_TRIED = new int[RULES];

    /** By code of party_rule: substitutes tried. */
    private static final int[] SUBSTITUTES = new int[RULES];

    static {
        for (Channel channel : Channel.values()) {
            REMOTE[channel.code()] = switch (channel) {
                case ECOM, HYBRID, BANK_RAIL -> 1;
                case POS, ATM -> 0;
            };
        }
        set(AttachRule.HOME, 1, 0);
        set(AttachRule.HOME_WIDENED, 1, 0);
        set(AttachRule.VISITOR, 1, 0);
        set(AttachRule.SUBSTITUTE_1, 2, 1);
        set(AttachRule.SUBSTITUTE_2, 3, 2);
        set(AttachRule.SUBSTITUTE_3, 4, 3);
        set(AttachRule.HOME_FORCED, 4, 3);
    }

    private long rows;
    private long sessions;
    private long channelDrawn;
    private long remote;
    private long travelAwayTried;
    private long partyAway;
    private long substitutesTried;
    private final long[] means = new long[RULES];
    private long endpointVisit;
    private long endpointTrip;
    private long terminalDrawn;
    private long boundaryDrawn;

    private static void set(AttachRule rule, int awayTried, int substitutes) {
        AWAY_TRIED[rule.code()] = awayTried;
        SUBSTITUTES[rule.code()] = substitutes;
    }

    @Override
    public void add(Slab slab, int from, int to) {
        SessionedSlab entities = (SessionedSlab) slab;
        rows += to - from;
        for (int row = from; row < to; row++) {
            sessions += entities.sessionSeq[row] == 0 ? 1 : 0;
            channelDrawn += is(ChannelSource.DRAWN.code(), entities.channelSource[row]);
            addParty(REMOTE[entities.channel[row]], entities.partyRule[row]);
            addMeans(entities.accountRule[row], entities.instrumentRule[row]);
            addEndpoints(entities.deviceRule[row], entities.ipRule[row], entities.visitSource[row]);
            boundaryDrawn += is(BoundaryRule.DRAW_CONTINUE.code(), entities.boundaryRule[row])
                    | is(BoundaryRule.DRAW_BREAK.code(), entities.boundaryRule[row]);
        }
    }

    private void addParty(int isRemote, int rule) {
        remote += isRemote;
        travelAwayTried += isRemote == 1 ? 0 : AWAY_TRIED[rule];
        substitutesTried += SUBSTITUTES[rule];
        partyAway += is(AttachRule.VISITOR.code(), rule) | (SUBSTITUTES[rule] > 0 ? 1 : 0);
    }

    /** A row counts once for each of the three words that either of its rules is; both are the same word or none. */
    private void addMeans(int accountRule, int instrumentRule) {
        means[accountRule]++;
        if (instrumentRule != accountRule) {
            means[instrumentRule]++;
        }
    }

    private void addEndpoints(int deviceRule, int ipRule, int visitSource) {
        int chosen = is(AttachRule.WEIGHTED.code(), deviceRule)
                | is(AttachRule.NO_TERMINAL.code(), deviceRule)
                | is(AttachRule.WEIGHTED.code(), ipRule)
                | is(AttachRule.NO_ENDPOINT.code(), ipRule);
        int trip = is(VisitSource.TRIP.code(), visitSource);
        endpointTrip += chosen & trip;
        endpointVisit += chosen & ~trip;
        terminalDrawn += is(AttachRule.TERMINAL.code(), deviceRule) | is(AttachRule.ENDPOINT.code(), ipRule);
    }

    private static int is(int code, int found) {
        return code == found ? 1 : 0;
    }

    @Override
    public void into(SortedMap<String, Long> values) {
        values.put("arrivals", rows);
        values.put("sessions", sessions);
        values.put("channel_drawn", channelDrawn);
        values.put("arrivals_remote", remote);
        values.put("travel_away_tried", travelAwayTried);
        values.put("party_away", partyAway);
        values.put("substitutes_tried", substitutesTried);
        values.put("means_habit", means[AttachRule.HABIT.code()]);
        values.put("means_visit", means[AttachRule.VISIT.code()]);
        values.put("means_switch", means[AttachRule.SWITCH.code()]);
        values.put("endpoint_visit", endpointVisit);
        values.put("endpoint_trip", endpointTrip);
        values.put("terminal_drawn", terminalDrawn);
        values.put("boundary_drawn", boundaryDrawn);
    }
}
