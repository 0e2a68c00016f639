package io.millrace.job.cli;

import io.millrace.job.topology.GenerateJob;
import io.millrace.job.topology.JobSettings;
import io.millrace.job.topology.ReplayJob;
import io.millrace.job.topology.StoppedAtSavepoint;
import io.millrace.run.GateRequest;
import io.millrace.run.RunProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The main job: a sealed world to published datasets. */
@Command(
        name = "generate",
        header = "Generates, writes and publishes the traffic of a world.",
        description = {
            "Generates the traffic of a world: seals it, attaches entities, cuts sessions, makes flows, "
                    + "writes Parquet, publishes. A published run is left alone, an interrupted one is taken up where "
                    + "its last checkpoint was.",
            "Example: ./millrace generate --world worlds --runs runs",
            "Example: ./millrace generate --world-spec tiny --procedural",
            "Example: ./millrace generate --live --world-spec tiny --speedup 3600",
            "Example: ./millrace generate --live --world-spec tiny --speedup 3600 --to kafka --create-topics",
            "Example: flink run flink-jobs/target/millrace.jar generate --world /data/worlds --runs /data/runs"
        })
final class GenerateCommand implements Callable<Integer> {
    /** As after SIGTERM: not published, and resumable. */
    private static final int INTERRUPTED = 143;

    @Mixin
    private GateOptions options;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobOptions job;

    @Mixin
    private StartOptions start;

    @Mixin
    private BusOptions bus;

    @Option(
            names = ClusterSubmission.OPTION,
            description = "Runs in the cluster of 'millrace cluster start' instead of in this process.")
    private boolean onCluster;

    @Option(names = "--json", description = "Prints the summary as one line of JSON.")
    private boolean json;

    @Option(
            names = "--to",
            description =
                    "kafka: sends events, anchors and entities to Kafka as well while they are made, each once and in"
                            + " the order of time. Changes no row.")
    private String to;

    private final Console console;
    private Path runRoot;

    GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (onCluster) {
            require(!job.wantsMetrics(), "--metrics-port is for this process; a cluster has endpoints of its own");
            require(
                    to == null,
                    "--to kafka is for this process; in a cluster start generate, and beside it replay RUN --follow");
            return ClusterSubmission.run(
                    "generate",
                    spec.commandLine().getParseResult().originalArgs(),
                    settings(options.profile()).parallelism());
        }
        requireBus();
        job.require(console);
        Optional<RunProfile> profile = options.profile();
        // What is wrong on the command line is told before anything is looked at.
        settings(profile);
        GateRequest request = options.request(profile, start.mode());
        return options.isLive(profile) && isEmbedded()
                ? stoppable(profile, request)
                : generate(profile, request, () -> false);
    }

    /** Whether this process runs the job and does not only wait for it. */
    private static boolean isEmbedded() {
        return StreamExecutionEnvironment.getExecutionEnvironment() instanceof LocalStreamEnvironment;
    }

    private static String lastWord() {
        return isEmbedded()
                ? "interrupted; nothing is lost. The same command resumes it; millrace runs shows from where"
                : "this client ends, the job goes on in its cluster: millrace stop %s ends it with a savepoint, millrace"
                        + " runs tells how it stands, and resume publishes it when its rows are all there";
    }

    private int stoppable(Optional<RunProfile> profile, GateRequest request) throws Exception {
        try (StopSignals signals = StopSignals.listen(console)) {
            int exit = generate(profile, request, signals);
            return exit == INTERRUPTED ? signals.exit(INTERRUPTED) : exit;
        }
    }

    private int generate(Optional<RunProfile> profile, GateRequest request, BooleanSupplier stop) throws Exception {
        Optional<GrowingReplay> sending = to == null
                ? Optional.empty()
                : Optional.of(new GrowingReplay(console, bus, settings(profile).checkpointInterval()));
        try (GenerateWatcher watcher = new GenerateWatcher(
                console, json, options.arguments(request, own(profile)), stop, sending, lastWord())) {
            return generate(profile, request, watcher, sending);
        } finally {
            sending.ifPresent(GrowingReplay::leave);
        }
    }

    private int generate(
            Optional<RunProfile> profile, GateRequest request, GenerateWatcher watcher, Optional<GrowingReplay> sending)
            throws Exception {
        try {
            Optional<GenerateJob.Outcome> outcome =
                    new GenerateJob(request, settings(profile), job.encoding(profile), watcher, start.point()).run();
            if (outcome.isPresent()) {
                watcher.done(outcome.get());
                runRoot = outcome.get().runRoot();
                sending.ifPresent(replay -> tell(replay, replay.finish(runRoot)));
            } else {
                console.line("skipped: the scope of behaviour_config_6B leaves this scenario or seed out");
            }
            return 0;
        } catch (StoppedAtSavepoint stopped) {
            console.progress("stopped at savepoint " + stopped.savepoint() + "; millrace resume "
                    + stopped.runRoot().getFileName() + " goes on from there");
            sending.ifPresent(replay -> replay.stop(stopped.runRoot()).ifPresent(outcome -> tell(replay, outcome)));
            return stopped.isPause() ? 0 : INTERRUPTED;
        }
    }

    /** One line of JSON is all there is to read when somebody asked for it. */
    private void tell(GrowingReplay replay, ReplayJob.Outcome outcome) {
        if (!json) {
            replay.tell(outcome);
        }
    }

    private void requireBus() {
        require(to == null || to.equals("kafka"), "--to must be kafka, was " + to);
        require(to != null || bus.given().isEmpty(), String.join(", ", bus.given()) + ": only with --to kafka");
        require(
                to == null || isEmbedded(),
                "--to kafka is for this process; in a cluster start generate, and beside it replay RUN --follow");
        if (to != null) {
            bus.topics();
            bus.key();
            bus.sending();
        }
    }

    /** How this command was called, besides the gate. */
    private List<String> own(Optional<RunProfile> profile) {
        List<String> own = job.arguments(profile, settings(profile));
        if (to != null) {
            own.addAll(List.of("--to", to));
            own.addAll(bus.arguments());
        }
        return own;
    }

    /** Folder of the run, once the call has ended well. */
    Path runRoot() {
        return runRoot;
    }

    private JobSettings settings(Optional<RunProfile> profile) {
        return job.settings(profile, options.isLive(profile));
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
