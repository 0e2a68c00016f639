package io.millrace.job.topology;

import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.SmallWorld;
import io.millrace.run.GateRequest;
import io.millrace.sessionise.SessionLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** A run of a small world that differs from the reference in what a test names. */
final class Variation {
    private final Function<Path, GateRequest> request;
    private int parallelism = 1;
    private int buckets = JobSettings.BUCKETS;
    private int slabRows = JobSettings.SLAB_ROWS;
    private Duration checkpointInterval = Duration.ofSeconds(10);
    private Optional<SessionLimits> limits = Optional.empty();
    private SinkEncoding encoding = SinkEncoding.COMPACT;
    private GenerateJob.Watcher watcher = new ReferenceRun.Quiet();
    private Consumer<Configuration> flink = settings -> {};
    private Fault fault = Fault.NONE;
    private OptionalInt metricsPort = OptionalInt.empty();
    private StartPoint start = StartPoint.NEWEST;
    private UnaryOperator<GenerateSinks> ends = UnaryOperator.identity();
    private IntConsumer begun = attempt -> {};

    private Variation(Function<Path, GateRequest> request) {
        this.request = request;
    }

    static Variation of(SmallWorld world) {
        return new Variation(runs -> ReferenceRun.request(world, runs));
    }

    /** @param request what the gate is asked, by folder of runs */
    static Variation of(Function<Path, GateRequest> request) {
        return new Variation(request);
    }

    Variation parallelism(int tasks) {
        parallelism = tasks;
        return this;
    }

    Variation buckets(int count) {
        buckets = count;
        return this;
    }

    Variation slabRows(int rows) {
        slabRows = rows;
        return this;
    }

    Variation limits(SessionLimits other) {
        limits = Optional.of(other);
        return this;
    }

    Variation checkpointsEvery(Duration interval) {
        checkpointInterval = interval;
        return this;
    }

    Variation metricsPort(int port) {
        metricsPort = OptionalInt.of(port);
        return this;
    }

    Variation encoding(SinkEncoding other) {
        encoding = other;
        return this;
    }

    Variation watchedBy(GenerateJob.Watcher other) {
        watcher = other;
        return this;
    }

    Variation flink(Consumer<Configuration> change) {
        flink = change;
        return this;
    }

    Variation startingAt(StartPoint other) {
        start = other;
        return this;
    }

    /** @param change of the ends of the job, in place of a {@link Fault} */
    Variation ending(UnaryOperator<GenerateSinks> change) {
        ends = change;
        return this;
    }

    /** @param heard the number of an attempt that is claimed; nothing was set aside yet */
    Variation onceBegun(IntConsumer heard) {
        begun = heard;
        return this;
    }

    Variation broken(Fault kind) {
        fault = kind;
        if (kind.isPaced()) {
            // So many rows a second, however many wait for one another.
            slabRows = 1;
        }
        return this;
    }

    GenerateJob.Outcome run(Path runs) throws Exception {
        return new GenerateJob(request.apply(runs), settings(), encoding, watcher, start, submission())
                .run()
                .orElseThrow();
    }

    private JobSettings settings() {
        JobSettings settings = new JobSettings(parallelism, buckets, slabRows, checkpointInterval);
        return new JobSettings(
                parallelism,
                buckets,
                slabRows,
                checkpointInterval,
                limits.orElse(settings.limits()),
                settings.live(),
                metricsPort);
    }

    /** Runs it and reads what it has published. */
    String manifest(Path runs) throws Exception {
        GenerateJob.Outcome outcome = run(runs);
        return ReferenceRun.manifest(outcome.runRoot(), outcome.identity());
    }

    private GenerateJob.Submission submission() {
        return new GenerateJob.Submission() {
            @Override
            public Configuration flink(Configuration settings) {
                settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
                if (fault != Fault.NONE) {
                    // Small buffers let a paced task slow the source down, so that the stream outlasts the checkpoints.
                    settings.set(
                            TaskManagerOptions.MEMORY_SEGMENT_SIZE,
                            MemorySize.ofMebiBytes(1).divide(256));
                }
                flink.accept(settings);
                return settings;
            }

            @Override
            public void begun(int attempt) {
                begun.accept(attempt);
            }

            @Override
            public GenerateSinks sinks(GenerateSinks files) {
                return fault == Fault.NONE ? ends.apply(files) : new FaultySinks(files, fault);
            }
        };
    }
}
