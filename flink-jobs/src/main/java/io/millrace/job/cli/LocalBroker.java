package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Kafka broker of one node on this machine, as a process of its own, from Kafka's published jars. Settings, data, log and
 * process id lie in one folder, so brokers of several folders live beside one another.
 */
final class LocalBroker {
    private static final String SERVER = "kafka.Kafka";
    private static final String STORAGE_TOOL = "kafka.tools.StorageTool";
    /** Any 16 bytes in Kafka's own spelling: a cluster of one node meets no other. */
    private static final String CLUSTER_ID = "MillraceTryOutBroker0A";

    private static final int HEAP_MIB = 512;
    private static final int FORMAT_HEAP_MIB = 128;
    private static final int STOP_SECONDS = 30;

    private final Path folder;
    private final Path libraries;

    /** @param folder of its settings, data, log and process id */
    LocalBroker(Path folder, Path libraries) {
        this.folder = folder.toAbsolutePath().normalize();
        this.libraries = libraries;
    }

    /** The one of {@code millrace kafka}. */
    static LocalBroker ofUser() {
        return new LocalBroker(Home.broker(), Home.brokerLibraries());
    }

    Path log() {
        return folder.resolve("broker.log");
    }

    /** Address for clients. */
    String address() throws IOException {
        return "localhost:" + process().getProperty("port", "9092");
    }

    boolean isRunning() throws IOException {
        return living().isPresent();
    }

    /**
     * Writes the settings, formats the storage the first time and starts the process; it needs a moment to answer.
     *
     * @param port for clients; the controller of the same process takes the next one
     * @throws RunException USAGE when a port is taken, INTERNAL_ERROR when the storage cannot be formatted
     */
    void start(int port) throws IOException, InterruptedException {
        requireFree(port);
        requireFree(port + 1);
        Files.createDirectories(folder);
        Files.writeString(settings(), text(port));
        if (!Files.exists(data().resolve("meta.properties"))) {
            format();
        }
        long pid = new ProcessBuilder(java(HEAP_MIB, SERVER, settings().toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start()
                .pid();
        Properties process = new Properties();
        process.setProperty("port", Integer.toString(port));
        process.setProperty("pid", Long.toString(pid));
        try (var file = Files.newBufferedWriter(processFile())) {
            process.store(file, null);
        }
    }

    /** @return false when nothing was running */
    boolean stop() throws IOException, InterruptedException {
        Optional<ProcessHandle> living = living();
        if (living.isPresent()) {
            living.get().destroy();
            for (int i = 0; i < 10 * STOP_SECONDS && living.get().isAlive(); i++) {
                Thread.sleep(100);
            }
            living.get().destroyForcibly();
        }
        Files.deleteIfExists(processFile());
        return living.isPresent();
    }

    /** Removes topics and everything else of a broker that is stopped. */
    void delete() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void format() throws IOException, InterruptedException {
        Path log = folder.resolve("format.log");
        Process tool = new ProcessBuilder(java(
                        FORMAT_HEAP_MIB,
                        STORAGE_TOOL,
                        "format",
                        "--standalone",
                        "--cluster-id",
                        CLUSTER_ID,
                        "--config",
                        settings().toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
            tool.destroyForcibly();
            throw new RunException(Problem.of(
                    ErrorCode.INTERNAL_ERROR,
                    data().toString(),
                    "must be formatted by Kafka's own tool",
                    Files.readString(log).strip(),
                    "remove the folder " + folder + " and start again"));
        }
    }

    private static void requireFree(int port) {
        try (ServerSocket free = new ServerSocket(port)) {
            free.setReuseAddress(true);
        } catch (IOException taken) {
            throw new RunException(Problem.of(
                    ErrorCode.USAGE,
                    "--port",
                    "must be free, and the next one too",
                    port + " is taken",
                    "name another port, or stop who has it"));
        }
    }

    private String text(int port) {
        int controller = port + 1;
        return String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.bootstrap.servers=localhost:" + controller,
                "listeners=PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controller,
                "advertised.listeners=PLAINTEXT://localhost:" + port,
                "controller.listener.names=CONTROLLER",
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs=" + data(),
                // One node is all there is.
                "offsets.topic.replication.factor=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "share.coordinator.state.topic.replication.factor=1",
                "share.coordinator.state.topic.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                "auto.create.topics.enable=false",
                "");
    }

    private List<String> java(int heapMib, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMib + "m",
                "-XX:+UseSerialGC",
                "-Dlog4j2.configurationFile=" + Home.config().resolve("log4j2.properties"),
                "-cp",
                libraries + File.separator + "*",
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    private Optional<ProcessHandle> living() throws IOException {
        String pid = process().getProperty("pid", "");
        return pid.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
    }

    private Properties process() throws IOException {
        Properties process = new Properties();
        if (Files.exists(processFile())) {
            try (var file = Files.newBufferedReader(processFile())) {
                process.load(file);
            }
        }
        return process;
    }

    private Path processFile() {
        return folder.resolve("process.properties");
    }

    private Path settings() {
        return folder.resolve("server.properties");
    }

    private Path data() {
        return folder.resolve("data");
    }
}
