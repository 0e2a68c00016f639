package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.RunException;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.topology.GenerateJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Faults of a session cluster: its processes, and jobs that are stopped and taken up in it. */
final class ClusterFaults implements ChaosFaults {
    private static final int STOPPED = 143;
    private static final long NOTICED_MILLIS_MAX = 60_000;
    private static final long MILLIS_BETWEEN_LOOKS = 20;

    private final ChaosStage stage;
    private final ChaosCluster cluster;

    ClusterFaults(ChaosStage stage) throws IOException {
        this.stage = stage;
        this.cluster = new ChaosCluster(stage);
    }

    @Override
    public ChaosTry disturb(ChaosFault fault, int seed, int attempt, ChaosRun run)
            throws IOException, InterruptedException, EndedByItself {
        cluster.ready();
        try {
            return meet(fault, seed, attempt, run);
        } finally {
            cluster.clear();
        }
    }

    private ChaosTry meet(ChaosFault fault, int seed, int attempt, ChaosRun run)
            throws IOException, InterruptedException, EndedByItself {
        ChaosProcess client = client(run, 2, List.of());
        if (!ChaosMoment.of(seed, attempt).await(client, run, stage)) {
            client.kill();
            return ChaosTry.missed("nothing yet");
        }
        String name = jobName(run);
        List<String> jobs = asked(rest -> rest.livingJobs(name));
        if (jobs.isEmpty()) {
            client.kill();
            return run.isUnfinished(stage.arrivals())
                    ? ChaosTry.failed("nothing yet", "the job has ended by itself, and rows are open")
                    : ChaosTry.missed("nothing yet, the job was at its end");
        }
        String job = jobs.get(0);
        return switch (fault) {
            case F2 -> taskManagerKilled((seed + attempt) % 2, run, client, job);
            case F3 -> jobManagerKilled(seed, run, client);
            case F5 -> stopped(seed, run, client, job);
            case F11 -> frozen(seed, attempt, run, client, job);
            case F1, F4, F6, F7, F8, F9, F10, F12, F13, F14, F15, F16, F17, F18, F19, F20 ->
                throw new IllegalArgumentException(fault + " is none of a cluster");
        };
    }

    /** The client stays; Flink restarts the job by itself. */
    private ChaosTry taskManagerKilled(int victim, ChaosRun run, ChaosProcess client, String job)
            throws IOException, InterruptedException {
        long files = run.committedFiles();
        int before = failures(job);
        cluster.killTaskManager(victim);
        int exit = client.await();
        int failures = failures(job) - before;
        return new ChaosTry(
                failures > 0 ? 1 : 0,
                "kill -9 of a TaskManager; restarted by Flink, failures: " + failures,
                files,
                exit == 0 ? "" : "the client ended with exit " + exit);
    }

    private ChaosTry jobManagerKilled(int seed, ChaosRun run, ChaosProcess client)
            throws IOException, InterruptedException {
        cluster.killJobManager();
        client.kill();
        String what = "kill -9 of the JobManager; ";
        if (seed % 4 == 3) {
            cluster.killAll();
            what = "kill -9 of JobManager and TaskManagers; ";
        }
        long files = run.committedFiles();
        Optional<String> from = run.resumesFrom();
        Optional<ChaosTry> lost = ChaosTry.ifNotToBeTakenUp(what, files, run.isUnfinished(stage.arrivals()), from);
        if (lost.isPresent()) {
            return lost.get();
        }
        cluster.ready();
        String held = awaitLetGo(run);
        if (!held.isEmpty()) {
            return new ChaosTry(1, what, files, held);
        }
        return takenUp(run, what + "from " + from.orElseThrow() + "; ", files, 2, List.of());
    }

