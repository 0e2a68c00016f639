package io.millrace.job.cli;

import io.millrace.job.topology.JobSettings;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Size and ports of a session cluster on this machine.
 *
 * @param taskManagers processes with tasks, from 1
 * @param slots of each of them
 * @param port of the web page
 * @param rpcPort where the TaskManagers find the JobManager
 * @param jobManagerHeapMib heap of the JobManager, MiB
 * @param taskManagerHeapMib heap of each TaskManager, MiB
 * @param networkMib buffers of each TaskManager, MiB
 * @param more settings of Flink besides, by their keys
 */
record ClusterShape(
        int taskManagers,
        int slots,
        int port,
        int rpcPort,
        int jobManagerHeapMib,
        int taskManagerHeapMib,
        int networkMib,
        SortedMap<String, String> more) {
    /** The first free one of them is that of a process. */
    static final String METRICS_PORTS = "9249-9260";

    /** Where TaskManagers find the JobManager, when nobody else listens there. */
    static final int RPC_PORT = 6123;

    /** Buffers of a partition that is written before it is read, as much as Flink's own 512 of 32 KiB. */
    private static final long BATCH_SHUFFLE_BYTES = 16 << 20;

    private static final int FRAMEWORK_HEAP_MIB = 128;
    private static final int OFF_HEAP_MIB = 128;

    ClusterShape {
        if (taskManagers < 1 || slots < 1 || taskManagerHeapMib <= FRAMEWORK_HEAP_MIB) {
            throw new IllegalArgumentException("at least one TaskManager, one slot and a heap above "
                    + FRAMEWORK_HEAP_MIB + " MiB, was " + taskManagers + ", " + slots + ", " + taskManagerHeapMib);
        }
        more = new TreeMap<>(more);
    }

    /** One JobManager with 1 GiB of heap, TaskManagers with up to 4 GiB each, metrics for Prometheus. */
    static ClusterShape ofUser(int taskManagers, int slots, int port, int rpcPort) {
        TreeMap<String, String> more = new TreeMap<>();
        // Progress counters travel with heartbeats, and two that fail in a row tell that a TaskManager is gone.
        more.put("heartbeat.interval", "1s");
        more.put("metrics.reporters", "prom");
        more.put(
                "metrics.reporter.prom.factory.class", "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
        more.put("metrics.reporter.prom.port", METRICS_PORTS);
        more.put("metrics.reporter.prom.scope.variables.excludes", "task_name");
        return new ClusterShape(taskManagers, slots, port, rpcPort, 1024, 4096, 256, more);
    }

    /** All slots of the cluster. */
    int allSlots() {
        return taskManagers * slots;
    }

    /** Block style on purpose: Flink's parser of the memory settings has been seen to drop inline maps. */
    String configuration() {
        String settings = String.format(
                Locale.ROOT,
                """
                # Written by millrace for a cluster of its own; change docs/running.md's options, not this file.
                jobmanager.rpc.address: localhost
                jobmanager.rpc.port: %d
                jobmanager.bind-host: localhost
                jobmanager.memory.process.size: %dm
                taskmanager.host: localhost
                taskmanager.bind-host: localhost
                taskmanager.numberOfTaskSlots: %d
                taskmanager.cpu.cores: %d
                taskmanager.memory.framework.heap.size: %dm
                taskmanager.memory.framework.off-heap.size: %dm
                taskmanager.memory.task.heap.size: %dm
                taskmanager.memory.task.off-heap.size: 256m
                taskmanager.memory.managed.size: 0m
                taskmanager.memory.segment-size: %d
                taskmanager.network.sort-shuffle.min-buffers: %d
                taskmanager.memory.network.min: %dm
                taskmanager.memory.network.max: %dm
                taskmanager.memory.jvm-metaspace.size: 512m
                taskmanager.memory.jvm-overhead.min: 256m
                taskmanager.memory.jvm-overhead.max: 256m
                rest.address: localhost
                rest.bind-address: localhost
                rest.port: %d
                execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION
                execution.checkpointing.num-retained: 3
                source.reader.close.timeout: %d
                classloader.resolve-order: parent-first
                """,
                rpcPort,
                jobManagerHeapMib + 576,
                slots,
                slots,
                FRAMEWORK_HEAP_MIB,
                OFF_HEAP_MIB,
                taskManagerHeapMib - FRAMEWORK_HEAP_MIB,
                JobSettings.bufferSize(allSlots()).getBytes(),
                BATCH_SHUFFLE_BYTES / JobSettings.bufferSize(allSlots()).getBytes(),
                networkMib,
                networkMib,
                port,
                JobSettings.READER_CLOSE_MILLIS);
        return settings
                + more.entrySet().stream()
                        .map(setting -> setting.getKey() + ": " + setting.getValue() + "\n")
                        .collect(Collectors.joining());
    }
}
