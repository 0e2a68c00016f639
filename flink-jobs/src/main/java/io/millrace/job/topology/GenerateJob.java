package io.millrace.job.topology;

import io.millrace.Simulation;
import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.contract.DatasetDictionary;
import io.millrace.job.arrivals.GeneratedArrivalSource;
import io.millrace.job.arrivals.Pace;
import io.millrace.job.arrivals.PreparedArrivalSource;
import io.millrace.job.sinks.RunAttempt;
import io.millrace.job.sinks.RunHold;
import io.millrace.job.sinks.RunMark;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.publish.CommittedFiles;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.PublishedRun;
import io.millrace.job.sinks.publish.Publisher;
import io.millrace.job.sinks.publish.RestorePoint;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.sinks.publish.RunFacts;
import io.millrace.run.Gate;
import io.millrace.run.GateRequest;
import io.millrace.run.GateResult;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.ScenarioId;
import io.millrace.run.SealedRun;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.SlabKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The main job from gate to flag: seal, find what an earlier start has left, run or resume, publish. */
public final class GenerateJob {
    private final GateRequest request;
    private final JobSettings settings;
    private final SinkEncoding encoding;
    private final Watcher watcher;
    private final StartPoint start;
    private final Submission submission;

    public GenerateJob(GateRequest request, JobSettings settings, SinkEncoding encoding, Watcher watcher) {
        this(request, settings, encoding, watcher, StartPoint.NEWEST, new Submission() {});
    }

    /** @param start where to begin */
    public GenerateJob(
            GateRequest request, JobSettings settings, SinkEncoding encoding, Watcher watcher, StartPoint start) {
        this(request, settings, encoding, watcher, start, new Submission() {});
    }

    GenerateJob(
            GateRequest request,
            JobSettings settings,
            SinkEncoding encoding,
            Watcher watcher,
            StartPoint start,
            Submission submission) {
        this.request = request;
        this.settings = settings;
        this.encoding = encoding;
        this.watcher = watcher;
        this.start = start;
        this.submission = submission;
    }

    /** Who wants to know how far the job is; called from one thread. What it throws ends the job, resumable. */
    public interface Watcher {
        void sealed(GateResult gate);

        /** The run folder is there, locked and not yet published. */
        default void opened(Path runRoot) {}

        /**
         * @param attempt start of the job, from 1
         * @param resumed where from; empty for a start from nothing
         * @param arrivals of the whole run; 0 when it has no end
         */
        void started(int attempt, Optional<Ledger.Point> resumed, long arrivals);

        /**
         * @param arrivals attached since this start
         * @param eventMicros event time reached; negative while unknown
         */
        void progressed(long arrivals, long eventMicros);

        /** Whether the job shall stop with a savepoint, without drain; asked now and then. */
        default boolean wantsToStop() {
            return false;
        }

        /** The job is done; what follows reads ledger and footers. */
        void publishing();
    }

    /** The last word before a start; the product has none to say, tests break tasks and turn settings here. */
    interface Submission {
        default Configuration flink(Configuration settings) {
            return settings;
        }

        default GenerateSinks sinks(GenerateSinks files) {
            return files;
        }
    }

    /**
     * How a run ended.
     *
     * @param published what this call published; empty when it was there before
     */
    public record Outcome(
            RunIdentity identity, Path runRoot, String bundleDigest, Optional<Publisher.Published> published) {}