    private ChaosTry stopped(int seed, ChaosRun run, ChaosProcess client, String job)
            throws IOException, InterruptedException {
        String format = seed % 2 == 0 ? "CANONICAL" : "NATIVE";
        String what = "stop with savepoint, " + format + "; ";
        Path root = run.root().orElseThrow();
        long files = run.committedFiles();
        try {
            cluster.rest().stop(job, RetainedCheckpoints.savepoints(root, new Ledger(root).attempts()), format);
        } catch (RunException refusal) {
            Optional<ChaosTry> ended = unstopped(refusal, what, files, run, client);
            if (ended.isPresent()) {
                return ended.get();
            }
        }
        int exit = client.await();
        if (exit == 0) {
            return ChaosTry.missed(what);
        }
        if (exit != STOPPED) {
            return new ChaosTry(1, what, files, "the stopped client ended with exit " + exit);
        }
        if (!run.isUnfinished(stage.arrivals())) {
            return ChaosTry.missed(what);
        }
        Optional<String> from = run.resumesFrom();
        if (from.filter(point -> point.startsWith("savepoint-")).isEmpty()) {
            return new ChaosTry(
                    1,
                    what,
                    files,
                    "the run would be taken up at " + from.orElse("nothing") + ", not at its savepoint");
        }
        return takenUp(run, what, files, 1 + seed / 2 % 4, List.of());
    }

    /**
     * What to make of a refused stop. A savepoint that fails under a job with rows to come is a finding; at the end of a
     * job there is none to be taken, and a cluster that says nothing is no fault of the run.
     *
     * @return empty when the job was stopped all the same
     */
    private Optional<ChaosTry> unstopped(
            RunException refusal, String what, long files, ChaosRun run, ChaosProcess client)
            throws IOException, InterruptedException {
        if (refusal.problems().get(0).code() == ErrorCode.IO_WRITE_FAILED) {
            client.livesAfter(2 * stage.checkpointMillis());
            boolean isUnfinished = run.isUnfinished(stage.arrivals());
            client.kill();
            return Optional.of(ChaosTry.ofRefusedStop(what, files, isUnfinished, refusal.getMessage()));
        }
        int exit = client.await();
        if (exit == STOPPED) {
            return Optional.empty();
        }
        if (exit == 0) {
            return Optional.of(ChaosTry.missed(what));
        }
        asked(FlinkRest::livingJobs);
        return Optional.of(new ChaosTry(
                1, what, files, "the client ended with exit " + exit + ", and the stop: " + refusal.getMessage()));
    }

    /** Beyond the heartbeat: the other TaskManager takes over, then this one wakes up with the old tasks. */
    private ChaosTry frozen(int seed, int attempt, ChaosRun run, ChaosProcess client, String job)
            throws IOException, InterruptedException {
        ChaosProcess sleeper = cluster.taskManager((seed + attempt) % 2);
        boolean isAtWork = asked(FlinkRest::isEveryTaskManagerAtWork);
        sleeper.freeze();
        try {
            return switch (seed % 4) {
                case 1 -> thawedMidway(run, client, job, sleeper);
                case 2 -> thawedAfterFlag(run, client, job, sleeper);
                default -> takenOver(run, client, job, sleeper, isAtWork);
            };
        } finally {
            sleeper.thaw();
        }
    }

    private ChaosTry thawedMidway(ChaosRun run, ChaosProcess client, String job, ChaosProcess sleeper)
            throws IOException, InterruptedException {
        long files = run.committedFiles();
        long arrivals = run.arrivals();
        int before = failures(job);
        long deadline = System.nanoTime() + NOTICED_MILLIS_MAX * 1_000_000;
        while ((run.arrivals() <= arrivals || failures(job) == before) && System.nanoTime() < deadline) {
            if (!client.livesAfter(MILLIS_BETWEEN_LOOKS)) {
                break;
            }
        }
        boolean tookOver = run.arrivals() > arrivals && failures(job) > before;
        sleeper.thaw();
        int exit = client.await();
        return ended(run, tookOver, files, "SIGSTOP of a TaskManager; SIGCONT once another took over", exit);
    }

    private ChaosTry thawedAfterFlag(ChaosRun run, ChaosProcess client, String job, ChaosProcess sleeper)
            throws IOException, InterruptedException {
        long files = run.committedFiles();
        int before = failures(job);
        int exit = client.await();
        boolean tookOver = failures(job) > before;
        sleeper.thaw();
        return ended(run, tookOver, files, "SIGSTOP of a TaskManager; SIGCONT after the flag", exit);
    }

