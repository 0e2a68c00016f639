package io.millrace.job.topology;

import io.millrace.base.ContractException;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.RunAttempt;
import io.millrace.job.sinks.RunHold;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.PublishedRun;
import io.millrace.job.sinks.publish.Publisher;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.sinks.publish.RunFacts;
import io.millrace.run.Gate;
import io.millrace.run.GateRequest;
import io.millrace.run.GateResult;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.SealedRun;
import io.millrace.run.WorldReceipt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;

/**
 * The main job from gate to flag: seal, find what an earlier start has left, run or resume, publish. Where it begins is
 * decided by {@link Beginning}, whether it has ended by {@link Ending}; what is submitted is a {@link GenerateGraph}.
 */
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
    public interface Watcher extends JobWatcher {
        void sealed(GateResult gate);

        /** The run folder is there, locked and not yet published, and nothing stands against a start. */
        default void opened(Path runRoot) {}

        /**
         * @param attempt start of the job, from 1
         * @param resumed where from; empty for a start from nothing
         * @param arrivals of the whole run; 0 when it has no end
         */
        void started(int attempt, Optional<Ledger.Point> resumed, long arrivals);

        /** Before it starts: files that do not count any more have moved. */
        default void setAside(int files, Path quarantine) {}

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

        /** Where a savepoint of a stop goes. */
        default String savepoints(String ofTheRun) {
            return ofTheRun;
        }

        /** The attempt is claimed, and no file was touched yet. */
        default void begun(int attempt) {}
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
        RunFacts facts = RunFacts.of(
                sealed, source.open(), world, RunFolder.at(root), new ParquetFooters(), source.arrivalTotals());
        SortedMap<String, String> footer = RunFooter.of(facts);
        Ending ending = new Ending(root, new Publisher(root, facts), footer, source);
        // Everything from here on is decided on what attempts up to this one have left.
        int seen = new Ledger(root).attempts();
        requireNoWriter(root);
        if (start.equals(new StartPoint(Optional.empty(), start.living())) && ending.isWhole(seen)) {
            watcher.publishing();
            return ending.publish(seen);
        }
        GenerateGraph graph = new GenerateGraph(root, world, source, settings, encoding, submission);
        Optional<Beginning.At> at = new Beginning(root, footer, settings.buckets()).of(start);
        at.ifPresent(found -> found.read().requireOperators(graph.operators(footer)));
        watcher.opened(root);
        RunAttempt attempt = begin(root, seen, at, footer);
        watcher.started(
                attempt.number(), at.map(Beginning.At::point), facts.arrivals().rows());
        JobClient job = graph.of(attempt, at.map(Beginning.At::read))
                .executeAsync(jobName(sealed.identity().runId()));
        StoppedAtSavepoint.Reason reason = new RunningJob(
                        job,
                        watcher,
                        settings.parallelism(),
                        settings.live().untilMicros(),
                        submission.savepoints(GenerateGraph.savepoints(root, attempt.number())))
                .await();
        new Ledger(root).requireNewest(attempt.number());
        ending.requireNotStopped(attempt.number(), reason);
        watcher.publishing();
        return ending.publish(attempt.number());
    }

    /**
     * From here on files are touched. The attempt is claimed and written down first: a start that is killed before or
     * amid the rewind is repeated by the next one, from the same point.
     */
    private RunAttempt begin(Path root, int seen, Optional<Beginning.At> at, SortedMap<String, String> footer) {
        Ledger ledger = new Ledger(root);
        int attempt = at.isPresent()
                ? ledger.beginFrom(seen, at.get().point(), at.get().read().folder())
                : ledger.begin(seen, Optional.empty());
        submission.begun(attempt);
        ledger.requireNewest(attempt);
        Optional<Ledger.Point> point = at.map(Beginning.At::point);
        int moved = ledger.rewind(attempt, point);
        if (moved > 0) {
            watcher.setAside(moved, ledger.quarantine(point));
        }
        return new RunAttempt(
                attempt,
                ledger.token(attempt).orElseThrow(),
                point.map(Ledger.Point::attempt).orElse(0),
                point.map(Ledger.Point::checkpointId).orElse(0L),
                new TreeMap<>(footer));
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
}