    /**
     * Runs to the flag, or finds it.
     *
     * @return empty when the scope of behaviour_config_6B skips this run
     * @throws StoppedAtSavepoint when somebody stopped the job with a savepoint; nothing is published then
     * @throws io.millrace.base.MillraceException with all problems of the step that failed; nothing is published then
     */
    public Optional<Outcome> run() throws Exception {
        try (GateResult gate = Gate.seal(request)) {
            watcher.sealed(gate);
            if (!gate.problems().isEmpty()) {
                throw new ContractException(gate.problems());
            }
            if (gate.runFolder().isEmpty()) {
                return Optional.empty();
            }
            Path root = gate.runFolder().orElseThrow().root().toAbsolutePath().normalize();
            SealedRun sealed = SealedRun.open(gate.runFolder().orElseThrow());
            Optional<String> flag = PublishedRun.check(root, sealed.identity(), PublishedRun.Depth.SIZES);
            if (flag.isPresent()) {
                return Optional.of(new Outcome(sealed.identity(), root, flag.get(), Optional.empty()));
            }
            Path world = worldFolder(root, sealed.identity()).toAbsolutePath().normalize();
            RunSimulation simulation = new RunSimulation(root.toString(), world.toString());
            try {
                Publisher.Published published = generate(root, world, sealed, simulation);
                RetainedCheckpoints.discard(root);
                return Optional.of(
                        new Outcome(sealed.identity(), root, published.bundleDigest(), Optional.of(published)));
            } finally {
                simulation.forget();
            }
        }
    }

    /** The gate folder stands in for the folder of a world that is made on the fly: it holds the receipt. */
    private Path worldFolder(Path root, RunIdentity identity) {
        return request.madeFrom().isPresent()
                ? RunFolder.at(root).gate(identity)
                : WorldReceipt.locate(request.places().world());
    }

    private Publisher.Published generate(Path root, Path world, SealedRun sealed, RunSimulation source)
            throws Exception {
        Simulation simulation = source.open();
        RunFacts facts = RunFacts.of(
                sealed, simulation, world, RunFolder.at(root), new ParquetFooters(), source.arrivalTotals());
        Publisher publisher = new Publisher(root, facts);
        SortedMap<String, String> footer = RunFooter.of(facts);
        Ledger ledger = new Ledger(root);
        requireNoWriter(root);
        watcher.opened(root);
        Optional<RetainedCheckpoints.Retained> retained = beginning(root, ledger);
        boolean isLive = source.madeWindow().filter(ScenarioId::isLive).isPresent();
        if (start.from().isEmpty() && !isLive) {
            Optional<CommittedFiles> whole = committed(root, ledger.attempts(), retained, footer);
            if (whole.filter(publisher::isComplete).isPresent()) {
                watcher.publishing();
                return publish(publisher, ledger, whole.get());
            }
        }
        Optional<Ledger.Point> point = retained.map(RetainedCheckpoints.Retained::point);
        Optional<RestorePoint> restore =
                retained.map(RetainedCheckpoints.Retained::folder).map(RestorePoint::read);
        restore.ifPresent(from -> from.requireFits(ledger, footer, settings.buckets()));
        ledger.rewind(point);
        int attempt = ledger.begin(point);
        watcher.started(attempt, point, facts.arrivals().rows());
        RunAttempt writer = new RunAttempt(
                attempt,
                ledger.token(attempt).orElseThrow(),
                point.map(Ledger.Point::attempt).orElse(0),
                point.map(Ledger.Point::checkpointId).orElse(0L),
                new TreeMap<>(footer));
        StoppedAtSavepoint.Reason reason = execute(root, writer, restore, world, source, simulation, footer);
        Optional<RetainedCheckpoints.Retained> stop = stopped(root, attempt);
        if (stop.isPresent()) {
            CommittedFiles files = CommittedFiles.read(root, attempt, new ParquetFooters(), footer);
            if (isLive) {
                source.finishedDays(root).finish(RestorePoint.read(stop.get().folder()));
            }
            if (isLive || !publisher.isComplete(files)) {
                throw new StoppedAtSavepoint(root, stop.get().folder(), reason);
            }
        }
        watcher.publishing();
        ledger.retireLateCommits(attempt);
        return publish(publisher, ledger, CommittedFiles.read(root, attempt, new ParquetFooters(), footer));
    }

    /** Name of the job that writes a run; by it a cluster finds it. */
    public static String jobName(String runId) {
        return "millrace generate " + runId;
    }

