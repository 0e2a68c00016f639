package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;

/**
 * The processes of a session cluster on this machine: their configuration, start, process ids and end. All its files lie
 * in one folder, so that clusters of several folders live beside one another.
 */
final class LocalCluster {
    private static final String JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final String CLIENT = "org.apache.flink.client.cli.CliFrontend";
    /** Role of the one JobManager; TaskManagers are {@code taskmanager}, {@code taskmanager-2} and so on. */
    static final String JOB_MANAGER_ROLE = "jobmanager";

    private static final String TASK_MANAGER_ROLE = "taskmanager";
    private static final String PORT = "port";
    private static final String RPC_PORT = "rpc-port";
    private static final String SLOTS = "slots";

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final Path folder;
    private final OwnProcesses processes;

    /** @param folder of its configuration, logs and process ids */
    LocalCluster(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        processes = new OwnProcesses(this.folder.resolve("pids.properties"));
    }

    /** The one of {@code millrace cluster}. */
    static LocalCluster ofUser() {
        return new LocalCluster(Home.cluster());
    }

    Path logs() {
        return folder.resolve("log");
    }

    /**
     * Where its processes keep what they need while they live, each in a folder of its name: copies of jars, spilled records. Flink leaves that of a
     * killed process behind; in a folder of the machine it would pile up, and two clusters would meet in it.
     */
    private Path temporary() {
        return folder.resolve("tmp");
    }

    /** Writes the configuration and starts all processes; they need a moment to find one another. */
    void start(ClusterShape shape) throws IOException {
        FileUtils.deleteDirectory(temporary().toFile());
        configure(shape);
        try (Stream<Path> old = Files.list(logs())) {
            for (Path log : old.toList()) {
                Files.delete(log);
            }
        }
        processes.clear();
        processes.set(PORT, Integer.toString(shape.port()));
        processes.set(RPC_PORT, Integer.toString(shape.rpcPort()));
        processes.set(SLOTS, Integer.toString(shape.slots()));
        launch(jobManager(shape), JOB_MANAGER_ROLE);
        startTaskManagers(shape, missing(shape.taskManagers()));
    }

    /** Names of TaskManagers that a cluster of so many lacks: they ended, or it was started with fewer. */
    NavigableSet<String> missing(int taskManagers) throws IOException {
        NavigableSet<String> missing = new TreeSet<>();
        for (int number = 1; number <= taskManagers; number++) {
            String role = TASK_MANAGER_ROLE + (number == 1 ? "" : "-" + number);
            if (processes.living(role).isEmpty()) {
                missing.add(role);
            }
        }
        return missing;
    }

    /**
     * Starts TaskManagers of a running cluster.
     *
     * @param shape of the cluster as it was started
     */
    void startTaskManagers(ClusterShape shape, Set<String> names) throws IOException {
        for (String name : names) {
            clearAfter(name);
            launch(taskManager(shape, name), name);
        }
    }

    /** Removes what a process that has ended left behind. */
    void clearAfter(String role) throws IOException {
        FileUtils.deleteDirectory(temporary().resolve(role).toFile());
    }

    /** Ends processes of a cluster that goes on without them, and forgets those that it did not have before. */
    void end(Set<String> names, Set<String> before) throws IOException, InterruptedException {
        for (String name : names) {
            processes.stop(name, STOP_PATIENCE);
            if (!before.contains(name)) {
                processes.forget(name);
            }
        }
    }

