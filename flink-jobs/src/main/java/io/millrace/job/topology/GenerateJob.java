package io.millrace.job.topology;

import io.millrace.Simulation;
import io.millrace.base.ContractException;
import io.millrace.contract.DatasetDictionary;
import io.millrace.job.arrivals.PreparedArrivalSource;
import io.millrace.job.attach.AttachOperator;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.publish.CommittedFiles;
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
import io.millrace.sessionise.SessionLimits;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.SlabKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The main job from gate to flag: seal, find what an earlier start has left, run or resume, publish. */
public final class GenerateJob {
    private static final long LOOK_EVERY_MILLIS = 500;

    private final GateRequest request;
    private final JobSettings settings;
    private final SinkEncoding encoding;
    private final Watcher watcher;

    public GenerateJob(GateRequest request, JobSettings settings, SinkEncoding encoding, Watcher watcher) {
        this.request = request;
        this.settings = settings;
        this.encoding = encoding;
        this.watcher = watcher;
    }

    /** Who wants to know how far the job is; called from one thread. */
    public interface Watcher {
        void sealed(GateResult gate);

        /**
         * @param attempt start of the job, from 1
         * @param resumed where from; empty for a start from nothing
         * @param arrivals of the whole run
         */
        void started(int attempt, Optional<Ledger.Point> resumed, long arrivals);

        /**
         * @param arrivals attached since this start
         * @param eventMicros event time reached; negative while unknown
         */
        void progressed(long arrivals, long eventMicros);

        /** The job is done; what follows reads ledger and footers. */
        void publishing();
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
     * @throws io.millrace.base.MillraceException with all problems of the step that failed; nothing is published then
     */
    public Outcome run() throws Exception {
        try (GateResult gate = Gate.seal(request)) {
            watcher.sealed(gate);
            if (!gate.problems().isEmpty()) {
                throw new ContractException(gate.problems());
            }
            Path root = gate.runFolder().orElseThrow().root().toAbsolutePath().normalize();
            SealedRun sealed = SealedRun.open(gate.runFolder().orElseThrow());
            Optional<String> flag = PublishedRun.check(root, sealed.identity(), PublishedRun.Depth.SIZES);
            if (flag.isPresent()) {
                return new Outcome(sealed.identity(), root, flag.get(), Optional.empty());
            }
            Path world = WorldReceipt.locate(request.places().world())
                    .toAbsolutePath()
                    .normalize();
            RunSimulation simulation = new RunSimulation(root.toString(), world.toString());
            try {
                Publisher.Published published = generate(root, world, sealed, simulation);
                return new Outcome(sealed.identity(), root, published.bundleDigest(), Optional.of(published));
            } finally {
                simulation.forget();
            }
        }
    }

    private Publisher.Published generate(Path root, Path world, SealedRun sealed, RunSimulation source)
            throws Exception {
        Simulation simulation = source.open();
        RunFacts facts = RunFacts.of(sealed, simulation, world, RunFolder.at(root), new ParquetFooters());
        Publisher publisher = new Publisher(root, facts);
        SortedMap<String, String> footer = RunFooter.of(facts);
        Ledger ledger = new Ledger(root);
        Optional<RetainedCheckpoints.Retained> retained = RetainedCheckpoints.newest(root);
        if (retained.isEmpty() && ledger.attempts() > 0) {
            // A process that ended between the job's end and the flag: all rows are there, only the bundle is not.
            CommittedFiles files = CommittedFiles.read(root, ledger.attempts(), new ParquetFooters(), footer);
            if (publisher.isComplete(files)) {
                watcher.publishing();
                return publisher.publish(files);
            }
        }
        Optional<Ledger.Point> point = retained.map(RetainedCheckpoints.Retained::point);
        ledger.rewind(point);
        int attempt = ledger.begin(point);
        watcher.started(attempt, point, facts.arrivals().rows());
        execute(root, attempt, retained, world, source, simulation, footer);
        watcher.publishing();
        return publisher.publish(CommittedFiles.read(root, attempt, new ParquetFooters(), footer));
    }

    private void execute(
            Path root,
            int attempt,
            Optional<RetainedCheckpoints.Retained> retained,
            Path world,
            RunSimulation source,
            Simulation simulation,
            SortedMap<String, String> footer)
            throws Exception {
        Configuration flink = settings.configuration(
                RetainedCheckpoints.folder(root, attempt).toUri().toString(),
                retained.map(checkpoint -> checkpoint.folder().toUri().toString()));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        String arrivals = DatasetDictionary.shipped()
                .dataset(SlabKind.ARRIVAL.datasetId())
                .folder(simulation.identity().axes());
        DataStream<ArrivalSlab> stream = OperatorId.ARRIVALS.on(PreparedArrivalSource.on(
                env, world.resolve(arrivals).toUri().toString(), simulation.world().zoneTzid, settings.slabRows()));
        new GenerateTopology(
                        source.attachers(),
                        simulation.sessioniser(SessionLimits.ofSlabRows(settings.slabRows())),
                        source.flowMakers(),
                        settings.buckets(),
                        settings.slabRows())
                .define(
                        stream,
                        new ParquetSinks(
                                root.toUri().toString(),
                                attempt,
                                simulation.identity(),
                                footer,
                                simulation.world().zoneTzid,
                                encoding));
        await(env.executeAsync("millrace generate " + simulation.identity().runId()));
    }

    /** Waits for the end of the job and tells how far it is meanwhile. */
    private void await(JobClient job) throws Exception {
        CompletableFuture<JobExecutionResult> end = job.getJobExecutionResult();
        while (true) {
            try {
                end.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException stillRunning) {
                look(job);
            } catch (ExecutionException failure) {
                throw failure.getCause() instanceof Exception cause ? cause : failure;
            }
        }
    }

    private void look(JobClient job) throws InterruptedException {
        try {
            Map<String, Object> counters = job.getAccumulators().get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (counters.get(AttachOperator.ARRIVALS_DONE) instanceof Long arrivals) {
                long millis =
                        counters.get(AttachOperator.EVENT_MILLIS) instanceof Long at && at > Long.MIN_VALUE ? at : -1;
                watcher.progressed(arrivals, millis < 0 ? -1 : millis * 1_000);
            }
        } catch (ExecutionException | TimeoutException notYet) {
            // Counters travel with heartbeats; the next look will find them, or the end of the job.
        }
    }
}