    private void requireNoWriter(Path root) throws IOException {
        if (start.living() == StartPoint.Living.REFUSE && RunHold.isHeld(root)) {
            throw new RunException(Problem.of(
                    ErrorCode.RUN_BUSY,
                    root.toString(),
                    "must have no living writer",
                    "a process has tasks of this run",
                    "stop it first: millrace stop " + root.getFileName()
                            + "; when it hangs, --take-over shuts it out"));
        }
    }

    /** A savepoint that lies where this attempt's do: its job was stopped. */
    private static Optional<RetainedCheckpoints.Retained> stopped(Path root, int attempt) {
        return RetainedCheckpoints.newest(root)
                .filter(retained ->
                        retained.point().attempt() == attempt && retained.kind() == RetainedCheckpoints.Kind.SAVEPOINT);
    }

    /** The point that is named, here or to {@code flink run -s}, or the newest there is. */
    private Optional<RetainedCheckpoints.Retained> beginning(Path root, Ledger ledger) {
        if (start.from().isPresent()) {
            return Optional.of(named(ledger, start.from().get()));
        }
        Optional<RetainedCheckpoints.Retained> newest = RetainedCheckpoints.newest(root);
        Optional<Path> flinks = flinksOwn();
        if (flinks.isEmpty()) {
            return newest;
        }
        RetainedCheckpoints.Retained asked = named(ledger, flinks.get());
        List<Path> outside = ledger.outside(asked.point());
        boolean isOlder =
                newest.filter(there -> !there.point().equals(asked.point())).isPresent();
        if (!outside.isEmpty() || isOlder) {
            throw new RunException(RunMark.notRewound(
                    asked.folder().toString(),
                    outside.isEmpty()
                            ? "a later point, " + newest.orElseThrow().folder()
                            : outside.size() + " files of later checkpoints"));
        }
        return Optional.of(asked);
    }

    private static RetainedCheckpoints.Retained named(Ledger ledger, Path folder) {
        RestorePoint read = RestorePoint.read(folder.toAbsolutePath().normalize());
        Ledger.Point point = read.point();
        if (!ledger.isLive(point)) {
            throw new RunException(Problem.of(
                    ErrorCode.IO_WRITE_CONFLICT,
                    folder.toString(),
                    "must lie in the lineage of the newest attempt",
                    "checkpoint " + point.checkpointId() + " of attempt " + point.attempt()
                            + ", behind a point the run was rewound to",
                    "its files are in _quarantine; millrace runs shows what the run resumes from"));
        }
        return new RetainedCheckpoints.Retained(point, read.folder(), RetainedCheckpoints.Kind.SAVEPOINT);
    }

    /** What {@code flink run -s} was given; only a client of a cluster knows. */
    private static Optional<Path> flinksOwn() {
        return StreamExecutionEnvironment.getExecutionEnvironment()
                .getConfiguration()
                .getOptional(StateRecoveryOptions.SAVEPOINT_PATH)
                .map(path -> Path.of(new org.apache.flink.core.fs.Path(path).getPath()));
    }

