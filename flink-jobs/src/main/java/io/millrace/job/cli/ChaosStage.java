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
    private static final String HEAP = "1g";
    /** Short lives are not worth the second compiler; rows do not depend on it. */
    private static final String SHORT_LIFE = "-XX:TieredStopAtLevel=1";

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
        int exit = embedded(
                        runs,
                        1,
                        List.of(),
                        Map.of("MILLRACE_JAVA_OPTS", SHORT_LIFE + " -XX:ArchiveClassesAtExit=" + classes()))
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

    /** {@code generate} in a process of its own, through the launcher. */
    ChaosProcess embedded(Path runs, int parallelism, List<String> more) throws IOException {
        return embedded(runs, parallelism, more, Map.of());
    }

    /** @param variables of its environment; options of the JVM there come after those of the suite */
    ChaosProcess embedded(Path runs, int parallelism, List<String> more, Map<String, String> variables)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Home.folder().resolve("millrace").toString());
        command.addAll(generate(runs, parallelism, more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MILLRACE_HEAP", HEAP);
        builder.environment().put("MILLRACE_JAVA_OPTS", SHORT_LIFE + " -XX:SharedArchiveFile=" + classes());
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
