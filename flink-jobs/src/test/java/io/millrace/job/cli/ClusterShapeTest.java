package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClusterShapeTest {
    @Test
    void theUsersClusterHasFourGibibytesOfHeapForTasksAndFramework() {
        Map<String, String> settings = settings(ClusterShape.ofUser(1, 2, 18_081, 6_123));

        assertThat(settings)
                .containsEntry("rest.port", "18081")
                .containsEntry("jobmanager.rpc.port", "6123")
                .containsEntry("jobmanager.memory.process.size", "1600m")
                .containsEntry("taskmanager.numberOfTaskSlots", "2")
                .containsEntry("taskmanager.memory.framework.heap.size", "128m")
                .containsEntry("taskmanager.memory.task.heap.size", "3968m")
                .containsEntry("source.reader.close.timeout", "2000")
                .containsEntry("taskmanager.memory.segment-size", "262144")
                .containsEntry("taskmanager.network.sort-shuffle.min-buffers", "64")
                .containsEntry("metrics.reporter.prom.port", "9249-9260");
    }

    @Test
    void aSmallClusterBesideItSharesNoPortAndSaysItsOwnSettings() {
        TreeMap<String, String> more = new TreeMap<>(Map.of("heartbeat.timeout", "5s"));
        ClusterShape small = new ClusterShape(2, 3, 18_082, 18_083, 512, 1_024, 96, more);

        assertThat(small.allSlots()).isEqualTo(6);
        assertThat(settings(small))
                .containsEntry("rest.port", "18082")
                .containsEntry("jobmanager.rpc.port", "18083")
                .containsEntry("taskmanager.memory.task.heap.size", "896m")
                .containsEntry("heartbeat.timeout", "5s")
                .containsEntry("taskmanager.memory.segment-size", "131072")
                .containsEntry("taskmanager.network.sort-shuffle.min-buffers", "128")
                .doesNotContainKey("metrics.reporters");
    }

    @Test
    void aHeapThatLeavesTasksNothingIsRefused() {
        assertThatThrownBy(() -> new ClusterShape(1, 1, 1, 2, 512, 128, 96, new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a heap above 128 MiB, was 1, 1, 128");
    }

    private static Map<String, String> settings(ClusterShape shape) {
        return shape.configuration()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
}