    /**
     * What a process has left that ended between the job's end and the flag: all rows are there, only the bundle is not.
     * Flink deletes the checkpoints of an attempt that ends, so one that still has some has not ended.
     */
    private static Optional<CommittedFiles> committed(
            Path root, int newest, Optional<RetainedCheckpoints.Retained> retained, SortedMap<String, String> footer) {
        boolean hasEnded = newest > 0
                && retained.filter(of -> of.point().attempt() == newest).isEmpty();
        // A file without its line was being committed when the process died: the job had not ended.
        if (!hasEnded || CommittedFiles.hasUnlisted(root, newest)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CommittedFiles.read(root, newest, new ParquetFooters(), footer));
        } catch (RunException damaged) {
            if (retained.isEmpty()) {
                throw damaged;
            }
            // The checkpoint of an older attempt rests on fewer files; rewinding to it looks at those.
            return Optional.empty();
        }
    }

    /** Temporary files of tasks that broke go first: a published run holds nothing that its ledger does not name. */
    private static Publisher.Published publish(Publisher publisher, Ledger ledger, CommittedFiles files) {
        ledger.retireTemporaries();
        return publisher.publish(files);
    }

    private StoppedAtSavepoint.Reason execute(
            Path root,
            RunAttempt attempt,
            Optional<RestorePoint> restore,
            Path world,
            RunSimulation source,
            Simulation simulation,
            SortedMap<String, String> footer)
            throws Exception {
        Configuration flink = submission.flink(settings.configuration(
                flinkPath(RetainedCheckpoints.folder(root, attempt.number())),
                restore.map(point -> flinkPath(point.folder()))));
        flink.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                flinkPath(RetainedCheckpoints.savepoints(root, attempt.number())));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        DataStream<ArrivalSlab> stream = OperatorId.ARRIVALS.on(
                arrivals(env, world, source, simulation, new DayKeeper(root.toString(), attempt.number(), source)));
        new GenerateTopology(
                        source.attachers(),
                        simulation.sessioniser(settings.limits()),
                        source.flowMakers(),
                        settings.buckets(),
                        settings.slabRows())
                .define(
                        stream,
                        submission.sinks(new ParquetSinks(
                                flinkPath(root),
                                attempt,
                                simulation.identity(),
                                footer,
                                simulation.world().zoneTzid,
                                encoding)));
        restore.ifPresent(point -> point.requireOperators(operators(env)));
        return new RunningJob(
                        env.executeAsync(jobName(simulation.identity().runId())),
                        watcher,
                        settings.parallelism(),
                        settings.live().untilMicros())
                .await();
    }

    /** Uid hashes of all operators of the graph. */
    private static SortedSet<String> operators(StreamExecutionEnvironment env) {
        TreeSet<String> hashes = new TreeSet<>();
        for (JobVertex vertex : env.getStreamGraph(false).getJobGraph().getVertices()) {
            vertex.getOperatorIDs()
                    .forEach(ids -> hashes.add(ids.getGeneratedOperatorID().toHexString()));
        }
        return hashes;
    }

    private SingleOutputStreamOperator<ArrivalSlab> arrivals(
            StreamExecutionEnvironment env, Path world, RunSimulation source, Simulation simulation, DayKeeper keeper) {
        Optional<ScenarioId> made = source.madeWindow();
        if (made.isPresent() && made.get().isLive()) {
            return GeneratedArrivalSource.live(
                    env,
                    source.arrivalHours(settings.buckets()),
                    settings.buckets(),
                    made.get().startHour(),
                    made.get().endHour(),
                    settings.slabRows(),
                    pace(source),
                    keeper);
        }
        if (made.isPresent()) {
            return GeneratedArrivalSource.on(
                    env,
                    source.arrivalHours(settings.buckets()),
                    settings.buckets(),
                    made.get().startHour(),
                    made.get().endHour(),
                    settings.slabRows());
        }
        String arrivals = DatasetDictionary.shipped()
                .dataset(SlabKind.ARRIVAL.datasetId())
                .folder(simulation.identity().axes());
        return PreparedArrivalSource.on(
                env, flinkPath(world.resolve(arrivals)), simulation.world().zoneTzid, settings.slabRows());
    }

    private Pace pace(RunSimulation source) {
        LiveSettings live = settings.live();
        double speedup = live.rate().isPresent()
                ? live.rate().getAsDouble() / source.meanRate()
                : live.speedup().orElse(Double.POSITIVE_INFINITY);
        return new Pace(speedup, live.untilMicros().orElse(Long.MAX_VALUE));
    }

    /** As Flink writes paths: its parser escapes what needs it, so an escaped URI would be escaped twice. */
    private static String flinkPath(Path path) {
        return org.apache.flink.core.fs.Path.fromLocalFile(path.toFile()).toString();
    }
}
