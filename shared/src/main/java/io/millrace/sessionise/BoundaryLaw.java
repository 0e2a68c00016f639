package io.millrace.sessionise;

import io.millrace.contract.BoundaryRule;
import io.millrace.contract.CloseReason;
import io.millrace.policy.SessionisationPolicy;
import io.millrace.random.Decision;
import io.millrace.random.DrawLedger;
import io.millrace.random.Draws;
import io.millrace.random.UnitInterval;
import java.io.Serializable;

/**
 * Does an arrival open a session? The first matching line decides; all comparisons in whole microseconds.
 *
 * <p>Draws: GAP_RAMP, one per gap between soft timeout and hard break that no breaker or cap decides.
 */
final class BoundaryLaw implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final SessionisationPolicy policy;
    private final Draws draws;
    private final long timeoutMicros;
    private final long hardBreakMicros;
    private final boolean drawsInTheRamp;

    BoundaryLaw(SessionisationPolicy policy, Draws draws, boolean stochasticBoundary) {
        this.policy = policy;
        this.draws = draws;
        this.timeoutMicros = policy.gap().timeoutMicros();
        this.hardBreakMicros = policy.gap().hardBreakMicros();
        this.drawsInTheRamp =
                stochasticBoundary && policy.gap().ambiguous() == SessionisationPolicy.Ambiguous.LINEAR_RAMP;
    }

    long hardBreakMicros() {
        return hardBreakMicros;
    }

    /**
     * @param table holds the party's last arrival and open session
     * @param entry of the party
     * @param channel code of the arrival
     */
    BoundaryRule decide(
            SessionTable table, int entry, long arrivalKey, long tsMicros, byte channel, DrawLedger ledger) {
        long lastMicros = table.lastMicros(entry);
        long gapMicros = tsMicros - lastMicros;
        if (gapMicros >= hardBreakMicros) {
            return BoundaryRule.FIRST;
        }
        if (policy.breaks().onUtcDayChange()
                && Math.floorDiv(tsMicros, MICROS_PER_DAY) != Math.floorDiv(lastMicros, MICROS_PER_DAY)) {
            return BoundaryRule.UTC_DAY;
        }
        if (policy.breaks().onChannelChange() && channel != table.lastChannel(entry)) {
            return BoundaryRule.CHANNEL;
        }
        if (table.count(entry) == policy.caps().arrivalsPerSessionMax()) {
            return BoundaryRule.CAP_ARRIVALS;
        }
        if (tsMicros - table.startMicros(entry) > policy.caps().sessionSpanMicrosMax()) {
            return BoundaryRule.CAP_SPAN;
        }
        if (gapMicros <= timeoutMicros) {
            return BoundaryRule.GAP_CONTINUE;
        }
        if (!drawsInTheRamp) {
            return BoundaryRule.GAP_BREAK;
        }
        ledger.count(Decision.GAP_RAMP);
        long x = draws.x0(Decision.GAP_RAMP, table.lastKey(entry), arrivalKey);
        return UnitInterval.ramp(x, gapMicros - timeoutMicros, hardBreakMicros - timeoutMicros)
                ? BoundaryRule.DRAW_BREAK
                : BoundaryRule.DRAW_CONTINUE;
    }

    static boolean continues(BoundaryRule rule) {
        return switch (rule) {
            case GAP_CONTINUE, DRAW_CONTINUE -> true;
            case FIRST, GAP_BREAK, DRAW_BREAK, CAP_ARRIVALS, CAP_SPAN, UTC_DAY, CHANNEL -> false;
        };
    }

    /** Why the session before an opening row closed. */
    static CloseReason closeReason(BoundaryRule opening) {
        return switch (opening) {
            case FIRST, GAP_BREAK -> CloseReason.GAP_BREAK;
            case DRAW_BREAK -> CloseReason.DRAW_BREAK;
            case CAP_ARRIVALS -> CloseReason.CAP_ARRIVALS;
            case CAP_SPAN -> CloseReason.CAP_SPAN;
            case UTC_DAY -> CloseReason.UTC_DAY;
            case CHANNEL -> CloseReason.CHANNEL;
            case GAP_CONTINUE, DRAW_CONTINUE -> throw new IllegalArgumentException(opening + " closes nothing");
        };
    }
}