    boolean areLiving(Set<String> names) throws IOException {
        for (String name : names) {
            if (processes.living(name).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** TaskManagers it was started with, whether they live or not. */
    int taskManagers() throws IOException {
        return (int) roles().stream()
                .filter(name -> name.startsWith(TASK_MANAGER_ROLE))
                .count();
    }

    /** Slots of each TaskManager. */
    int slots() throws IOException {
        return Integer.parseInt(processes.setting(SLOTS, "2"));
    }

    /** Where TaskManagers find the JobManager. */
    int rpcPort() throws IOException {
        return Integer.parseInt(processes.setting(RPC_PORT, "6123"));
    }

    /** Writes the files that every process of the cluster reads, clients too. */
    void configure(ClusterShape shape) throws IOException {
        Path conf = folder.resolve("conf");
        Files.createDirectories(conf);
        Files.createDirectories(logs());
        Files.createDirectories(folder.resolve("plugins"));
        Files.writeString(conf.resolve("config.yaml"), shape.configuration());
        Files.copy(Home.logging(), conf.resolve("log4j2.properties"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** @return false when nothing was running */
    boolean stop() throws IOException, InterruptedException {
        boolean any = false;
        // Backwards: TaskManagers first, or they would wait for their JobManager.
        for (String role : roles().descendingSet()) {
            any |= processes.stop(role, STOP_PATIENCE);
        }
        FileUtils.deleteDirectory(temporary().toFile());
        processes.clear();
        return any;
    }

    /** Names of its processes. */
    NavigableSet<String> roles() throws IOException {
        return processes.names();
    }

    boolean isRunning() throws IOException {
        return processes.living(JOB_MANAGER_ROLE).isPresent();
    }

    int port() throws IOException {
        return Integer.parseInt(processes.setting(PORT, "8081"));
    }

    /**
     * Flink's client as a process, configured for the cluster of the user.
     *
     * @throws RunException USAGE when the cluster does not run: Flink's client would fail without saying why
     */
    static ProcessBuilder client(List<String> arguments) throws IOException {
        LocalCluster cluster = ofUser();
        if (!cluster.isRunning()) {
            throw new RunException(Problem.of(
                    ErrorCode.USAGE,
                    "local Flink cluster",
                    "must be running",
                    "not running",
                    "start it first: millrace cluster start"));
        }
        return cluster.clientOf(List.of(), arguments);
    }

    /** Flink's client as a process, configured for this cluster. */
    ProcessBuilder clientOf(List<String> options, List<String> arguments) {
        List<String> command = java(512, libraries());
        command.addAll(1, options);
        command.add(CLIENT);
        command.addAll(arguments);
        return environment(new ProcessBuilder(command));
    }

    /**
     * The JobManager as a process. It has little to do, and the optimising compiler would take the processors from the
     * tasks to make it faster: with the quick one alone it needs 4 seconds of them for the sample in place of 10.
     */
    ProcessBuilder jobManager(ClusterShape shape) throws IOException {
        return server(
                JOB_MANAGER_ROLE,
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                JOB_MANAGER,
                shape.jobManagerHeapMib(),
                List.of());
    }

    /**
     * The TaskManager as a process. Its compilers begin as late as those of the launcher.
     *
     * @param name by which the web page and the logs tell it from others
     */
    ProcessBuilder taskManager(ClusterShape shape, String name) throws IOException {
        return server(
                name,
                List.of("-XX:CompileThresholdScaling=5"),
                TASK_MANAGER,
                shape.taskManagerHeapMib(),
                List.of("-Dtaskmanager.resource-id=" + name));
    }

    private ProcessBuilder server(String role, List<String> options, String mainClass, int heapMib, List<String> more)
            throws IOException {
        Path own = Files.createDirectories(temporary().resolve(role));
        List<String> command = java(heapMib, libraries());
        command.addAll(1, options);
        command.add(1, "-Djava.io.tmpdir=" + own);
        command.add(mainClass);
        command.add("--configDir");
        command.add(folder.resolve("conf").toString());
        command.addAll(more);
        return environment(new ProcessBuilder(command));
    }

    /** Where the output of a process of this cluster goes. */
    Path log(String role) {
        return logs().resolve(role + ".log");
    }

    private void launch(ProcessBuilder builder, String role) throws IOException {
        processes.add(
                role,
                builder.redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(log(role).toFile()))
                        .start());
    }

    private static String libraries() {
        return Home.flinkLibraries() + "/*";
    }

    private ProcessBuilder environment(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        environment.put("FLINK_CONF_DIR", folder.resolve("conf").toString());
        environment.put("FLINK_LIB_DIR", Home.flinkLibraries().toString());
        environment.put("FLINK_PLUGINS_DIR", folder.resolve("plugins").toString());
        return builder;
    }

    /** java with the module flags and the home that this process itself was started with; more options may follow. */
    static List<String> java(int heapMib, String classPath) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("--add-exports"))
                .forEach(command::add);
        command.add("-Xmx" + heapMib + "m");
        command.add("-XX:MaxDirectMemorySize=1g");
        command.add("-Dmillrace.home=" + Home.folder());
        command.add("-Dlog4j.configurationFile=" + Home.logging());
        command.add("-cp");
        command.add(classPath);
        return command;
    }
}
