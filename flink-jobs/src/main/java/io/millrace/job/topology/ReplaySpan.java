package io.millrace.job.topology;

import io.millrace.contract.WorldKind;
import io.millrace.job.replay.ReplayPlan;
import io.millrace.run.ScenarioId;
import io.millrace.run.SealedRun;
import java.util.concurrent.TimeUnit;

/**
 * Event time that a replay covers, for topics that refuse rows of other times.
 *
 * @param firstMicros time of the first message
 * @param lastMicros time of the last one; of the first where nobody knows
 */
record ReplaySpan(long firstMicros, long lastMicros) {
    static ReplaySpan of(ReplayPlan plan, SealedRun run, ReplaySettings.Messages messages) {
        return switch (messages.extent()) {
            case PUBLISHED -> new ReplaySpan(plan.firstMicros(), plan.lastMicros());
            case GROWING -> ofGrowing(run, messages);
        };
    }

    /** The scenario tells; that of another engine does not, and nothing is asked of the topics then. */
    private static ReplaySpan ofGrowing(SealedRun run, ReplaySettings.Messages messages) {
        if (run.receipt().worldKind() == WorldKind.FOREIGN) {
            long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
            return new ReplaySpan(now, now);
        }
        ScenarioId scenario = ScenarioId.of(run.identity().scenarioId());
        long first = Math.max(ScenarioId.micros(scenario.startHour()), messages.fromMicros());
        long last = scenario.isLive() ? first : Math.min(ScenarioId.micros(scenario.endHour()), messages.untilMicros());
        return new ReplaySpan(first, last);
    }
}
