package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The processes of a session cluster on this machine: their configuration, start, process ids and end. All its files lie
 * in one folder, so that clusters of several folders live beside one another.
 */
final class LocalCluster {
    private static final String JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final String CLIENT = "org.apache.flink.client.cli.CliFrontend";
    /** Role of the one JobManager; TaskManagers are {@code taskmanager}, {@code taskmanager-2} and so on. */
    private static final String JOB_MANAGER_ROLE = "jobmanager";

    private static final String TASK_MANAGER_ROLE = "taskmanager";
    private static final String PORT = "port";
    private static final String RPC_PORT = "rpc-port";
    private static final String SLOTS = "slots";

    private final Path folder;

    /** @param folder of its configuration, logs and process ids */
    LocalCluster(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The one of {@code millrace cluster}. */
    static LocalCluster ofUser() {
        return new LocalCluster(Home.cluster());
    }

    Path logs() {
        return folder.resolve("log");
    }

    /** Writes the configuration and starts all processes; they need a moment to find one another. */
    void start(ClusterShape shape) throws IOException {
        configure(shape);
        try (Stream<Path> old = Files.list(logs())) {
            for (Path log : old.toList()) {
                Files.delete(log);
            }
        }
        Properties processes = new Properties();
        processes.setProperty(PORT, Integer.toString(shape.port()));
        processes.setProperty(RPC_PORT, Integer.toString(shape.rpcPort()));
        processes.setProperty(SLOTS, Integer.toString(shape.slots()));
        processes.setProperty(JOB_MANAGER_ROLE, Long.toString(launch(jobManager(shape), JOB_MANAGER_ROLE)));
        write(processes);
        startTaskManagers(shape);
    }

    /**
     * Starts what a running cluster lacks: TaskManagers that ended, or that a larger shape has.
     *
     * @param shape of the cluster as it was started, with as many TaskManagers as it shall have
     * @return how many were started
     */
    int startTaskManagers(ClusterShape shape) throws IOException {
        Properties processes = pids();
        int started = 0;
        for (int number = 1; number <= shape.taskManagers(); number++) {
            String role = TASK_MANAGER_ROLE + (number == 1 ? "" : "-" + number);
            if (process(role).isEmpty()) {
                processes.setProperty(role, Long.toString(launch(taskManager(shape, role), role)));
                started++;
            }
        }
        write(processes);
        return started;
    }

    /** TaskManagers it was started with, whether they live or not. */
    int taskManagers() throws IOException {
        return (int) pids().stringPropertyNames().stream()
                .filter(name -> name.startsWith(TASK_MANAGER_ROLE))
                .count();
    }

    /** Slots of each TaskManager. */
    int slots() throws IOException {
        return Integer.parseInt(pids().getProperty(SLOTS, "2"));
    }

    /** Where TaskManagers find the JobManager. */
    int rpcPort() throws IOException {
        return Integer.parseInt(pids().getProperty(RPC_PORT, "6123"));
    }

    /** Writes the files that every process of the cluster reads, clients too. */
    void configure(ClusterShape shape) throws IOException {
        Path conf = folder.resolve("conf");
        Files.createDirectories(conf);
        Files.createDirectories(logs());
        Files.createDirectories(folder.resolve("plugins"));
        Files.writeString(conf.resolve("config.yaml"), shape.configuration());
        Files.copy(
                Home.config().resolve("log4j2.properties"),
                conf.resolve("log4j2.properties"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** @return false when nothing was running */
    boolean stop() throws IOException, InterruptedException {
        boolean any = false;
        // Backwards: TaskManagers first, or they would wait for their JobManager.
        for (String role : roles().descendingSet()) {
            Optional<ProcessHandle> process = process(role);
            if (process.isPresent()) {
                any = true;
                process.get().destroy();
                for (int i = 0; i < 100 && process.get().isAlive(); i++) {
                    Thread.sleep(100);
                }
                process.get().destroyForcibly();
            }
        }
        Files.deleteIfExists(pidFile());
        return any;
    }

    /** Names of its processes. */
    NavigableSet<String> roles() throws IOException {
        return new TreeSet<>(pids().stringPropertyNames().stream()
                .filter(name -> name.equals(JOB_MANAGER_ROLE) || name.startsWith(TASK_MANAGER_ROLE))
                .toList());
    }

    boolean isRunning() throws IOException {
        return process(JOB_MANAGER_ROLE).isPresent();
    }

    int port() throws IOException {
        return Integer.parseInt(pids().getProperty(PORT, "8081"));
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
    ProcessBuilder jobManager(ClusterShape shape) {
        return server(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                JOB_MANAGER,
                shape.jobManagerHeapMib(),
                List.of());
    }

    /** @param name by which the web page and the logs tell it from others */
    ProcessBuilder taskManager(ClusterShape shape, String name) {
        return server(
                List.of(), TASK_MANAGER, shape.taskManagerHeapMib(), List.of("-Dtaskmanager.resource-id=" + name));
    }

    private ProcessBuilder server(List<String> options, String mainClass, int heapMib, List<String> more) {
        List<String> command = java(heapMib, libraries());
        command.addAll(1, options);
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

    private long launch(ProcessBuilder builder, String role) throws IOException {
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(role).toFile()))
                .start()
                .pid();
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
        command.add("-Dlog4j.configurationFile=" + Home.config().resolve("log4j2.properties"));
        command.add("-cp");
        command.add(classPath);
        return command;
    }

    private Optional<ProcessHandle> process(String role) throws IOException {
        String pid = pids().getProperty(role, "");
        return pid.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
    }

    private void write(Properties processes) throws IOException {
        try (var file = Files.newBufferedWriter(pidFile())) {
            processes.store(file, null);
        }
    }

    private Properties pids() throws IOException {
        Properties pids = new Properties();
        if (Files.exists(pidFile())) {
            try (var file = Files.newBufferedReader(pidFile())) {
                pids.load(file);
            }
        }
        return pids;
    }

    private Path pidFile() {
        return folder.resolve("pids.properties");
    }
}
