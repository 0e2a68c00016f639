package io.millrace.flows;

import io.millrace.random.Decision;
import java.util.EnumMap;
import java.util.Map;

/** The same uniforms for every flow, by decision; .5 where nothing is said. */
final class SteeredLanes implements Lanes {
    private final Map<Decision, double[]> uniforms = new EnumMap<>(Decision.class);

    SteeredLanes put(Decision decision, double lane0, double lane1) {
        uniforms.put(decision, new double[] {lane0, lane1});
        return this;
    }

    /** Everything is declined for want of money, and every candidate is a retry. */
    static SteeredLanes declining() {
        return new SteeredLanes()
                .put(Decision.STEP_UP, .999, .5)
                .put(Decision.DECLINE, 1e-6, .3)
                .put(Decision.RETRY, 1e-6, .5);
    }

    /** Everything is approved without a challenge, clears and is refunded where refunds exist. */
    static SteeredLanes approving() {
        return new SteeredLanes()
                .put(Decision.STEP_UP, .999, .5)
                .put(Decision.DECLINE, .999, .5)
                .put(Decision.AFTER_APPROVAL, .1, 1e-6)
                .put(Decision.RETRY, 1e-6, .5);
    }

    @Override
    public void block(Decision decision, long hi, long lo, long[] lanes) {
        double[] steered = uniforms.getOrDefault(decision, new double[] {.5, .5});
        lanes[0] = FixedLanes.word(steered[0]);
        lanes[1] = FixedLanes.word(steered[1]);
    }
}
