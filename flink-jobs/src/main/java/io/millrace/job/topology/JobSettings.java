package io.millrace.job.topology;

import io.millrace.sessionise.SessionLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.base.source.reader.SourceReaderOptions;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;

/**
 * How a job runs. Nothing here changes a row of any output.
 *
 * @param parallelism slots of every stage
 * @param buckets max parallelism; fixed for the life of a run, since state is cut along it
 * @param slabRows rows of a slab at most
 * @param checkpointInterval time between two checkpoints; files become visible with them
 * @param limits what one key bucket may hold
 * @param live how fast a run without end goes and where it pauses
 * @param metricsPort where an embedded cluster shows its metrics to Prometheus; empty for not at all
 */
public record JobSettings(
        int parallelism,
        int buckets,
        int slabRows,
        Duration checkpointInterval,
        SessionLimits limits,
        LiveSettings live,
        OptionalInt metricsPort) {
    /** Parties hash into so many buckets unless a run profile says otherwise. */
    public static final int BUCKETS = 128;

    public static final int SLAB_ROWS = 256;

    /** A cancelled reader now and then waits for fetchers that have nothing to do, by default for half a minute. */
    public static final long READER_CLOSE_MILLIS = 2_000;

    private static final int CHECKPOINTS_KEPT = 3;
    private static final int RESTARTS_MAX = 3;
    /** About 40,000 arrivals with their entities. */
    private static final long BUFFERED_BYTES = 3 << 20;

    private static final long BUFFER_BYTES_MIN = 32 << 10;
    private static final long BUFFER_BYTES_MAX = 256 << 10;
    /** Flink's own option of that name stays hidden inside its reporter. */
    private static final ConfigOption<String> PORT_OF_REPORTER =
            ConfigOptions.key("port").stringType().noDefaultValue();

    public JobSettings {
        if (parallelism < 1 || parallelism > buckets) {
            throw new IllegalArgumentException("parallelism is 1.." + buckets + ", was " + parallelism);
        }
        if (slabRows < 1 || checkpointInterval.toMillis() < 10) {
            throw new IllegalArgumentException("slab rows at least 1 and an interval of at least 10 ms, was " + slabRows
                    + ", " + checkpointInterval);
        }
    }

    /** With the limits that no sane run reaches, and no metrics to see. */
    public JobSettings(int parallelism, int buckets, int slabRows, Duration checkpointInterval) {
        this(
                parallelism,
                buckets,
                slabRows,
                checkpointInterval,
                SessionLimits.ofSlabRows(Math.max(1, slabRows)),
                LiveSettings.FLAT_OUT,
                OptionalInt.empty());
    }

    /** With no metrics to see. */
    public JobSettings(
            int parallelism,
            int buckets,
            int slabRows,
            Duration checkpointInterval,
            SessionLimits limits,
            LiveSettings live) {
        this(parallelism, buckets, slabRows, checkpointInterval, limits, live, OptionalInt.empty());
    }

    /**
     * Flink's settings of one start of the job.
     *
     * @param checkpoints URI of the folder for checkpoints of this attempt
     * @param restoreFrom URI of a checkpoint or savepoint
     */
    public Configuration configuration(String checkpoints, Optional<String> restoreFrom) {
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        flink.set(PipelineOptions.MAX_PARALLELISM, buckets);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        // Hadoop asks who the user is in a way that Java 24 and later refuse; an embedded cluster needs no tokens.
        flink.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints);
        flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, CHECKPOINTS_KEPT);
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // A passing storage hiccup is retried; a broken law ends the job at once (BrokenLaw).
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS_MAX);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
        restoreFrom.ifPresent(path -> flink.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
        metricsPort.ifPresent(port -> showMetrics(flink, port));
        // The next six are asked of the cluster, so they matter to the embedded one only; a session cluster has its
        // own.
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        flink.set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, bufferSize(parallelism));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, networkMemory());
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, networkMemory());
        flink.set(SourceReaderOptions.SOURCE_READER_CLOSE_TIMEOUT, READER_CLOSE_MILLIS);
        // Progress counters travel with heartbeats.
        flink.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
        return flink;
    }

    private static void showMetrics(Configuration flink, int port) {
        flink.set(MetricOptions.REPORTERS_LIST, "prom");
        Configuration reporter = MetricOptions.forReporter(flink, "prom");
        reporter.set(MetricOptions.REPORTER_FACTORY_CLASS, PrometheusReporterFactory.class.getName());
        reporter.set(PORT_OF_REPORTER, Integer.toString(port));
        // A task is named after all its operators, a kilobyte on each of a few thousand lines.
        reporter.set(MetricOptions.REPORTER_EXCLUDED_VARIABLES, "task_name");
    }

    /** Buffers for the one shuffle, which has parallelism squared channels of a few slabs each. */
    private MemorySize networkMemory() {
        return MemorySize.ofMebiBytes(32 + 16L * parallelism);
    }

    /**
     * Size of a network buffer. An attach task may have two of them a channel and eight more on the way, and that should
     * be about a watermark step of arrivals: while one session task walks what a watermark has released, its channel is
     * full, and with fewer buffers the attach tasks stop and the other session tasks starve.
     */
    public static MemorySize bufferSize(int parallelism) {
        long bytes = Long.highestOneBit(BUFFERED_BYTES / (2L * parallelism + 8));
        return new MemorySize(Math.min(BUFFER_BYTES_MAX, Math.max(BUFFER_BYTES_MIN, bytes)));
    }

    /** As Flink writes paths: its parser escapes what needs it, so an escaped URI would be escaped twice. */
    static String flinkPath(Path path) {
        return org.apache.flink.core.fs.Path.fromLocalFile(path.toFile()).toString();
    }
}
