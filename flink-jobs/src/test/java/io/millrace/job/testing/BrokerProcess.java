package io.millrace.job.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;

/** A real broker of one node as a process of its own, so that it can be killed the hard way and started again. */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final int port;
    private Process process;

    private BrokerProcess(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts one in an empty folder and waits until it answers. */
    public static BrokerProcess start(Path folder) throws Exception {
        Files.createDirectories(folder);
        BrokerProcess broker = new BrokerProcess(folder, freePort());
        Files.writeString(broker.settings(), broker.text(freePort()));
        try (PrintStream log = new PrintStream(folder.resolve("format.log").toFile(), StandardCharsets.UTF_8)) {
            int exit = StorageTool.execute(
                    new String[] {
                        "format",
                        "--standalone",
                        "--cluster-id",
                        "MillraceKillBroker000A",
                        "--config",
                        broker.settings().toString()
                    },
                    log);
            assertThat(exit).isZero();
        }
        broker.start();
        return broker;
    }

    public String address() {
        return "localhost:" + port;
    }

    /** Kill -9, then a start over what it left, at the same port; waits until it answers. */
    public void killAndStart() throws Exception {
        process.destroyForcibly().waitFor();
        start();
    }

    private void start() throws Exception {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "kafka.Kafka",
                        settings().toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
                .start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            assertThat(process.isAlive()).as("broker, see " + log()).isTrue();
            assertThat(System.nanoTime()).as("answer of the broker").isLessThan(deadline);
        }
    }

    private boolean answers() throws InterruptedException {
        try (Admin admin = TestBroker.at(address()).access().admin()) {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String text(int controller) {
        return String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.bootstrap.servers=localhost:" + controller,
                "listeners=PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controller,
                "advertised.listeners=PLAINTEXT://localhost:" + port,
                "controller.listener.names=CONTROLLER",
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs=" + folder.resolve("data"),
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "transaction.state.log.num.partitions=2",
                "group.initial.rebalance.delay.ms=0",
                // What a dead broker held up is seen again at once.
                "broker.session.timeout.ms=3000",
                "broker.heartbeat.interval.ms=500",
                "auto.create.topics.enable=false",
                "");
    }

    private Path settings() {
        return folder.resolve("server.properties");
    }

    private File log() {
        return folder.resolve("broker.log").toFile();
    }

    @Override
    public void close() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }
}
