package io.millrace.job.cli;

import io.millrace.base.ContractException;
import io.millrace.job.sinks.kafka.BrokerAccess;
import java.io.IOException;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
    private static final int LOOKS_MAX = 60;
    private static final long LOOK_EVERY_MILLIS = 500;

    private final Console console;

    KafkaCommand(Console console) {
        this.console = console;
    }

    @Command(name = "start", description = "Starts the broker and waits until it answers.")
    int start(
            @Option(
                            names = "--port",
                            defaultValue = "9092",
                            description = "Port for clients (default: ${DEFAULT-VALUE}); the next one is used too.")
                    int port)
            throws IOException, InterruptedException {
        LocalBroker broker = LocalBroker.ofUser();
        if (broker.isRunning()) {
            console.line("already running: " + broker.address());
            return 0;
        }
        broker.start(port);
        for (int look = 0; look < LOOKS_MAX && broker.isRunning(); look++) {
            if (answers(broker)) {
                console.good("Kafka is up: " + broker.address());
                return 0;
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        console.progress("the broker does not answer; see " + broker.log());
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

    private static boolean answers(LocalBroker broker) throws IOException, InterruptedException {
        try (Admin admin = BrokerAccess.of(broker.address()).admin()) {
            admin.describeCluster().nodes().get();
            return true;
        } catch (ContractException | ExecutionException notYet) {
            return false;
        }
    }
}
