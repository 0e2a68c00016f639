package io.millrace.job.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A Flink session cluster on this machine, put together from Flink's published jars. */
@Command(
        name = "cluster",
        header = "Starts, stops and shows a Flink session cluster on this machine.",
        description = {
            "Starts, stops and shows a local Flink session cluster (one JobManager, one TaskManager).",
            "Example: ./millrace cluster start; millrace generate --on-cluster; millrace cluster stop"
        })
final class ClusterCommand {
    private final Console console;

    ClusterCommand(Console console) {
        this.console = console;
    }

    @Command(name = "start", description = "Starts the cluster and waits until its slots are registered.")
    int start(
            @Option(names = "--slots", defaultValue = "2", description = "Task slots (default: ${DEFAULT-VALUE}).")
                    int slots,
            @Option(
                            names = "--port",
                            defaultValue = "8081",
                            description = "Port of the web page (default: ${DEFAULT-VALUE}).")
                    int port)
            throws IOException, InterruptedException {
        if (LocalCluster.ofUser().isRunning()) {
            console.line(
                    "already running: http://localhost:" + LocalCluster.ofUser().port());
            return 0;
        }
        LocalCluster.ofUser().start(ClusterShape.ofUser(slots, port));
        for (int attempt = 0; attempt < 120; attempt++) {
            if (ClusterOverview.of(port).filter(now -> now.slots() == slots).isPresent()) {
                console.good(
                        "Flink is up with " + slots + (slots == 1 ? " slot" : " slots") + ": http://localhost:" + port);
                return 0;
            }
            Thread.sleep(500);
        }
        console.progress("the cluster did not register its slots within 60 s; see "
                + LocalCluster.ofUser().logs());
        LocalCluster.ofUser().stop();
        return 1;
    }

    @Command(
            name = "stop",
            description = "Stops both processes; jobs that run in it are lost unless stopped with a savepoint.")
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
        console.line("http://localhost:" + port + ": "
                + overview.map(ClusterOverview::text).orElse("does not answer; see millrace cluster logs"));
        if (overview.isPresent()) {
            new FlinkRest("http://localhost:" + port).lines().forEach(line -> console.line("  " + line));
            console.line("  metrics for Prometheus: one port per process, from http://localhost:"
                    + ClusterShape.METRICS_PORTS.replace("-", "/metrics up to "));
        }
        return 0;
    }

    @Command(name = "logs", description = "Shows the end of both log files.")
    int logs() throws IOException {
        for (String name : List.of("jobmanager.log", "taskmanager.log")) {
            Path log = LocalCluster.ofUser().logs().resolve(name);
            console.heading(log.toString());
            if (Files.exists(log)) {
                List<String> lines = Files.readAllLines(log);
                lines.subList(Math.max(0, lines.size() - 40), lines.size()).forEach(console::line);
            }
        }
        return 0;
    }
}
