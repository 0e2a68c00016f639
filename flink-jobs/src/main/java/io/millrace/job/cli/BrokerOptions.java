package io.millrace.job.cli;

import io.millrace.job.sinks.kafka.BrokerAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which broker, and how it is reached. */
final class BrokerOptions {
    @Option(
            names = "--bootstrap-servers",
            description = "Address of the broker (default: that of 'millrace kafka start', or localhost:9092).")
    private String bootstrapServers;

    @Option(
            names = "--properties",
            description = "File with settings of Kafka's own clients, such as security.protocol and sasl.jaas.config."
                    + " Secrets belong there, and never on the command line.")
    private Path properties;

    BrokerAccess access() {
        return BrokerAccess.of(servers(), Optional.ofNullable(properties));
    }

    /** The broker of this folder knows its port while it runs; without one Kafka's own default is as good as any. */
    private String servers() {
        if (bootstrapServers != null) {
            return bootstrapServers;
        }
        try {
            LocalBroker own = LocalBroker.ofUser();
            return own.isRunning() ? own.address() : "localhost:9092";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--bootstrap-servers", servers()));
        if (properties != null) {
            arguments.addAll(List.of(
                    "--properties", properties.toAbsolutePath().normalize().toString()));
        }
        return arguments;
    }
}
