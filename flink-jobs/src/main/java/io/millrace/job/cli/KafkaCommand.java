package io.millrace.job.cli;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.kafka.BrokerAccess;
import io.millrace.job.sinks.kafka.OneNodeBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A Kafka broker on this machine for trying out, put together from Kafka's published jars. */
@Command(
        name = "kafka",
        header = "Starts, stops and shows a Kafka broker on this machine, for trying out.",
        description = {
            "Starts, stops and shows a local Kafka broker of one node (KRaft, no security), to try replay on. It creates"
                    + " no topic by itself.",
            "Example: ./millrace kafka start"
        })
final class KafkaCommand {
    private static final int PORT = 9092;
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private final Console console;

    @Spec
    private CommandSpec spec;

    KafkaCommand(Console console) {
        this.console = console;
    }

    @Command(name = "start", description = "Starts the broker and waits until it answers.")
    int start(
            @Option(names = "--port", description = "Port for clients (default: 9092); the next one is used too.")
                    Integer port)
            throws IOException, InterruptedException {
        if (port != null && (port < 1 || port > LocalBroker.PORT_MAX)) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be 1 to " + LocalBroker.PORT_MAX + ", was " + port);
        }
        LocalBroker broker = LocalBroker.ofUser();
        if (broker.isRunning()) {
            requireSame(broker, port);
            console.line("already running: " + broker.address());
            return 0;
        }
        broker.start(port == null ? PORT : port);
        if (OneNodeBroker.answers(BrokerAccess.of(broker.address()), START_PATIENCE, () -> lives(broker))) {
            console.good("Kafka is up: " + broker.address());
            return 0;
        }
        console.progress("the broker does not answer, and is ended; see " + broker.log());
        broker.stop();
        return 1;
    }

    @Command(name = "stop", description = "Stops the broker; its topics stay for the next start.")
    int stop(@Option(names = "--delete", description = "Deletes its topics and all its files.") boolean delete)
            throws IOException, InterruptedException {
        console.line(LocalBroker.ofUser().stop() ? "stopped" : "not running");
        if (delete) {
            LocalBroker.ofUser().delete();
            console.line("deleted " + Home.broker());
        }
        return 0;
    }

    @Command(name = "status", description = "Says whether the broker runs, with its topics.")
    int status() throws IOException, InterruptedException {
        LocalBroker broker = LocalBroker.ofUser();
        if (!broker.isRunning()) {
            console.line("not running");
            return 0;
        }
        try (Admin admin = BrokerAccess.of(broker.address()).admin()) {
            console.line(broker.address());
            for (String topic : new TreeSet<>(admin.listTopics().names().get())) {
                console.line("  " + topic);
            }
        } catch (ContractException | ExecutionException silent) {
            console.line(broker.address() + ": does not answer; see " + broker.log());
        }
        return 0;
    }

    private static void requireSame(LocalBroker broker, Integer port) throws IOException {
        if (port != null && port != broker.port()) {
            throw new RunException(Problem.of(
                    ErrorCode.USAGE,
                    "--port",
                    "must be " + broker.port() + ", as the running broker has it, or be left out",
                    port.toString(),
                    "millrace kafka stop ends that one; then start it where you want it"));
        }
    }

    private static boolean lives(LocalBroker broker) {
        try {
            return broker.isRunning();
        } catch (IOException unknown) {
            throw new UncheckedIOException(unknown);
        }
    }
}
