package io.millrace.job.cli;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.topology.GenerateJob;
import io.millrace.job.topology.JobSettings;
import io.millrace.job.topology.LiveSettings;
import io.millrace.job.topology.ReplayJob;
import io.millrace.job.topology.StartPoint;
import io.millrace.job.topology.StoppedAtSavepoint;
import io.millrace.run.GateRequest;
import io.millrace.run.RunProfile;
import io.millrace.sessionise.SessionLimits;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
    /** Shorter ones spend their time on files of a few rows. */
    private static final double SECONDS_MIN = 0.1;

    @Mixin
    private GateOptions options;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--parallelism",
            description = "Slots per stage (default: that of the profile, or 2); changes no row.")
    private Integer parallelism;

    @Option(
            names = "--checkpoint-seconds",
            description = "Time between checkpoints, when files become visible (default: 10); changes no row.")
    private Double checkpointSeconds;

    @Option(
            names = "--encoding",
            description = "compact, or plain for readers without delta pages (default: compact); changes no row.")
    private String encoding;

    @Option(
            names = "--on-cluster",
            description = "Runs in the cluster of 'millrace cluster start' instead of in this process.")
    private boolean onCluster;

    @Option(
            names = "--until",
            converter = EventTime.class,
            description = "With --live: pauses there with a savepoint and exit 0, a date such as 2026-03-01 (its first"
                    + " instant) or a time such as 2026-03-01T12:00:00Z; resume goes on. Changes no row.")
    private Long untilMicros;

    @Option(
            names = "--speedup",
            description = "With --live: event time over wall time, such as 1 or 3600 (default: as fast as it can);"
                    + " changes no row.")
    private Double speedup;

    @Option(
            names = "--rate",
            description = "With --live: arrivals per second in the mean of a year, in place of --speedup; changes no"
                    + " row.")
    private Double rate;

    @Option(names = "--json", description = "Prints the summary as one line of JSON.")
    private boolean json;

    @Option(names = "--from", description = "Checkpoint or savepoint of this run to go back to (default: the newest).")
    private Path from;

    @Option(
            names = "--take-over",
            description =
                    "Begins although a process still has tasks of the run: what that one writes is not committed.")
    private boolean takeOver;

    @Option(
            names = "--to",
            description =
                    "kafka: sends events, anchors and entities to Kafka as well while they are made, each once and in"
                            + " the order of time. Changes no row.")
    private String to;

    @Mixin
    private BusOptions bus;

    @Option(
            names = "--metrics-port",
            description = "Shows the metrics of this run to Prometheus at http://localhost:PORT/metrics.")
    private Integer metricsPort;

    @Option(
            names = "--start-over",
            description =
                    "Makes every row again although files are committed: these move to _quarantine of the run. For"
                            + " a run whose checkpoints are lost.")
    private boolean startOver;

    private final Console console;
    private Path runRoot;

    GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (onCluster) {
            require(metricsPort == null, "--metrics-port is for this process; a cluster has endpoints of its own");
            require(
                    to == null,
                    "--to kafka is for this process; in a cluster start generate, and beside it replay RUN --follow");
            return submit();
        }
        requireBus();
        requireFree(metricsPort);
        Optional<RunProfile> profile = options.profile();
        live(profile);
        GateRequest request =
                options.request(profile, takeOver ? GateRequest.Mode.SEAL_TAKING_OVER : GateRequest.Mode.SEAL);
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
                    new GenerateJob(request, settings(profile), encoding(profile), watcher, startPoint()).run();
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

    private StartPoint startPoint() {
        require(from == null || !startOver, "--from goes back to a point, --start-over to none: give one of them");
        return new StartPoint(
                Optional.ofNullable(from),
                startOver ? StartPoint.Committed.SET_ASIDE : StartPoint.Committed.GO_ON,
                takeOver ? StartPoint.Living.TAKE_OVER : StartPoint.Living.REFUSE);
    }

    /** How this command was called, besides the gate. */
    private List<String> own(Optional<RunProfile> profile) {
        JobSettings settings = settings(profile);
        List<String> pacing = new ArrayList<>();
        settings.live().speedup().ifPresent(of -> pacing.addAll(List.of("--speedup", Double.toString(of))));
        settings.live().rate().ifPresent(of -> pacing.addAll(List.of("--rate", Double.toString(of))));
        // Where it pauses is a matter of one start.
        List<String> own = new ArrayList<>(List.of(
                "--parallelism",
                Integer.toString(settings.parallelism()),
                "--checkpoint-seconds",
                Double.toString(settings.checkpointInterval().toMillis() / 1_000.0),
                "--encoding",
                encoding(profile).name().toLowerCase(java.util.Locale.ROOT)));
        own.addAll(pacing);
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
        int slots = parallelism != null
                ? parallelism
                : profile.map(RunProfile::parallelism).orElse(2);
        int buckets = profile.map(RunProfile::keyBuckets).orElse(JobSettings.BUCKETS);
        double seconds = checkpointSeconds != null
                ? checkpointSeconds
                : profile.map(RunProfile::checkpointIntervalSeconds).orElse(10);
        require(slots >= 1 && slots <= buckets, "--parallelism must be 1 to " + buckets + ", was " + slots);
        require(seconds >= SECONDS_MIN, "--checkpoint-seconds must be at least " + SECONDS_MIN + ", was " + seconds);
        int slabRows = profile.map(RunProfile::slabRows).orElse(JobSettings.SLAB_ROWS);
        SessionLimits limits = profile.map(RunProfile::limits)
                .map(limit -> new SessionLimits(limit.pendingRowsMax(), limit.openSessionsMax(), slabRows))
                .orElse(SessionLimits.ofSlabRows(slabRows));
        return new JobSettings(
                slots,
                buckets,
                slabRows,
                Duration.ofMillis(Math.round(seconds * 1_000)),
                limits,
                live(profile),
                port());
    }

    private LiveSettings live(Optional<RunProfile> profile) {
        if (!options.isLive(profile)) {
            require(untilMicros == null, "--until is for runs without end: give --live");
            require(speedup == null && rate == null, "--speedup and --rate are for runs without end: give --live");
            return LiveSettings.FLAT_OUT;
        }
        require(speedup == null || rate == null, "--speedup and --rate both tell how fast: give one of them");
        require(speedup == null || speedup > 0, "--speedup must be above 0, was " + speedup);
        require(rate == null || (rate > 0 && rate < Double.POSITIVE_INFINITY), "--rate must be above 0, was " + rate);
        return new LiveSettings(
                speedup == null ? OptionalDouble.empty() : OptionalDouble.of(speedup),
                rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
                untilMicros == null ? OptionalLong.empty() : OptionalLong.of(untilMicros));
    }

    private OptionalInt port() {
        return metricsPort == null ? OptionalInt.empty() : OptionalInt.of(metricsPort);
    }

    /** Flink would only log that its reporter found no port. */
    private void requireFree(Integer port) {
        if (port == null) {
            return;
        }
        require(port >= 1 && port <= 65_535, "--metrics-port must be 1 to 65535, was " + port);
        try (ServerSocket free = new ServerSocket(port)) {
            console.progress("metrics at http://localhost:" + free.getLocalPort() + "/metrics");
        } catch (IOException taken) {
            throw new ParameterException(
                    spec.commandLine(), "--metrics-port must be free, was " + port + ": " + taken.getMessage(), taken);
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private SinkEncoding encoding(Optional<RunProfile> profile) {
        String name = encoding != null
                ? encoding
                : profile.map(read -> read.sink().encoding().name()).orElse("compact");
        return switch (name.toLowerCase(java.util.Locale.ROOT)) {
            case "compact" -> SinkEncoding.COMPACT;
            case "plain" -> SinkEncoding.PLAIN;
            default ->
                throw new ParameterException(spec.commandLine(), "--encoding must be compact or plain, was " + name);
        };
    }

    /** With too few of them Flink would wait in silence until its own time-out. */
    private static void requireSlots(int needed) throws IOException, InterruptedException {
        LocalCluster local = LocalCluster.ofUser();
        Optional<ClusterOverview> cluster = local.isRunning() ? ClusterOverview.of(local.port()) : Optional.empty();
        if (cluster.isPresent() && cluster.get().freeSlots() < needed) {
            throw new RunException(Problem.of(
                    ErrorCode.USAGE,
                    "local Flink cluster",
                    "must have " + needed + " free slots",
                    cluster.get().text(),
                    "give a smaller --parallelism, or add TaskManagers: millrace cluster start --taskmanagers "
                            + cluster.get().taskManagersFor(needed, local.slots())));
        }
    }

    /** The same command through {@code flink run}, so nothing here knows where it runs. */
    private int submit() throws Exception {
        requireSlots(settings(options.profile()).parallelism());
        List<String> arguments = new ArrayList<>(List.of("run", Home.jar().toString(), "generate"));
        List<String> typed = spec.commandLine().getParseResult().originalArgs();
        // The command's own name comes first when it was called from the root.
        typed.subList(typed.get(0).equals("generate") ? 1 : 0, typed.size()).stream()
                .filter(argument -> !argument.equals("--on-cluster"))
                .forEach(arguments::add);
        return LocalCluster.client(arguments).inheritIO().start().waitFor();
    }
}
