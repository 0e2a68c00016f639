package io.millrace.job.cli;

import io.millrace.job.sinks.kafka.TopicTail;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows a few messages of a topic. */
@Command(
        name = "tail",
        header = "Shows a few messages of a Kafka topic.",
        description = {
            "Shows the last committed messages of a topic, in the order of their time: time, partition@offset, key and what"
                    + " the payload says. Belongs to no consumer group and changes nothing.",
            "Example: ./millrace tail fp.bus.traffic.baseline.v1"
        })
final class TailCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic;

    @Mixin
    private BrokerOptions broker;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-n", "--messages"},
            defaultValue = "10",
            description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int messages;

    @Option(names = "--first", description = "The first ones in place of the last.")
    private boolean first;

    @Option(names = "--follow", description = "Goes on with what comes, until interrupted.")
    private boolean follow;

    @Option(names = "--raw", description = "Prints each message as it is.")
    private boolean raw;

    private final Console console;

    TailCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (messages < 0 || messages > 10_000) {
            throw new ParameterException(spec.commandLine(), "--messages must be 0 to 10000, was " + messages);
        }
        TopicTail tail = new TopicTail(broker.access(), topic);
        List<ConsumerRecord<byte[], byte[]>> found =
                tail.read(first ? TopicTail.End.FIRST : TopicTail.End.LAST, messages);
        found.forEach(this::show);
        if (found.isEmpty() && messages > 0) {
            console.progress("no committed message in " + topic);
        }
        if (follow) {
            tail.follow(this::show);
        }
        return 0;
    }

    private void show(ConsumerRecord<byte[], byte[]> message) {
        String value = text(message.value());
        console.line(raw ? value : pretty(message, value));
    }

    /** One line; what is no envelope of ours is shown as it is. */
    static String pretty(ConsumerRecord<byte[], byte[]> message, String value) {
        String place = message.partition() + "@" + message.offset();
        try {
            JsonNode envelope = JsonMapper.shared().readTree(value);
            List<String> fields = new ArrayList<>();
            for (Map.Entry<String, JsonNode> field :
                    envelope.required("payload").properties()) {
                if (!field.getValue().isNull() && !field.getKey().equals("ts_utc")) {
                    fields.add(field.getKey() + "=" + field.getValue().asString());
                }
            }
            return envelope.required("ts_utc").asString() + "  " + place + "  key=" + text(message.key()) + "  "
                    + String.join(" ", fields);
        } catch (JacksonException noEnvelope) {
            return place + "  key=" + text(message.key()) + "  " + value;
        }
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "-" : new String(bytes, StandardCharsets.UTF_8);
    }
}
