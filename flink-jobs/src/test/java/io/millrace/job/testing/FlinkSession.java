package io.millrace.job.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink session cluster in this JVM, with its web interface on a free port, and programs that run as {@code flink run}
 * would run them: their jobs go to the cluster over that interface.
 */
public final class FlinkSession implements AutoCloseable {
    private final MiniCluster cluster;
    private final String address;

    private FlinkSession(MiniCluster cluster, String address) {
        this.cluster = cluster;
        this.address = address;
    }

    /**
     * Two TaskManagers, each with {@code slots}; hardly any buffers, so that a slow task slows the sources
     * down and barriers find no queue.
     */
    public static FlinkSession of(int slots) throws Exception {
        Configuration flink = new Configuration();
        flink.set(RestOptions.BIND_PORT, "0");
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        flink.set(
                TaskManagerOptions.MEMORY_SEGMENT_SIZE,
                MemorySize.ofMebiBytes(1).divide(256));
        // Flink asks the cluster for it, not the job.
        flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 10);
        // Small ones from the start, and kept small.
        flink.set(TaskManagerOptions.BUFFER_DEBLOAT_ENABLED, true);
        flink.set(TaskManagerOptions.STARTING_MEMORY_SEGMENT_SIZE, new MemorySize(256));
        flink.set(TaskManagerOptions.BUFFER_DEBLOAT_TARGET, Duration.ofMillis(100));
        flink.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(2)
                .setNumSlotsPerTaskManager(slots)
                .build());
        cluster.start();
        return new FlinkSession(cluster, cluster.getRestAddress().get().toString());
    }

    /** Web address, such as {@code http://localhost:41234}. */
    public String address() {
        return address;
    }

    /** Runs a program in this thread, with jobs for this cluster. */
    public <T> T run(Callable<T> program) throws Exception {
        return run(Optional.empty(), program);
    }

    /** The same with {@code flink run -s savepoint}. */
    public <T> T runFrom(Path savepoint, Callable<T> program) throws Exception {
        return run(Optional.of(savepoint), program);
    }

    private <T> T run(Optional<Path> savepoint, Callable<T> program) throws Exception {
        Configuration client = new Configuration();
        client.set(DeploymentOptions.TARGET, "remote");
        client.set(DeploymentOptions.ATTACHED, true);
        client.set(RestOptions.ADDRESS, cluster.getRestAddress().get().getHost());
        client.set(RestOptions.PORT, cluster.getRestAddress().get().getPort());
        client.set(PipelineOptions.JARS, List.of());
        savepoint.ifPresent(path -> client.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toString()));
        Remote.begin(client);
        try {
            return program.call();
        } finally {
            Remote.end();
        }
    }

    /** What a program of {@code flink run} finds as its environment. */
    private static final class Remote extends StreamExecutionEnvironment {
        static void begin(Configuration client) {
            initializeContextEnvironment(settings -> {
                Configuration both = new Configuration(client);
                both.addAll(settings);
                return new StreamExecutionEnvironment(
                        new DefaultExecutorServiceLoader(), both, FlinkSession.class.getClassLoader());
            });
        }

        static void end() {
            resetContextEnvironment();
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
