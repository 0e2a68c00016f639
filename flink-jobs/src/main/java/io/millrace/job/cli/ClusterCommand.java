package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A Flink session cluster on this machine, put together from Flink's published jars. */
@Command(
        name = "cluster",
        header = "Starts, stops and shows a Flink session cluster on this machine.",
        description = {
            "Starts, stops and shows a local Flink session cluster (one JobManager, one TaskManager or more).",
            "Example: ./millrace cluster start; millrace generate --on-cluster; millrace cluster stop"
        })
final class ClusterCommand {
    private static final int PORT_MAX = 65_535;
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    /** For one answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long MILLIS_BETWEEN_LOOKS = 500;

    private final Console console;

    @Spec
    private CommandSpec spec;

    ClusterCommand(Console console) {
        this.console = console;
    }

    @Command(
            name = "start",
            description = "Starts the cluster, or what ended of it, and waits until its slots are registered.")
    int start(
            @Option(
                            names = "--taskmanagers",
                            description = "TaskManagers (default: 1); more of them may be added to a running cluster.")
                    Integer taskManagers,
            @Option(names = "--slots", description = "Task slots of each TaskManager (default: 2).") Integer slots,
            @Option(names = "--port", description = "Port of the web page; 0 for any that is free (default: 8081).")
                    Integer port)
            throws IOException, InterruptedException {
        if ((taskManagers != null && taskManagers < 1) || (slots != null && slots < 1)) {
            throw new ParameterException(spec.commandLine(), "--taskmanagers and --slots must be at least 1");
        }
        if (port != null && (port < 0 || port > PORT_MAX)) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be 1 to " + PORT_MAX + ", or 0 for any that is free, was " + port);
        }
        LocalCluster cluster = LocalCluster.ofUser();
        if (cluster.isRunning()) {
            requireSame(cluster, "--slots", slots, cluster.slots());
            requireSame(cluster, "--port", port, cluster.port());
            return startMissing(cluster, taskManagers == null ? 1 : taskManagers);
        }
        // TaskManagers whose JobManager is gone would join the new one besides those it was started with.
        cluster.stop();
        ClusterShape shape = ClusterShape.ofUser(
                taskManagers == null ? 1 : taskManagers,
                slots == null ? 2 : slots,
                free(port == null ? 8081 : port),
                freeOrOther(ClusterShape.RPC_PORT));
        cluster.start(shape);
        if (areRegistered(cluster, Set.of(), cluster.roles(), shape.taskManagers())) {
            console.good("Flink is up: " + overview(cluster.port()));
            return 0;
        }
        cluster.stop();
        console.progress("the cluster did not come up, and was ended; see " + cluster.logs());
        return 1;
    }

    private static void requireSame(LocalCluster cluster, String option, Integer wanted, int present)
            throws IOException {
        if (wanted != null && wanted != present) {
            throw new RunException(Problem.of(
                    ErrorCode.USAGE,
                    option,
                    "must be " + present + ", as the running cluster has it, or be left out",
                    wanted.toString(),
                    "millrace cluster stop ends the one at http://localhost:" + cluster.port()
                            + "; then start it as you want it"));
        }
    }

    /** A cluster keeps its slots and ports; what it lacks is started beside what runs, and ends alone when it fails. */
    private int startMissing(LocalCluster cluster, int taskManagers) throws IOException, InterruptedException {
        Set<String> known = cluster.roles();
        int wanted = Math.max(taskManagers, cluster.taskManagers());
        Set<String> missing = cluster.missing(wanted);
        if (missing.isEmpty()) {
            console.line("already running: " + overview(cluster.port()));
            return 0;
        }
        // Without them nobody could tell the new ones.
        Set<String> before = new FlinkRest("http://localhost:" + cluster.port()).requireTaskManagers();
        cluster.startTaskManagers(
                ClusterShape.ofUser(wanted, cluster.slots(), cluster.port(), cluster.rpcPort()), missing);
        if (areRegistered(cluster, before, missing, missing.size())) {
            console.good("Flink is up: " + overview(cluster.port()));
            return 0;
        }
        cluster.end(missing, known);
        console.progress(String.join(", ", missing)
                + " did not come up, and was ended; the cluster is left as it was; see " + cluster.logs());
        return 1;
    }

    /** Waits for so many TaskManagers besides those before, as long as the processes that were started live. */
    private static boolean areRegistered(LocalCluster cluster, Set<String> before, Set<String> started, int wanted)
            throws IOException, InterruptedException {
        FlinkRest rest = new FlinkRest("http://localhost:" + cluster.port(), PATIENCE);
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (System.nanoTime() < deadline && cluster.isRunning() && cluster.areLiving(started)) {
            long joined = rest.taskManagers().stream()
                    .filter(address -> !before.contains(address))
                    .count();
            if (joined >= wanted) {
                return true;
            }
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
        return false;
    }

    private static String overview(int port) throws InterruptedException {
        return "http://localhost:" + port + ": "
                + ClusterOverview.of(port)
                        .map(ClusterOverview::text)
                        .orElse("does not answer; see millrace cluster logs");
    }

    private static int free(int port) throws IOException {
        try (ServerSocket free = new ServerSocket(port)) {
            return free.getLocalPort();
        } catch (IOException taken) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.USAGE,
                            "port " + port,
                            "must be free for the web page",
                            taken.getMessage(),
                            "name another: millrace cluster start --port 18081"),
                    taken);
        }
    }

    private static int freeOrOther(int port) throws IOException {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException taken) {
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return other.getLocalPort();
            }
        }
    }

    @Command(
            name = "stop",
            description = "Stops its processes; jobs that run in it end and stay resumable from their last checkpoint.")
    int stop() throws IOException, InterruptedException {
        console.line(LocalCluster.ofUser().stop() ? "stopped" : "not running");
        return 0;
    }

    @Command(name = "status", description = "Says whether the cluster runs, with TaskManagers, slots, jobs, addresses.")
    int status() throws IOException, InterruptedException {
        if (!LocalCluster.ofUser().isRunning()) {
            console.line("not running");
            return 0;
        }
        int port = LocalCluster.ofUser().port();
        Optional<ClusterOverview> overview = ClusterOverview.of(port);
        console.line(overview(port));
        if (overview.isPresent()) {
            new FlinkRest("http://localhost:" + port).lines().forEach(line -> console.line("  " + line));
            console.line("  metrics for Prometheus: one port per process, from http://localhost:"
                    + ClusterShape.METRICS_PORTS.replace("-", "/metrics up to "));
        }
        return 0;
    }

    @Command(name = "logs", description = "Shows the end of the log file of each process.")
    int logs() throws IOException {
        LocalCluster cluster = LocalCluster.ofUser();
        for (String role : cluster.roles()) {
            Path log = cluster.log(role);
            console.heading(log.toString());
            if (Files.exists(log)) {
                List<String> lines = Files.readAllLines(log);
                lines.subList(Math.max(0, lines.size() - 40), lines.size()).forEach(console::line);
            }
        }
        return 0;
    }
}
