package io.millrace.job.sinks.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints go when a run is published, and Flink takes some of them away in the same moment. */
class RetainedCheckpointsTest {
    private static final int ROUNDS = 10;
    private static final int CHECKPOINTS = 20;
    private static final int FILES = 20;

    @TempDir
    Path runRoot;

    @Test
    void filesThatFlinkTakesAwayMeanwhileAreNoFailure() throws Exception {
        ExecutorService flink = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<Path> files = checkpoints();
                CountDownLatch begun = new CountDownLatch(1);
                Future<?> taking = flink.submit(() -> {
                    begun.countDown();
                    for (Path file : files) {
                        Files.deleteIfExists(file);
                    }
                    return null;
                });
                begun.await();

                RetainedCheckpoints.discard(runRoot);

                taking.get(10, TimeUnit.SECONDS);
                assertThat(runRoot.resolve("checkpoints")).doesNotExist();
            }
        } finally {
            flink.shutdownNow();
        }
    }

    /** Makes some; what comes back is in the order in which a folder is emptied. */
    private List<Path> checkpoints() throws IOException {
        Path attempt = RetainedCheckpoints.folder(runRoot, 1);
        for (int number = 0; number < CHECKPOINTS; number++) {
            Path folder = Files.createDirectories(attempt.resolve("job/chk-" + number));
            for (int file = 0; file < FILES; file++) {
                Files.createFile(folder.resolve(Integer.toString(file)));
            }
        }
        try (Stream<Path> walk = Files.walk(attempt)) {
            return walk.filter(Files::isRegularFile)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
