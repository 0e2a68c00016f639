package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.cli.Said;
import io.millrace.job.sinks.publish.DayFlag;
import io.millrace.job.testing.FlinkSession;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.SealedRun;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Worlds that are made on the fly, by commands against a session cluster: rows and days are those of embedded runs. */
class MadeWorldOverRestITCase {
    private static final String END = "2026-01-06";
    private static final long PATIENCE_SECONDS = 120;
    private static final long LOOK_EVERY_NANOS = 100_000_000;

    private static FlinkSession session;

    @TempDir
    Path folder;

    @BeforeAll
    static void startCluster() throws Exception {
        session = FlinkSession.of(2);
    }

    @AfterAll
    static void endCluster() throws Exception {
        session.close();
    }

    @Test
    void aRunWithoutEndIsStoppedAndResumedAtOtherParallelismAndItsDaysAreThoseOfAnUndisturbedOne() throws Exception {
        Path runs = folder.resolve("cluster");
        // A day in a second: it is midway when its first day is finished.
        CompletableFuture<Said> client = CompletableFuture.supplyAsync(
                () -> inCluster("generate", options(runs, "--live", "--speedup", "86400", "--parallelism", "2")));
        Path root = awaitFinishedDay(client, runs);

        Said stopped = Said.millrace("stop", root.toString(), "--rest", session.address());
        assertThat(stopped.exit()).as(stopped.err()).isZero();
        assertThat(client.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).returns(143, Said::exit);
        assertThat(Said.millrace("runs", "--runs", runs.toString()).out())
                .contains("STOPPED")
                .contains("finished, the last 2026-01-0");

        Said resumed = inCluster(
                "resume", List.of(root.toString(), "--parallelism", "3", "--speedup", "1000000", "--until", END));
        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("of attempt 1, as attempt 2");
        Said verified = Said.millrace("verify", root.toString());
        assertThat(verified.exit()).as(verified.out()).isZero();

        Path undisturbed = folder.resolve("embedded");
        Said once = Said.millrace(command("generate", options(undisturbed, "--live", "--until", END)));
        assertThat(once.exit()).as(once.err()).isZero();
        assertThat(days(root)).isEqualTo(days(only(undisturbed))).hasSize(4 * 5 + 4);
    }

    @Test
    void aRunOfAWorldWithoutFilesHasTheManifestOfAnEmbeddedOne() throws Exception {
        List<String> window = List.of("--procedural", "--scenario", "baseline_20260101_3d", "--parallelism", "2");
        Said cluster = inCluster("generate", options(folder.resolve("cluster"), window.toArray(String[]::new)));
        assertThat(cluster.exit()).as(cluster.err()).isZero();
        Said embedded =
                Said.millrace(command("generate", options(folder.resolve("embedded"), window.toArray(String[]::new))));
        assertThat(embedded.exit()).as(embedded.err()).isZero();

        assertThat(manifest(only(folder.resolve("cluster"))))
                .isEqualTo(manifest(only(folder.resolve("embedded"))))
                .contains("\"rows\"");
    }

    private static Said inCluster(String name, List<String> arguments) {
        try {
            return session.run(() -> Said.millrace(command(name, arguments)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> options(Path runs, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--config",
                PolicyFiles.root().resolve("config").toString(),
                "--world-spec",
                "tiny",
                "--runs",
                runs.toString(),
                "--checkpoint-seconds",
                "0.3"));
        options.addAll(List.of(more));
        return options;
    }

    private static String[] command(String name, List<String> arguments) {
        return Stream.concat(Stream.of(name), arguments.stream()).toArray(String[]::new);
    }

    private static Path awaitFinishedDay(CompletableFuture<Said> client, Path runs) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Said.millrace("runs", "--runs", runs.toString()).out().contains("finished, the last")) {
            assertThat(client).as("the job still runs").isNotDone();
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        return only(runs);
    }

    private static Path only(Path runs) throws IOException {
        try (Stream<Path> children = Files.list(runs)) {
            return children.filter(child -> Files.exists(child.resolve("run_receipt.json")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Data set and day to rows and digest, as flags tell. */
    private static Map<String, String> days(Path root) {
        TreeMap<String, String> days = new TreeMap<>();
        for (Path file : RunFiles.named(root.resolve("data"), DayFlag.FILE)) {
            DayFlag flag = DayFlag.read(file).orElseThrow();
            days.put(flag.datasetId() + " " + flag.utcDate(), flag.rows() + " rows with digest " + flag.rowDigest());
        }
        return days;
    }

    private static String manifest(Path root) throws IOException {
        RunIdentity identity = SealedRun.open(RunFolder.at(root)).identity();
        return ReferenceRun.manifest(root, identity);
    }
}
