package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The two processes of the local session cluster: their configuration, start, process ids and end. */
final class LocalCluster {
    private static final String JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final String CLIENT = "org.apache.flink.client.cli.CliFrontend";

    private LocalCluster() {}

    static Path logs() {
        return Home.cluster().resolve("log");
    }

    static void start(int slots, int port) throws IOException {
        Path conf = Home.cluster().resolve("conf");
        Files.createDirectories(conf);
        Files.createDirectories(logs());
        Files.createDirectories(Home.cluster().resolve("plugins"));
        Files.writeString(conf.resolve("config.yaml"), configuration(slots, port));
        Files.copy(
                Home.config().resolve("log4j2.properties"),
                conf.resolve("log4j2.properties"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Properties pids = new Properties();
        pids.setProperty("port", Integer.toString(port));
        pids.setProperty("jobmanager", launch(JOB_MANAGER, "1g", "jobmanager.log"));
        pids.setProperty("taskmanager", launch(TASK_MANAGER, "4g", "taskmanager.log"));
        try (var file = Files.newBufferedWriter(pidFile())) {
            pids.store(file, null);
        }
    }

    /** @return false when nothing was running */
    static boolean stop() throws IOException, InterruptedException {
        boolean any = false;
        for (String role : List.of("taskmanager", "jobmanager")) {
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

    static boolean isRunning() throws IOException {
        return process("jobmanager").isPresent();
    }

    static int port() throws IOException {
        return Integer.parseInt(pids().getProperty("port", "8081"));
    }

    /**
     * Flink's client as a process, configured for this cluster.
     *
     * @throws RunException USAGE when the cluster does not run: Flink's client would fail without saying why
     */
    static ProcessBuilder client(List<String> arguments) throws IOException {
        if (!isRunning()) {
            throw new RunException(Problem.of(
                    ErrorCode.USAGE,
                    "local Flink cluster",
                    "must be running",
                    "not running",
                    "start it first: millrace cluster start"));
        }
        List<String> command = java("512m");
        command.add(CLIENT);
        command.addAll(arguments);
        return environment(new ProcessBuilder(command));
    }

    private static String launch(String mainClass, String heap, String log) throws IOException {
        List<String> command = java(heap);
        command.add(mainClass);
        command.add("--configDir");
        command.add(Home.cluster().resolve("conf").toString());
        Process process = environment(new ProcessBuilder(command))
                .redirectErrorStream(true)
                .redirectOutput(logs().resolve(log).toFile())
                .start();
        return Long.toString(process.pid());
    }

    private static ProcessBuilder environment(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        environment.put("FLINK_CONF_DIR", Home.cluster().resolve("conf").toString());
        environment.put("FLINK_LIB_DIR", Home.flinkLibraries().toString());
        environment.put("FLINK_PLUGINS_DIR", Home.cluster().resolve("plugins").toString());
        return builder;
    }

    /** java with the module flags this process itself was started with. */
    private static List<String> java(String heap) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("--add-exports"))
                .forEach(command::add);
        command.add("-Xmx" + heap);
        command.add("-XX:MaxDirectMemorySize=1g");
        command.add("-Dmillrace.home=" + Home.folder());
        command.add("-Dlog4j.configurationFile=" + Home.config().resolve("log4j2.properties"));
        command.add("-cp");
        command.add(Home.flinkLibraries() + "/*");
        return command;
    }

    /** Block style on purpose: Flink's parser of the memory settings has been seen to drop inline maps. */
    private static String configuration(int slots, int port) {
        return String.format(Locale.ROOT, """
                # Written by `millrace cluster start`; change docs/running.md's options, not this file.
                jobmanager.rpc.address: localhost
                jobmanager.bind-host: localhost
                jobmanager.memory.process.size: 1600m
                taskmanager.host: localhost
                taskmanager.bind-host: localhost
                taskmanager.numberOfTaskSlots: %d
                taskmanager.cpu.cores: %d
                taskmanager.memory.framework.heap.size: 128m
                taskmanager.memory.framework.off-heap.size: 128m
                taskmanager.memory.task.heap.size: 3968m
                taskmanager.memory.task.off-heap.size: 256m
                taskmanager.memory.managed.size: 0m
                taskmanager.memory.network.min: 256m
                taskmanager.memory.network.max: 256m
                taskmanager.memory.jvm-metaspace.size: 512m
                taskmanager.memory.jvm-overhead.min: 256m
                taskmanager.memory.jvm-overhead.max: 256m
                rest.address: localhost
                rest.bind-address: localhost
                rest.port: %d
                execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION
                execution.checkpointing.num-retained: 3
                metrics.reporters: prom
                metrics.reporter.prom.factory.class: org.apache.flink.metrics.prometheus.PrometheusReporterFactory
                metrics.reporter.prom.port: 9249-9260
                metrics.reporter.prom.scope.variables.excludes: task_name
                classloader.resolve-order: parent-first
                """, slots, slots, port);
    }

    private static Optional<ProcessHandle> process(String role) throws IOException {
        String pid = pids().getProperty(role, "");
        return pid.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
    }

    private static Properties pids() throws IOException {
        Properties pids = new Properties();
        if (Files.exists(pidFile())) {
            try (var file = Files.newBufferedReader(pidFile())) {
                pids.load(file);
            }
        }
        return pids;
    }

    private static Path pidFile() {
        return Home.cluster().resolve("pids.properties");
    }
}
