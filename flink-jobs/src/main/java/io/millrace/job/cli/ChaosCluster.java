package io.millrace.job.cli;

import io.millrace.base.RunException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A session cluster of the suite's own, beside a user's: two TaskManagers of two slots each, so that a job of two goes on
 * when one of them is lost. It lives for many rounds; what a fault has broken is replaced before the next.
 */
final class ChaosCluster {
    private static final int TASK_MANAGERS = 2;
    private static final int SLOTS = 2;
    private static final long READY_MILLIS_MAX = 60_000;
    private static final long MILLIS_BETWEEN_LOOKS = 50;
    /** Clients live too short for the second compiler. */
    private static final List<String> SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final ChaosProcesses processes;
    private final LocalCluster local;
    private final ClusterShape shape;
    private final FlinkRest rest;
    private final Path classes;
    private final List<TaskManager> taskManagers = new ArrayList<>();
    private ChaosProcess jobManager;
    private int started;

    ChaosCluster(ChaosStage stage) throws IOException {
        processes = stage.processes();
        local = new LocalCluster(stage.base().resolve("cluster"));
        try (ServerSocket web = free();
                ServerSocket rpc = free()) {
            shape = new ClusterShape(
                    TASK_MANAGERS, SLOTS, web.getLocalPort(), rpc.getLocalPort(), 512, 1024, 96, impatience());
        }
        local.configure(shape);
        classes = local.logs().resolveSibling("classes.jsa");
        rest = new FlinkRest("http://localhost:" + shape.port());
    }

    /** Flink's own defaults let a lost process be missed for minutes; the order of events is the same. */
    private static SortedMap<String, String> impatience() {
        TreeMap<String, String> settings = new TreeMap<>();
        settings.put("heartbeat.interval", "500ms");
        settings.put("heartbeat.timeout", "5s");
        settings.put("cluster.registration.error-delay", "500ms");
        settings.put("cluster.registration.refused-registration-delay", "1s");
        settings.put("cluster.registration.max-timeout", "2s");
        // Tasks of a job on both TaskManagers, so that either can be lost.
        settings.put("taskmanager.load-balance.mode", "SLOTS");
        return settings;
    }

    private static ServerSocket free() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    FlinkRest rest() {
        return rest;
    }

    /** Starts what is missing and waits for all slots to be free; what does not come back is replaced. */
    void ready() throws IOException, InterruptedException {
        startJobManager();
        startTaskManagers();
        if (!areFree()) {
            killAll();
            startJobManager();
            startTaskManagers();
            if (!areFree()) {
                throw new IOException("the suite's cluster does not come up; read the logs in " + local.logs());
            }
        }
        if (!Files.exists(classes)) {
            // Of no other use than the classes it leaves for the clients that follow.
            client("-XX:ArchiveClassesAtExit=" + classes, List.of("list", "--all"))
                    .await();
        }
    }

    /** Ends the jobs that a round has left, so that nobody writes into its folder any more. */
    void clear() throws IOException, InterruptedException {
        try {
            for (String job : rest.livingJobs()) {
                rest.cancel(job);
            }
            long deadline = System.nanoTime() + READY_MILLIS_MAX * 1_000_000;
            while (!rest.livingJobs().isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(MILLIS_BETWEEN_LOOKS);
            }
        } catch (RunException gone) {
            // Nobody answers, so nobody coordinates: with its processes the tasks end.
            killAll();
        }
    }

    /** Flink's client as a process. */
    ChaosProcess client(List<String> generate) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", Home.jar().toString()));
        arguments.addAll(generate);
        return client("-XX:SharedArchiveFile=" + classes, arguments);
    }

    private ChaosProcess client(String archive, List<String> arguments) throws IOException {
        List<String> options = new ArrayList<>(SHORT_LIFE);
        options.add(archive);
        return processes.start(local.clientOf(options, arguments), local.log("client"));
    }

    /** SIGKILL to one, and the start of another. */
    void killTaskManager(int index) throws IOException, InterruptedException {
        kill(taskManagers.remove(index));
        startTaskManagers();
    }

    /** SIGKILL; the TaskManagers stay and look for another. */
    void killJobManager() throws IOException, InterruptedException {
        jobManager.kill();
        local.clearAfter(LocalCluster.JOB_MANAGER_ROLE);
    }

    void killAll() throws IOException, InterruptedException {
        jobManager.kill();
        local.clearAfter(LocalCluster.JOB_MANAGER_ROLE);
        for (TaskManager taskManager : taskManagers) {
            kill(taskManager);
        }
        taskManagers.clear();
    }

    private void kill(TaskManager taskManager) throws IOException, InterruptedException {
        taskManager.process.kill();
        local.clearAfter(taskManager.name);
    }

    ChaosProcess taskManager(int index) {
        return taskManagers.get(index).process;
    }

    private void startJobManager() throws IOException, InterruptedException {
        if (jobManager == null || !jobManager.livesAfter(0)) {
            jobManager = processes.start(local.jobManager(shape), local.log(LocalCluster.JOB_MANAGER_ROLE));
        }
    }

    private void startTaskManagers() throws IOException, InterruptedException {
        for (int i = taskManagers.size() - 1; i >= 0; i--) {
            if (!taskManagers.get(i).process.livesAfter(0)) {
                local.clearAfter(taskManagers.remove(i).name);
            }
        }
        while (taskManagers.size() < TASK_MANAGERS) {
            started++;
            String name = "taskmanager-" + started;
            taskManagers.add(new TaskManager(name, processes.start(local.taskManager(shape, name), local.log(name))));
        }
    }

    private boolean areFree() throws InterruptedException {
        long deadline = System.nanoTime() + READY_MILLIS_MAX * 1_000_000;
        while (System.nanoTime() < deadline) {
            Optional<ClusterOverview> now = ClusterOverview.of(shape.port());
            if (now.filter(overview -> overview.slots() == shape.allSlots()
                            && overview.freeSlots() == shape.allSlots()
                            && overview.runningJobs() == 0)
                    .isPresent()) {
                return true;
            }
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
        return false;
    }

    private record TaskManager(String name, ChaosProcess process) {}
}
