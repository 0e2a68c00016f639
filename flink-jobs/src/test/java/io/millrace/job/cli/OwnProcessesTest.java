package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Path file;
    private Process child;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("cluster/pids.properties");
        child = new ProcessBuilder("sleep", "120").start();
    }

    @AfterEach
    void end() {
        child.destroyForcibly();
    }

    @Test
    void aProcessThatWasStartedIsFoundByALaterCommandAndStopped() throws Exception {
        OwnProcesses first = new OwnProcesses(file);
        first.set("port", "8081");
        first.add("taskmanager", child);

        OwnProcesses later = new OwnProcesses(file);
        assertThat(later.names()).containsExactly("taskmanager");
        assertThat(later.setting("port", "")).isEqualTo("8081");
        assertThat(later.living("taskmanager")).map(ProcessHandle::pid).contains(child.pid());
        assertThat(later.stop("taskmanager", PATIENCE)).isTrue();
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(later.living("taskmanager")).isEmpty();
        assertThat(later.stop("taskmanager", PATIENCE)).isFalse();
    }

    @Test
    void aStrangersProcessWithTheSameNumberIsLeftAlone() throws Exception {
        Instant start = child.info().startInstant().orElseThrow();
        OwnProcesses noted = new OwnProcesses(file);
        for (Instant forged : new Instant[] {start.minusSeconds(60), start.plusSeconds(60), Instant.EPOCH}) {
            noted.set("jobmanager", child.pid() + " " + forged);
            assertThat(noted.living("jobmanager")).isEmpty();
            assertThat(noted.stop("jobmanager", PATIENCE)).isFalse();
        }
        assertThat(new LocalCluster(file.getParent()).isRunning()).isFalse();
        assertThat(new LocalCluster(file.getParent()).stop()).isFalse();
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void aBrokersNumberIsAskedForItsBeginningToo() throws Exception {
        Path note = Files.createDirectories(folder.resolve("kafka")).resolve("process.properties");
        LocalBroker broker = new LocalBroker(note.getParent(), folder);
        new OwnProcesses(note).set(LocalBroker.ROLE, child.pid() + " " + Instant.EPOCH);
        assertThat(broker.isRunning()).isFalse();
        assertThat(broker.stop()).isFalse();
        assertThat(child.isAlive()).isTrue();

        new OwnProcesses(note).add(LocalBroker.ROLE, child);
        assertThat(broker.isRunning()).isTrue();
        assertThat(broker.stop()).isTrue();
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aBrokerWithoutItsJarsTellsHowTheyAreBrought() throws Exception {
        for (Path libraries : List.of(folder.resolve("none"), Files.createDirectories(folder.resolve("lib")))) {
            assertThatThrownBy(() -> new LocalBroker(folder.resolve("kafka"), libraries).start(9092))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining(libraries + ": must hold Kafka's jars, was ")
                    .hasMessageContaining("let the launcher bring them: ./millrace kafka start");
        }
    }

    @Test
    void aNumberWithoutABeginningIsNobodys() throws Exception {
        OwnProcesses noted = new OwnProcesses(file);
        noted.set("jobmanager", Long.toString(child.pid()));
        assertThat(noted.names()).isEmpty();
        assertThat(noted.stop("jobmanager", PATIENCE)).isFalse();
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void whatIsForgottenIsNeitherNamedNorStopped() throws Exception {
        OwnProcesses noted = new OwnProcesses(file);
        noted.add("taskmanager-2", child);
        noted.forget("taskmanager-2");
        assertThat(noted.names()).isEmpty();
        assertThat(noted.stop("taskmanager-2", PATIENCE)).isFalse();
        noted.clear();
        assertThat(file).doesNotExist();
        assertThat(child.isAlive()).isTrue();
    }
}
