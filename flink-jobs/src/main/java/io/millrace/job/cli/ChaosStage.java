package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What all rounds of a suite share: its folder, world and processes, and the run that nobody disturbed. */
final class ChaosStage {
    private static final int HEAP_MIB = 1_024;
    /** Short lives are not worth the second compiler; rows do not depend on it. */
    private static final List<String> SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Path base;
    private final String worldSpec;
    private final String scenario;
    private final long checkpointMillis;
    private final ChaosProcesses processes;
    private byte[] golden;
    private long arrivals;

    ChaosStage(Path base, String worldSpec, String scenario, long checkpointMillis, ChaosProcesses processes) {
        this.base = base.toAbsolutePath().normalize();
        this.worldSpec = worldSpec;
        this.scenario = scenario;
        this.checkpointMillis = checkpointMillis;
        this.processes = processes;
    }

    /** Makes the run to compare with, at parallelism 1, and leaves the classes it loaded for the starts that follow. */
    void undisturbed() throws IOException, InterruptedException {
        Path runs = base.resolve("golden");
        int exit = start(runs, 1, List.of(), List.of("-XX:ArchiveClassesAtExit=" + classes()), Map.of())
                .await();
        ChaosRun run = new ChaosRun(runs);
        String finding = exit == 0 ? run.finding(ChaosRun.Depth.QUERIES) : "exit " + exit;
        if (!finding.isEmpty()) {
            throw new RunException(Problem.of(
                    ErrorCode.VALIDATION_FAILED,
                    "undisturbed run",
                    "must be published and sound",
                    finding,
                    "read " + log()));
        }
        golden = run.manifest();
        arrivals = run.arrivals();
    }

    /** {@code generate} in a process of its own, as the launcher starts it. */
    ChaosProcess embedded(Path runs, int parallelism, List<String> more) throws IOException {
        return embedded(runs, parallelism, more, List.of(), Map.of());
    }

    /**
     * The same, elsewhere.
     *
     * @param options of the JVM
     * @param variables of the environment
     */
    ChaosProcess embedded(
            Path runs, int parallelism, List<String> more, List<String> options, Map<String, String> variables)
            throws IOException {
        List<String> all = new ArrayList<>(options);
        all.add("-XX:SharedArchiveFile=" + classes());
        return start(runs, parallelism, more, all, variables);
    }

    /** Not by the launcher itself, which would build anew when a source changes while the suite runs. */
    private ChaosProcess start(
            Path runs, int parallelism, List<String> more, List<String> options, Map<String, String> variables)
            throws IOException {
        List<String> command = LocalCluster.java(HEAP_MIB, System.getProperty("java.class.path"));
        command.addAll(SHORT_LIFE);
        command.addAll(options);
        command.add(Millrace.class.getName());
        command.addAll(generate(runs, parallelism, more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        return processes.start(builder, log());
    }

    /** Arguments of {@code generate}, the command itself first. */
    List<String> generate(Path runs, int parallelism, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                "generate",
                "--world-spec",
                worldSpec,
                "--scenario",
                scenario,
                "--procedural",
                "--runs",
                runs.toString(),
                "--parallelism",
                Integer.toString(parallelism),
                "--checkpoint-seconds",
                String.format(Locale.ROOT, "%.3f", checkpointMillis / 1_000.0)));
        arguments.addAll(more);
        return arguments;
    }

    /** Of all tries of one round. */
    Path folder(ChaosFault fault, int seed) {
        return base.resolve(fault + "-" + seed);
    }

    Path base() {
        return base;
    }

    /** Output of all clients and embedded processes. */
    Path log() {
        return base.resolve("chaos.log");
    }

    private Path classes() {
        return base.resolve("classes.jsa");
    }

    ChaosProcesses processes() {
        return processes;
    }

    byte[] golden() {
        return golden;
    }

    /** Of the undisturbed run. */
    long arrivals() {
        return arrivals;
    }

    long checkpointMillis() {
        return checkpointMillis;
    }
}
