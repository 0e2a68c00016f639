package io.millrace.job.cli;

import io.millrace.digest.CanonicalJson;
import io.millrace.job.replay.ReplayPace;
import io.millrace.job.topology.JobSettings;
import io.millrace.job.topology.ReplayJob;
import io.millrace.job.topology.ReplaySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A published run into Kafka. */
@Command(
        name = "replay",
        header = "Replays a published run into Kafka, in the order of time.",
        description = {
            "Sends events, flow anchors and arrival entities of a published run to Kafka topics: each row once, in every"
                    + " partition in the order of time. Interrupted, it stops with a savepoint; the same command goes on"
                    + " from there, or from the last checkpoint after a crash. At the end the topics are read back and"
                    + " counted.",
            "Example: ./millrace replay 6fcfef4deab0fe4837ae7234fe6333a3 --create-topics --partitions 4",
            "Example: ./millrace replay RUN --speedup 3600 --key party_id --topics events,anchors",
            "Example: ./millrace replay RUN --follow"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 143;
    private static final double SECONDS_MIN = 0.1;

    @Mixin
    private RunPlace place;

    @Mixin
    private BusOptions bus;

    @Spec
    private CommandSpec spec;

    @Option(names = "--from", converter = EventTime.class, description = "First event time, a date or a time.")
    private Long fromMicros;

    @Option(names = "--until", converter = EventTime.class, description = "Event time to end before.")
    private Long untilMicros;

    @Option(names = "--max-events", description = "Ends after so many messages of all topics together.")
    private Long messagesMax;

    @Option(names = "--speedup", description = "Event time over wall time, such as 1 or 3600 (default: flat out).")
    private Double speedup;

    @Option(names = "--rate", description = "Messages per second in place of --speedup.")
    private Double rate;

    @Option(
            names = "--rate-plan",
            description = "File of lines 'seconds, rate' or 'seconds, rate-rate' for a ramp, in place of --speedup.")
    private Path ratePlan;

    @Option(
            names = "--follow",
            description = "A run that is still written, as it grows: up to its flag, or until interrupted.")
    private boolean follow;

    @Option(
            names = "--name",
            defaultValue = "default",
            description = "Tells replays of one run apart (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(names = "--again", description = "Begins anew although it has ended or can be taken up.")
    private boolean again;

    @Option(names = "--no-check", description = "Does not read the topics back at the end.")
    private boolean noCheck;

    @Option(
            names = "--parallelism",
            defaultValue = "1",
            description = "Tasks (default: ${DEFAULT-VALUE}); changes no message and no order.")
    private int parallelism;

    @Option(
            names = "--checkpoint-seconds",
            defaultValue = "10",
            description = "Time between checkpoints, when messages become visible (default: ${DEFAULT-VALUE}).")
    private double checkpointSeconds;

    @Option(names = "--json", description = "Prints the summary as one line of JSON.")
    private boolean json;

    private final Console console;

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        ReplaySettings settings = settings();
        try (StopSignals signals = StopSignals.listen(console)) {
            ReplayWatcher watcher = new ReplayWatcher(console, settings, signals);
            ReplayJob.Outcome outcome = new ReplayJob(settings, watcher).run();
            tell(outcome, watcher);
            return outcome.end() == ReplayJob.End.STOPPED ? signals.exit(INTERRUPTED) : 0;
        }
    }

    private ReplaySettings settings() {
        require(name.matches("[a-z0-9][a-z0-9_-]{0,40}"), "--name must be letters, digits, - and _, was " + name);
        require(
                parallelism >= 1 && parallelism <= JobSettings.BUCKETS,
                "--parallelism must be 1 to " + JobSettings.BUCKETS + ", was " + parallelism);
        require(
                checkpointSeconds >= SECONDS_MIN,
                "--checkpoint-seconds must be at least " + SECONDS_MIN + ", was " + checkpointSeconds);
        require(messagesMax == null || messagesMax >= 1, "--max-events must be at least 1, was " + messagesMax);
        require(
                fromMicros == null || untilMicros == null || fromMicros < untilMicros,
                "--from must lie before --until");
        require(!follow || messagesMax == null, "--max-events is for a run that is there: leave out --follow");
        require(
                !follow || speedup == null,
                "--speedup is for a run that is there; with --follow the run has its own pace");
        // Everything about the command line is told before a run is looked for.
        ReplaySettings.Messages messages = new ReplaySettings.Messages(
                bus.topics(),
                bus.key(),
                fromMicros == null ? Long.MIN_VALUE : fromMicros,
                untilMicros == null ? Long.MAX_VALUE : untilMicros,
                messagesMax == null ? OptionalLong.empty() : OptionalLong.of(messagesMax),
                follow ? ReplaySettings.Extent.GROWING : ReplaySettings.Extent.PUBLISHED);
        ReplaySettings.Sending sending = bus.sending();
        ReplaySettings.Job job = new ReplaySettings.Job(
                pace(),
                parallelism,
                Duration.ofMillis(Math.round(checkpointSeconds * 1_000)),
                again ? ReplaySettings.Begin.AGAIN : ReplaySettings.Begin.WHERE_IT_STOPPED,
                noCheck ? ReplaySettings.Check.NONE : ReplaySettings.Check.COUNT);
        return new ReplaySettings(place.root(), name, bus.access(), messages, sending, job);
    }

    private ReplayPace pace() {
        long given = java.util.stream.Stream.of(speedup, rate, ratePlan)
                .filter(value -> value != null)
                .count();
        require(given <= 1, "--speedup, --rate and --rate-plan all tell how fast: give one of them");
        if (speedup != null) {
            require(speedup > 0, "--speedup must be above 0, was " + speedup);
            return new ReplayPace.BySpeedup(speedup);
        }
        if (rate != null) {
            require(rate > 0, "--rate must be above 0, was " + rate);
            return ReplayPace.ByRate.steady(rate);
        }
        return ratePlan == null ? new ReplayPace.FlatOut() : RatePlanFile.read(ratePlan);
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private void tell(ReplayJob.Outcome outcome, ReplayWatcher watcher) {
        if (json) {
            TreeMap<String, Object> summary = new TreeMap<>();
            summary.put("end", outcome.end().name());
            summary.put("folder", outcome.folder().toString());
            outcome.sent().forEach((stream, count) -> summary.put(stream.word(), count));
            outcome.savepoint().ifPresent(savepoint -> summary.put("savepoint", savepoint.toString()));
            console.line(CanonicalJson.of(summary));
            return;
        }
        watcher.ended(outcome);
    }
}
