package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.RunHold;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.topology.GenerateJob;
import io.millrace.run.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops the cluster job of a run with a savepoint. */
@Command(
        name = "stop",
        header = "Stops the cluster job of a run with a savepoint.",
        description = {
            "Stops the job that writes a run in a Flink cluster, with a savepoint and without draining it: open sessions "
                    + "stay open, and 'millrace resume' goes on from there. Also for a job started by flink run.",
            "Example: ./millrace stop 6fcfef4deab0fe4837ae7234fe6333a3"
        })
final class StopCommand implements Callable<Integer> {
    private static final long FREE_WITHIN_MILLIS = 30_000;
    private static final long LOOK_EVERY_MILLIS = 200;

    @Mixin
    private RunPlace place;

    @Option(
            names = "--native",
            description = "Takes the savepoint in Flink's native format: faster, and bound to the state backend.")
    private boolean isNative;

    @Option(names = "--rest", description = "Web address of the cluster (default: that of 'millrace cluster start').")
    private String rest;

    private final Console console;

    StopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = place.root();
        String runId = root.getFileName().toString();
        if (rest == null && !LocalCluster.ofUser().isRunning()) {
            throw nothingToStop(root, "no local cluster runs");
        }
        FlinkRest cluster = new FlinkRest(
                rest == null ? "http://localhost:" + LocalCluster.ofUser().port() : rest);
        List<String> jobs = cluster.livingJobs(GenerateJob.jobName(runId));
        if (jobs.isEmpty()) {
            throw nothingToStop(root, "no job of the cluster writes it");
        }
        Path folder = RetainedCheckpoints.savepoints(root, new Ledger(root).attempts());
        for (String job : jobs) {
            String savepoint = new SavepointStop(
                            cluster, console::progress, SavepointStop.SILENCE_MAX, System::nanoTime)
                    .of(job, folder, isNative ? "NATIVE" : "CANONICAL");
            console.good("stopped at savepoint " + savepoint);
        }
        awaitFree(root);
        console.line("  millrace resume " + runId + " goes on from there, at any parallelism");
        return 0;
    }

    private static RunException nothingToStop(Path root, String found) throws IOException {
        boolean isHeld = RunHold.isHeld(root);
        return new RunException(Problem.of(
                ErrorCode.USAGE,
                root.toString(),
                "must be written by a job of a cluster",
                found,
                isHeld
                        ? "a process of its own writes it: interrupt that one (Ctrl-C), it stays resumable; or name the"
                                + " cluster by --rest"
                        : "nothing writes it; millrace runs shows how it stands"));
    }

    /** The client that waits for the job lets its lock go a moment later; the next command needs it. */
    private static void awaitFree(Path root) throws IOException, InterruptedException {
        for (long waited = 0; waited < FREE_WITHIN_MILLIS; waited += LOOK_EVERY_MILLIS) {
            try (RunFolder free = RunPlace.lock(root)) {
                return;
            } catch (RunException busy) {
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        }
    }
}
