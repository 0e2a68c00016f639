package io.millrace.job.cli;

import io.millrace.digest.CanonicalJson;
import io.millrace.job.replay.ReplayPace;
import io.millrace.job.sinks.kafka.BrokerCheck;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.BusTopic;
import io.millrace.job.sinks.kafka.Delivery;
import io.millrace.job.sinks.kafka.MessageKey;
import io.millrace.job.topology.JobSettings;
import io.millrace.job.topology.ReplayJob;
import io.millrace.job.topology.ReplaySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
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
            "Example: ./millrace replay RUN --speedup 3600 --key party_id --topics events,anchors"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 143;
    private static final double SECONDS_MIN = 0.1;

    @Mixin
    private RunPlace place;

    @Mixin
    private BrokerOptions broker;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--topics",
            split = ",",
            description = "Which of events, anchors, entities, each with a name of its own if wanted:"
                    + " events=payments,anchors (default: all three).")
    private List<String> topics = List.of("events", "anchors", "entities");

    @Option(
            names = "--key",
            defaultValue = "flow_id",
            description =
                    "flow_id, account_id, party_id or merchant_id (default: ${DEFAULT-VALUE}): messages of one key"
                            + " are in one partition, in order.")
    private String key;

    @Option(names = "--create-topics", description = "Makes topics that are missing.")
    private boolean createTopics;

    @Option(
            names = "--partitions",
            defaultValue = "4",
            description = "With --create-topics: partitions of a new topic (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--replication",
            defaultValue = "1",
            description = "With --create-topics: copies of a new topic (default: ${DEFAULT-VALUE}).")
    private int replication;

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
            names = "--guarantee",
            defaultValue = "exactly-once",
            description = "exactly-once or at-least-once (default: ${DEFAULT-VALUE}).")
    private String guarantee;

    @Option(
            names = "--record-time",
            defaultValue = "event",
            description = "What stands in the time of a record: event or publish (default: ${DEFAULT-VALUE}).")
    private String recordTime;

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
            ReplayJob.Outcome outcome = new ReplayJob(settings, new Told(signals)).run();
            tell(outcome);
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
        require(partitions >= 1 && replication >= 1, "--partitions and --replication must be at least 1");
        require(messagesMax == null || messagesMax >= 1, "--max-events must be at least 1, was " + messagesMax);
        require(
                fromMicros == null || untilMicros == null || fromMicros < untilMicros,
                "--from must lie before --until");
        // Everything about the command line is told before a run is looked for.
        ReplaySettings.Messages messages = new ReplaySettings.Messages(
                streams(),
                word("--key", key, MessageKey.values(), MessageKey::word),
                fromMicros == null ? Long.MIN_VALUE : fromMicros,
                untilMicros == null ? Long.MAX_VALUE : untilMicros,
                messagesMax == null ? OptionalLong.empty() : OptionalLong.of(messagesMax));
        ReplaySettings.Sending sending = new ReplaySettings.Sending(
                word("--guarantee", guarantee, Delivery.Guarantee.values(), Delivery.Guarantee::word),
                word("--record-time", recordTime, Delivery.RecordTime.values(), Delivery.RecordTime::word),
                createTopics ? Optional.of(new BrokerCheck.Creation(partitions, replication)) : Optional.empty());
        ReplaySettings.Job job = new ReplaySettings.Job(
                pace(),
                parallelism,
                Duration.ofMillis(Math.round(checkpointSeconds * 1_000)),
                again ? ReplaySettings.Begin.AGAIN : ReplaySettings.Begin.WHERE_IT_STOPPED,
                noCheck ? ReplaySettings.Check.NONE : ReplaySettings.Check.COUNT);
        return new ReplaySettings(place.root(), name, broker.access(), messages, sending, job);
    }

    private Map<BusStream, String> streams() {
        Map<BusStream, String> named = new EnumMap<>(BusStream.class);
        for (String text : topics) {
            String[] parts = text.strip().split("=", 2);
            BusStream stream = word("--topics", parts[0], BusStream.values(), BusStream::word);
            require(
                    named.put(stream, parts.length == 2 ? parts[1] : stream.standardTopic()) == null,
                    "--topics names " + parts[0] + " twice");
        }
        require(
                named.values().stream().distinct().count() == named.size(),
                "--topics must give each stream a topic of its own");
        return named;
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

    private <T> T word(String option, String text, T[] values, java.util.function.Function<T, String> wordOf) {
        return Arrays.stream(values)
                .filter(value -> wordOf.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        option + " must be one of "
                                + String.join(
                                        ", ", Arrays.stream(values).map(wordOf).toList()) + ", was " + text));
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private void tell(ReplayJob.Outcome outcome) {
        if (json) {
            TreeMap<String, Object> summary = new TreeMap<>();
            summary.put("end", outcome.end().name());
            summary.put("folder", outcome.folder().toString());
            outcome.sent().forEach((stream, count) -> summary.put(stream.word(), count));
            outcome.savepoint().ifPresent(savepoint -> summary.put("savepoint", savepoint.toString()));
            console.line(CanonicalJson.of(summary));
            return;
        }
        switch (outcome.end()) {
            case SENT -> {
                StringBuilder text = new StringBuilder(noCheck ? "sent" : "sent, read back and counted:");
                outcome.sent().forEach((stream, count) -> text.append(' ')
                        .append(Console.count(count))
                        .append(' ')
                        .append(stream.word()));
                console.good(text.toString());
                console.line("  report in " + outcome.folder());
            }
            case SENT_BEFORE ->
                console.line("already sent; report in " + outcome.folder() + "; --again sends it once more");
            case STOPPED ->
                console.line("stopped at savepoint " + outcome.savepoint().orElseThrow()
                        + "; the same command goes on from there");
        }
    }

    /** What a person sees before the end. */
    private final class Told implements ReplayJob.Watcher {
        private final BooleanSupplier stop;

        Told(BooleanSupplier stop) {
            this.stop = stop;
        }

        @Override
        public void started(List<BusTopic> topics, Optional<Path> resumed, long rowsAtMost) {
            for (BusTopic topic : topics) {
                console.progress(String.format(
                        Locale.ROOT,
                        "%-8s -> %s, %d partitions, by %s",
                        topic.stream().word(),
                        topic.name(),
                        topic.partitions(),
                        key));
            }
            console.progress((resumed.isPresent() ? "goes on from " + resumed.get() : "begins") + "; at most "
                    + Console.count(rowsAtMost) + " messages in all");
        }

        @Override
        public boolean wantsToStop() {
            return stop.getAsBoolean();
        }

        @Override
        public void checking() {
            console.progress("reading the topics back");
        }
    }
}
