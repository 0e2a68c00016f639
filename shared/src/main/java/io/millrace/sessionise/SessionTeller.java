package io.millrace.sessionise;

import io.millrace.contract.ArrivalKey;
import io.millrace.contract.BoundaryRule;
import io.millrace.contract.Channel;
import io.millrace.policy.SessionisationPolicy;
import io.millrace.random.Decision;
import io.millrace.random.Draws;
import io.millrace.slab.Columns;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.SlabKind;
import io.millrace.story.Chapter;
import io.millrace.story.Drawn;
import io.millrace.story.Fact;
import io.millrace.story.Rule;
import io.millrace.story.Rulebook;
import io.millrace.story.Wording;
import java.util.ArrayList;
import java.util.List;

/** Tells why an arrival opened or continued a session, from the rows the {@link Sessioniser} has made. */
public final class SessionTeller {
    private static final String ENTITIES = SlabKind.SESSIONED.datasetId();
    private static final String ANCHORS = SlabKind.FLOW.datasetId();
    private static final String SESSIONS = SlabKind.SESSION_INDEX.datasetId();

    private final SessionisationPolicy policy;
    private final Draws draws;
    private final Rulebook rules;

    public SessionTeller(SessionisationPolicy policy, Draws draws, Rulebook rules) {
        this.policy = policy;
        this.draws = draws;
        this.rules = rules;
    }

    /**
     * Tells of one row.
     *
     * @param rows of one party, in total order
     * @param at position of the row
     */
    public Chapter tell(SessionedSlab rows, int at) {
        BoundaryRule rule = BoundaryRule.ofCode(rows.boundaryRule[at]);
        List<Fact> facts = new ArrayList<>();
        facts.add(previous(rows, at));
        if (rows.gapPreviousMicros[at] != Columns.ABSENT) {
            facts.add(Fact.of("gap_previous_us", rows.gapPreviousMicros[at])
                    .because(Wording.seconds(rows.gapPreviousMicros[at]))
                    .in(ENTITIES)
                    .in(ANCHORS));
        }
        facts.add(boundary(rows, at, rule).in(ENTITIES));
        int first = at - rows.sessionSeq[at];
        facts.add(Fact.of("session_id", rows.sessionId[at])
                .because(
                        first == at
                                ? "made of the key of this arrival, which opens the session"
                                : "made of the key of the arrival that opened it, " + name(rows, first))
                .in(ENTITIES)
                .in(SESSIONS)
                .in(ANCHORS));
        facts.add(Fact.of("session_seq", rows.sessionSeq[at]).in(ENTITIES).in(ANCHORS));
        facts.add(Fact.of("session_elapsed_us", rows.sessionElapsedMicros[at]).in(ENTITIES));
        return new Chapter("Session", facts);
    }

    private Fact previous(SessionedSlab rows, int at) {
        boolean isKnown = rows.gapPreviousMicros[at] != Columns.ABSENT;
        return Fact.of("previous arrival", isKnown ? name(rows, at - 1) : "none")
                .because(
                        isKnown
                                ? "of the party, at " + Wording.utc(rows.tsMicros[at - 1])
                                : "nothing of the party within the hard break before");
    }

    private Fact boundary(SessionedSlab rows, int at, BoundaryRule rule) {
        Fact fact = Fact.of("boundary_rule", rule.token());
        return switch (rule) {
            case FIRST -> fact.because("opens a session").by(rule("/gap/hard_break_seconds"));
            case GAP_CONTINUE ->
                fact.because("the gap is not above the timeout: the session goes on")
                        .by(rule("/gap/timeout_seconds"));
            case GAP_BREAK ->
                fact.because("the gap is above the timeout, and no coin is thrown: opens a session")
                        .by(rule("/gap/timeout_seconds"))
                        .by(rule("/gap/ambiguous"))
                        .by(rules.rule("behaviour_config_6B", "/features/stochastic_session_boundary"));
            case DRAW_BREAK, DRAW_CONTINUE -> ramp(rows, at, fact);
            case CAP_ARRIVALS ->
                fact.because("the session before is full: opens another").by(rule("/caps/arrivals_per_session_max"));
            case CAP_SPAN ->
                fact.because("the session before would span too long: opens another")
                        .by(rule("/caps/session_span_seconds_max"));
            case UTC_DAY ->
                fact.because("another UTC day than the arrival before: opens a session")
                        .by(rule("/breaks/on_utc_day_change"));
            case CHANNEL ->
                fact.because("another channel than that of the arrival before, "
                                + Channel.ofCode(rows.channel[at - 1]).token() + ": opens a session")
                        .by(rule("/breaks/on_channel_change"));
        };
    }

    private Fact ramp(SessionedSlab rows, int at, Fact fact) {
        Drawn drawn = Drawn.of(draws, Decision.GAP_RAMP, key(rows, at - 1), key(rows, at));
        double over = rows.gapPreviousMicros[at] - policy.gap().timeoutMicros();
        double chance = over / (policy.gap().hardBreakMicros() - policy.gap().timeoutMicros());
        return fact.because("between timeout and hard break a break has the chance " + Wording.share(chance)
                        + "; lane 0 is " + Wording.share(drawn.u0()))
                .drawn(drawn)
                .by(rule("/gap/timeout_seconds"))
                .by(rule("/gap/hard_break_seconds"));
    }

    private Rule rule(String pointer) {
        return rules.rule("sessionisation_policy_6B", pointer);
    }

    private static long key(SessionedSlab rows, int at) {
        return ArrivalKey.of(rows.merchantId[at], rows.merchantOrdinal[at], rows.arrivalSeq[at]);
    }

    private static String name(SessionedSlab rows, int at) {
        return Long.toUnsignedString(rows.merchantId[at]) + ":" + rows.arrivalSeq[at];
    }
}
