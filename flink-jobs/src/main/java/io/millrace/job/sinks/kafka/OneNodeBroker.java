package io.millrace.job.sinks.kafka;

import io.millrace.base.ContractException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;

/** A Kafka broker that is all of its cluster, without passwords, and without topics that make themselves. */
public final class OneNodeBroker {
    private static final long MILLIS_BETWEEN_LOOKS = 100;

    private OneNodeBroker() {}

    /**
     * Its file of settings.
     *
     * @param data folder of its topics
     * @param port for clients
     * @param controllerPort of the controller in the same process
     * @param more settings, the last of the file
     */
    public static String settings(Path data, int port, int controllerPort, Map<String, String> more) {
        StringBuilder text = new StringBuilder(String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.bootstrap.servers=localhost:" + controllerPort,
                "listeners=PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort,
                "advertised.listeners=PLAINTEXT://localhost:" + port,
                "controller.listener.names=CONTROLLER",
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs=" + data,
                // One node is all there is.
                "offsets.topic.replication.factor=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "share.coordinator.state.topic.replication.factor=1",
                "share.coordinator.state.topic.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                "auto.create.topics.enable=false",
                ""));
        more.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    /**
     * Waits for one that was started.
     *
     * @param isAlive whether its process lives
     * @return false when it has ended, or the patience has
     */
    public static boolean answers(BrokerAccess access, Duration patience, BooleanSupplier isAlive)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline && isAlive.getAsBoolean()) {
            try (Admin admin = access.admin()) {
                admin.describeCluster().nodes().get();
                return true;
            } catch (ContractException | ExecutionException notYet) {
                Thread.sleep(MILLIS_BETWEEN_LOOKS);
            }
        }
        return false;
    }
}
