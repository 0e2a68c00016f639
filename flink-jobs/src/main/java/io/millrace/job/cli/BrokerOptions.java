package io.millrace.job.cli;

import io.millrace.job.sinks.kafka.BrokerAccess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which broker, and how it is reached. */
final class BrokerOptions {
    @Option(
            names = "--bootstrap-servers",
            defaultValue = "localhost:9092",
            description = "Address of the broker (default: ${DEFAULT-VALUE}, that of 'millrace kafka start').")
    private String bootstrapServers;

    @Option(
            names = "--properties",
            description = "File with settings of Kafka's own clients, such as security.protocol and sasl.jaas.config."
                    + " Secrets belong there, and never on the command line.")
    private Path properties;

    BrokerAccess access() {
        return BrokerAccess.of(bootstrapServers, Optional.ofNullable(properties));
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--bootstrap-servers", bootstrapServers));
        if (properties != null) {
            arguments.addAll(List.of(
                    "--properties", properties.toAbsolutePath().normalize().toString()));
        }
        return arguments;
    }
}
