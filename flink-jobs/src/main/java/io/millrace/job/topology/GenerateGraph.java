package io.millrace.job.topology;

import io.millrace.Simulation;
import io.millrace.contract.DatasetDictionary;
import io.millrace.job.arrivals.GeneratedArrivalSource;
import io.millrace.job.arrivals.Pace;
import io.millrace.job.arrivals.PreparedArrivalSource;
import io.millrace.job.sinks.RunAttempt;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.publish.RestorePoint;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.run.ScenarioId;
import io.millrace.slab.ArrivalSlab;
import io.millrace.slab.SlabKind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The graph of the main job between the arrivals of a world and the files of a run. */
final class GenerateGraph {
    private final Path root;
    private final Path world;
    private final RunSimulation source;
    private final Simulation simulation;
    private final JobSettings settings;
    private final SinkEncoding encoding;
    private final GenerateJob.Submission submission;

    /**
     * @param root run folder
     * @param world folder of the world, or the gate folder that stands in for it
     */
    GenerateGraph(
            Path root,
            Path world,
            RunSimulation source,
            JobSettings settings,
            SinkEncoding encoding,
            GenerateJob.Submission submission) {
        this.root = root;
        this.world = world;
        this.source = source;
        this.simulation = source.open();
        this.settings = settings;
        this.encoding = encoding;
        this.submission = submission;
    }

    /**
     * Uid hashes of all operators, 32 hex digits; no start is needed to know them.
     *
     * @param footer what every part file of the run says of it
     */
    SortedSet<String> operators(SortedMap<String, String> footer) {
        TreeSet<String> hashes = new TreeSet<>();
        StreamExecutionEnvironment env = of(new RunAttempt(1, "", 0, 0, new TreeMap<>(footer)), Optional.empty());
        for (JobVertex vertex : env.getStreamGraph(false).getJobGraph().getVertices()) {
            vertex.getOperatorIDs()
                    .forEach(ids -> hashes.add(ids.getGeneratedOperatorID().toHexString()));
        }
        return hashes;
    }

    /** Everything a start submits; executes nothing. */
    StreamExecutionEnvironment of(RunAttempt attempt, Optional<RestorePoint> restore) {
        Configuration flink = settings.configuration(
                JobSettings.flinkPath(RetainedCheckpoints.folder(root, attempt.number())),
                restore.map(point -> JobSettings.flinkPath(point.folder())));
        flink.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, savepoints(root, attempt.number()));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(submission.flink(flink));
        DataStream<ArrivalSlab> stream = OperatorId.ARRIVALS.on(arrivals(env, attempt));
        new GenerateTopology(
                        source.attachers(),
                        simulation.sessioniser(settings.limits()),
                        source.flowMakers(),
                        settings.buckets(),
                        settings.slabRows())
                .define(
                        stream,
                        submission.sinks(new ParquetSinks(
                                JobSettings.flinkPath(root),
                                attempt,
                                simulation.identity(),
                                attempt.identity(),
                                simulation.world().zoneTzid,
                                encoding)));
        return env;
    }

    private SingleOutputStreamOperator<ArrivalSlab> arrivals(StreamExecutionEnvironment env, RunAttempt attempt) {
        Optional<ScenarioId> made = source.madeWindow();
        if (made.isPresent() && made.get().isLive()) {
            return GeneratedArrivalSource.live(
                    env,
                    source.arrivalHours(settings.buckets()),
                    settings.buckets(),
                    made.get().startHour(),
                    made.get().endHour(),
                    settings.slabRows(),
                    pace(),
                    new DayKeeper(root.toString(), attempt.number(), source));
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
                env,
                JobSettings.flinkPath(world.resolve(arrivals)),
                simulation.world().zoneTzid,
                settings.buckets(),
                settings.slabRows());
    }

    /** URI of the folder for savepoints of an attempt. */
    static String savepoints(Path root, int attempt) {
        return JobSettings.flinkPath(RetainedCheckpoints.savepoints(root, attempt));
    }

    private Pace pace() {
        LiveSettings live = settings.live();
        double speedup = live.rate().isPresent()
                ? live.rate().getAsDouble() / source.meanRate()
                : live.speedup().orElse(Double.POSITIVE_INFINITY);
        return new Pace(speedup, live.untilMicros().orElse(Long.MAX_VALUE));
    }
}
