package io.millrace.job.topology;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.replay.ReplayPlan;
import io.millrace.job.sinks.kafka.BusTopic;
import io.millrace.run.RunIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must be the same whenever a replay is taken up; by name, for notes and messages. */
final class ReplayChoices {
    private static final String PARTITIONS = "partitions of ";

    private ReplayChoices() {}

    /** All choices. */
    static Map<String, String> of(ReplaySettings settings, ReplayPlan plan) {
        Map<String, String> choices = of(settings, plan.identity());
        for (BusTopic topic : plan.topics()) {
            choices.put(PARTITIONS + topic.stream().word(), Integer.toString(topic.partitions()));
        }
        return choices;
    }

    /** The choices that need no broker. */
    static Map<String, String> of(ReplaySettings settings, RunIdentity identity) {
        TreeMap<String, String> choices = new TreeMap<>();
        choices.put("run", identity.runId());
        settings.messages().topics().forEach((stream, topic) -> choices.put("topic of " + stream.word(), topic));
        choices.put("--key", settings.messages().key().word());
        choices.put("--from", text(settings.messages().fromMicros()));
        choices.put("--until", text(settings.messages().untilMicros()));
        choices.put(
                "--max-events",
                settings.messages().messagesMax().isPresent()
                        ? Long.toString(settings.messages().messagesMax().getAsLong())
                        : "all");
        choices.put("--guarantee", settings.sending().guarantee().word());
        choices.put("--record-time", settings.sending().recordTime().word());
        if (settings.messages().extent() == ReplaySettings.Extent.GROWING) {
            choices.put("--follow", "given");
        }
        return choices;
    }

    private static String text(long micros) {
        return micros == Long.MIN_VALUE || micros == Long.MAX_VALUE ? "all" : Long.toString(micros);
    }

    /** @throws RunException RUN_IDENTITY_MISMATCH with everything that differs */
    static void requireSame(Map<String, String> before, Map<String, String> now) {
        TreeMap<String, String> all = new TreeMap<>(before);
        all.putAll(now);
        // Without a broker nobody knows how many partitions there are.
        all.keySet().removeIf(name -> name.startsWith(PARTITIONS) && !now.containsKey(name));
        List<Problem> problems = new ArrayList<>();
        for (String name : all.keySet()) {
            String was = before.getOrDefault(name, "none");
            String is = now.getOrDefault(name, "none");
            if (!was.equals(is)) {
                problems.add(Problem.of(
                        ErrorCode.RUN_IDENTITY_MISMATCH,
                        name,
                        "must be as the replay was begun, " + was,
                        is,
                        "give the same, begin anew by --again, or begin another replay by --name"));
            }
        }
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
    }
}
