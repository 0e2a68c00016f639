package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.kafka.OneNodeBroker;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker of one node on this machine, as a process of its own, from Kafka's published jars. Settings, data, log and
 * process id lie in one folder, so brokers of several folders live beside one another.
 */
final class LocalBroker {
    private static final String SERVER = "kafka.Kafka";
    private static final String STORAGE_TOOL = "kafka.tools.StorageTool";

    private static final int HEAP_MIB = 512;
    private static final int FORMAT_HEAP_MIB = 128;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final String PORT = "port";
    /** Name of the one process in the note. */
    static final String ROLE = "broker";
    /** The controller has the next one. */
    static final int PORT_MAX = 65_534;

    private final Path folder;
    private final Path libraries;
    private final OwnProcesses processes;

    /** @param folder of its settings, data, log and process id */
    LocalBroker(Path folder, Path libraries) {
        this.folder = folder.toAbsolutePath().normalize();
        this.libraries = libraries;
        processes = new OwnProcesses(this.folder.resolve("process.properties"));
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
        return "localhost:" + port();
    }

    int port() throws IOException {
        return Integer.parseInt(processes.setting(PORT, "9092"));
    }

    boolean isRunning() throws IOException {
        return processes.living(ROLE).isPresent();
    }

    /**
     * Writes the settings, formats the storage the first time and starts the process; it needs a moment to answer.
     *
     * @param port for clients, up to {@link #PORT_MAX}; the controller of the same process takes the next one
     * @throws RunException USAGE when a port is taken, IO_READ_FAILED when Kafka's jars are not there,
     *     INTERNAL_ERROR when the storage cannot be formatted
     */
    void start(int port) throws IOException, InterruptedException {
        requireLibraries();
        requireFree(port);
        requireFree(port + 1);
        Files.createDirectories(folder);
        Files.writeString(settings(), OneNodeBroker.settings(data(), port, port + 1, Map.of()));
        if (!Files.exists(data().resolve("meta.properties"))) {
            format();
        }
        processes.clear();
        processes.set(PORT, Integer.toString(port));
        processes.add(
                ROLE,
                new ProcessBuilder(java(HEAP_MIB, SERVER, settings().toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                        .start());
    }

    /** Java would only say that it finds no class. */
    private void requireLibraries() {
        if (!hasServer()) {
            throw new RunException(Problem.of(
                    ErrorCode.IO_READ_FAILED,
                    libraries.toString(),
                    "must hold Kafka's jars",
                    Files.isDirectory(libraries) ? "a folder without them" : "no such folder",
                    "let the launcher bring them: ./millrace kafka start, or mvn package -DskipTests in "
                            + Home.folder()));
        }
    }

    private boolean hasServer() {
        if (!Files.isDirectory(libraries)) {
            return false;
        }
        try (Stream<Path> jars = Files.list(libraries)) {
            return jars.anyMatch(jar -> jar.getFileName().toString().matches("kafka_.*[.]jar"));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** @return false when nothing was running */
    boolean stop() throws IOException, InterruptedException {
        boolean wasRunning = processes.stop(ROLE, STOP_PATIENCE);
        processes.clear();
        return wasRunning;
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
                        // A replay knows the cluster that it began at: topics that were deleted do not come back by
                        // name.
                        Uuid.randomUuid().toString(),
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
        try {
            new ServerSocket(port).close();
        } catch (IOException taken) {
            throw new RunException(Problem.of(
                    ErrorCode.USAGE,
                    "--port",
                    "must be free, and the next one too",
                    port + " is taken",
                    "name another port, or stop who has it"));
        }
    }

    private List<String> java(int heapMib, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMib + "m",
                "-XX:+UseSerialGC",
                "-Dlog4j2.configurationFile=" + Home.logging(),
                "-cp",
                libraries + File.separator + "*",
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    private Path settings() {
        return folder.resolve("server.properties");
    }

    private Path data() {
        return folder.resolve("data");
    }
}
