package io.millrace.job.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.sinks.kafka.BrokerAccess;
import io.millrace.job.sinks.kafka.OneNodeBroker;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kafka.tools.StorageTool;

/** A real broker of one node as a process of its own, so that it can be killed the hard way and started again. */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Few files, and what a dead broker held up is seen again at once. */
    private static final Map<String, String> FEW_AND_QUICK = Map.of(
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.num.partitions", "2",
            "broker.session.timeout.ms", "3000",
            "broker.heartbeat.interval.ms", "500");

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
        Files.writeString(
                broker.settings(),
                OneNodeBroker.settings(folder.resolve("data"), broker.port, freePort(), FEW_AND_QUICK));
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

    /** Kill -9, then a start over what it left. */
    public void killAndStart() throws Exception {
        kill();
        start();
    }

    /** Kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts over what is there, at the same port, and waits until it answers. */
    public void start() throws Exception {
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
        assertThat(OneNodeBroker.answers(BrokerAccess.of(address()), PATIENCE, process::isAlive))
                .as("answer of the broker, see " + log())
                .isTrue();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
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