    private ChaosTry ended(ChaosRun run, boolean tookOver, long files, String what, int exit)
            throws IOException, InterruptedException {
        String held = awaitLetGo(run);
        return new ChaosTry(
                tookOver ? 1 : 0, what, files, (exit == 0 ? "" : "the client ended with exit " + exit) + held);
    }

    /**
     * Another start takes the run over while the old tasks sleep; it is fenced by the number of its attempt.
     *
     * @param isAtWork the sleeper had tasks when it was frozen
     */
    private ChaosTry takenOver(ChaosRun run, ChaosProcess client, String job, ChaosProcess sleeper, boolean isAtWork)
            throws IOException, InterruptedException {
        String what = "SIGSTOP of a TaskManager; ";
        long files = run.committedFiles();
        client.kill();
        try {
            cluster.rest().cancel(job);
        } catch (RunException refusal) {
            if (!run.isUnfinished(stage.arrivals())) {
                return ChaosTry.missed(what);
            }
            String state = cluster.rest().state(job);
            if (FlinkRest.ENDED.contains(state)) {
                return new ChaosTry(1, what, files, "the job is " + state + ", and rows are open");
            }
            throw new IOException(refusal.getMessage(), refusal);
        }
        Optional<ChaosTry> lost =
                ChaosTry.ifNotToBeTakenUp(what, files, run.isUnfinished(stage.arrivals()), run.resumesFrom());
        if (lost.isPresent()) {
            return lost.get();
        }
        if (!run.isHeld()) {
            return isAtWork
                    ? new ChaosTry(1, what, files, "a frozen process has tasks of the run, and the run is not held")
                    : ChaosTry.missed(what);
        }
        ChaosProcess second = client(run, 2, List.of("--take-over"));
        long arrivals = run.arrivals();
        while (run.arrivals() <= arrivals && second.livesAfter(MILLIS_BETWEEN_LOOKS)) {
            // The loop's condition waits.
        }
        sleeper.thaw();
        int exit = second.await();
        String held = awaitLetGo(run);
        return new ChaosTry(
                1,
                what + "--take-over by another start; SIGCONT",
                files,
                (exit == 0 ? "" : "the start that took over ended with exit " + exit) + held);
    }

    private ChaosTry takenUp(ChaosRun run, String what, long files, int parallelism, List<String> more)
            throws IOException, InterruptedException {
        int exit = client(run, parallelism, more).await();
        return new ChaosTry(
                1,
                what + "taken up at parallelism " + parallelism,
                files,
                exit == 0 ? "" : "the last start ended with exit " + exit);
    }

    /**
     * Until no process has tasks of the run: the next start would be refused, or a late write not be seen.
     *
     * @return what is wrong when a process still has some; empty when none has
     */
    private static String awaitLetGo(ChaosRun run) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + NOTICED_MILLIS_MAX * 1_000_000;
        while (run.isHeld() && System.nanoTime() < deadline) {
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
        return run.isHeld() ? "; a process still has tasks of the run" : "";
    }

    private int failures(String job) throws IOException, InterruptedException {
        return asked(rest -> rest.failures(job));
    }

    /** A question to the cluster. */
    private interface Question<T> {
        T of(FlinkRest rest) throws InterruptedException;
    }

    /** That the cluster does not answer is a failure of the suite, and none of the run. */
    private <T> T asked(Question<T> question) throws IOException, InterruptedException {
        try {
            return question.of(cluster.rest());
        } catch (RunException unanswered) {
            throw new IOException(unanswered.getMessage(), unanswered);
        }
    }

    private ChaosProcess client(ChaosRun run, int parallelism, List<String> more) throws IOException {
        return cluster.client(stage.generate(run.runs(), parallelism, more));
    }

    private static String jobName(ChaosRun run) throws IOException {
        return GenerateJob.jobName(run.root().orElseThrow().getFileName().toString());
    }
}
