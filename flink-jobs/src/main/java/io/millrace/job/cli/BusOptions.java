package io.millrace.job.cli;

import io.millrace.job.sinks.kafka.BrokerAccess;
import io.millrace.job.sinks.kafka.BrokerCheck;
import io.millrace.job.sinks.kafka.BusStream;
import io.millrace.job.sinks.kafka.Delivery;
import io.millrace.job.sinks.kafka.MessageKey;
import io.millrace.job.topology.ReplaySettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What goes to which topics of which broker, and how. */
final class BusOptions {
    private static final List<String> NAMES = List.of(
            "--bootstrap-servers",
            "--properties",
            "--topics",
            "--key",
            "--create-topics",
            "--partitions",
            "--replication",
            "--guarantee",
            "--record-time");

    @Mixin
    private BrokerOptions broker;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--topics",
            split = ",",
            description = "Kafka: which of events, anchors, entities, each with a name of its own if wanted:"
                    + " events=payments,anchors (default: all three).")
    private List<String> topics = List.of("events", "anchors", "entities");

    @Option(
            names = "--key",
            defaultValue = "flow_id",
            description =
                    "Kafka: flow_id, account_id, party_id or merchant_id (default: ${DEFAULT-VALUE}): messages of one key"
                            + " are in one partition, in order.")
    private String key;

    @Option(names = "--create-topics", description = "Kafka: makes topics that are missing.")
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

    @Option(
            names = "--guarantee",
            defaultValue = "exactly-once",
            description = "Kafka: exactly-once or at-least-once (default: ${DEFAULT-VALUE}).")
    private String guarantee;

    @Option(
            names = "--record-time",
            defaultValue = "event",
            description = "Kafka: what stands in the time of a record: event or publish (default: ${DEFAULT-VALUE}).")
    private String recordTime;

    BrokerAccess access() {
        return broker.access();
    }

    /** Name of the topic by stream. */
    Map<BusStream, String> topics() {
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

    MessageKey key() {
        return word("--key", key, MessageKey.values(), MessageKey::word);
    }

    ReplaySettings.Sending sending() {
        require(partitions >= 1 && replication >= 1, "--partitions and --replication must be at least 1");
        return new ReplaySettings.Sending(
                word("--guarantee", guarantee, Delivery.Guarantee.values(), Delivery.Guarantee::word),
                word("--record-time", recordTime, Delivery.RecordTime.values(), Delivery.RecordTime::word),
                createTopics ? Optional.of(new BrokerCheck.Creation(partitions, replication)) : Optional.empty());
    }

    /** Those of these options that somebody gave. */
    List<String> given() {
        ParseResult parsed = spec.commandLine().getParseResult();
        return NAMES.stream().filter(parsed::hasMatchedOption).toList();
    }

    /** Arguments that say the same once more; the file of settings by its absolute path, and nothing of what it says. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(broker.arguments());
        arguments.addAll(List.of(
                "--topics",
                String.join(",", topics),
                "--key",
                key,
                "--partitions",
                Integer.toString(partitions),
                "--replication",
                Integer.toString(replication),
                "--guarantee",
                guarantee,
                "--record-time",
                recordTime));
        if (createTopics) {
            arguments.add("--create-topics");
        }
        return arguments;
    }

    private <T> T word(String option, String text, T[] values, Function<T, String> wordOf) {
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
}
