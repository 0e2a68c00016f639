package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.ValidationBundle;
import io.millrace.job.testing.FaultRows;
import io.millrace.job.testing.FaultyDisk;
import io.millrace.job.testing.FaultyDisk.Step;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SmallWorld;
import io.millrace.random.Mix64;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.base.source.reader.SourceReaderOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Failures behind the last row: between the end of the input and the final checkpoint, while its files are committed, and
 * between there and the flag. Runs of a tenth of the small world, one after the other in one cluster.
 */
class EndOfRunITCase {
    /** System property with the rounds of the loop. */
    private static final String LOOPS = "millrace.fault.loops";

    private static final int TASKS = 2;

    /** Files of the last checkpoint are more than these, so that each count is reached. */
    private static final int FILES = 4;

    private static final Duration INTERVAL = Duration.ofMillis(100);

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(memory())
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(TASKS)
            .build());

    private static SmallWorld world;
    private static String manifest;
    private static List<String> published;

    @TempDir
    Path folder;

    private static Configuration memory() {
        Configuration settings = new Configuration();
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        // A task that is started again waits for readers that have nothing to do; the cluster says how long, not the
        // job.
        settings.set(SourceReaderOptions.SOURCE_READER_CLOSE_TIMEOUT, 200L);
        settings.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
        return settings;
    }

    @BeforeAll
    static void undisturbed(@TempDir Path made) throws Exception {
        world = SmallWorld.few(made);
        GenerateJob.Outcome outcome = Variation.of(world).run(made.resolve("runs"));
        manifest = ReferenceRun.manifest(outcome.runRoot(), outcome.identity());
        published = RunFiles.named(outcome.runRoot(), ".*").stream()
                .map(file -> outcome.runRoot().relativize(file).toString())
                .filter(file -> file.startsWith("reports/")
                        || file.startsWith("logs/")
                        || file.startsWith(ValidationBundle.folder(outcome.identity())))
                .toList();
        assertThat(published).hasSizeGreaterThan(8).anyMatch(file -> file.endsWith(ValidationBundle.FLAG));
    }

    @AfterEach
    void free() {
        FaultyDisk.free();
    }

    /** Where a run fails. */
    enum Moment {
        END_OF_INPUT,
        LAST_SNAPSHOT,
        LAST_NOTICE,
        STAGING_OF_LAST_FILES,
        RENAMING_OF_LAST_FILES,
        LISTING_OF_LAST_FILES,
        PUBLISHING
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F10")
    void aRunThatFailsBehindItsLastRowIsTheUndisturbedOne(Moment moment) throws Exception {
        fail(moment, 1, folder);
    }

    @Test
    @Tag("F10")
    @Tag("faults")
    void manyRunsThatFailBehindTheirLastRowAreTheUndisturbedOne(TestReporter reporter) throws Exception {
        int loops = Integer.getInteger(LOOPS, 100);
        Map<Moment, Integer> met = new EnumMap<>(Moment.class);
        for (int seed = 0; seed < loops; seed++) {
            Moment moment = Moment.values()[seed % Moment.values().length];
            Path runs = folder.resolve(Integer.toString(seed));
            try {
                fail(moment, seed, runs);
            } catch (Exception | AssertionError broken) {
                throw new AssertionError("seed " + seed + ", " + moment, broken);
            }
            met.merge(moment, 1, Integer::sum);
            RunFiles.remove(runs);
        }
        assertThat(met.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(loops);
        reporter.publishEntry(FaultRows.WHAT, loops + " rounds " + met);
    }

    private static void fail(Moment moment, int seed, Path runs) throws Exception {
        BreakAtEnd.reset();
        int lane = (int) Long.remainderUnsigned(Mix64.mix(seed), 1 << 20);
        switch (moment) {
            case END_OF_INPUT -> broken(BreakAtEnd.Place.END_OF_INPUT, lane % TASKS, runs);
            case LAST_SNAPSHOT -> broken(BreakAtEnd.Place.LAST_SNAPSHOT, lane % TASKS, runs);
            case LAST_NOTICE -> broken(BreakAtEnd.Place.LAST_NOTICE, lane % TASKS, runs);
            case STAGING_OF_LAST_FILES -> refused(Step.STAGE, "/data/layer3/6B/", lane % FILES, runs);
            case RENAMING_OF_LAST_FILES -> refused(Step.RENAME, "/data/layer3/6B/", lane % FILES, runs);
            case LISTING_OF_LAST_FILES -> refused(Step.CREATE, "/_ledger/s", lane % FILES, runs);
            case PUBLISHING -> unpublished(published.get(lane % published.size()), runs);
        }
    }

    /** A task breaks; Flink starts it again. */
    private static void broken(BreakAtEnd.Place place, int subtask, Path runs) throws Exception {
        GenerateJob.Outcome outcome = run(place, subtask, new ReferenceRun.Quiet(), runs);

        assertThat(BreakAtEnd.BROKEN).as("the fault landed").hasValue(1);
        isUndisturbed(outcome);
    }

    /** The storage refuses one step of a commit behind the end of the input; Flink starts the task again. */
    private static void refused(Step wanted, String where, int count, Path runs) throws Exception {
        AtomicInteger left = new AtomicInteger(count);
        FaultyDisk.trouble((step, path, bytes) -> {
            boolean isMeant = step == wanted && path.getPath().contains(where);
            if (isMeant && BreakAtEnd.ENDED.get() && left.getAndDecrement() == 0) {
                throw new IOException("injected: " + step);
            }
        });

        GenerateJob.Outcome outcome = run(BreakAtEnd.Place.NOWHERE, 0, new ReferenceRun.Quiet(), runs);

        assertThat(left).as("the fault landed").hasNegativeValue();
        isUndisturbed(outcome);
    }

    /** Something lies where a file of the bundle or a report should go; the next start publishes from the ledger. */
    private static void unpublished(String file, Path runs) throws Exception {
        GenerateJob.Watcher obstructing = new ReferenceRun.Quiet() {
            private Path root;

            @Override
            public void opened(Path runRoot) {
                root = runRoot;
            }

            @Override
            public void publishing() {
                RunFiles.write(root.resolve(file).resolve("in the way"), "");
            }
        };
        RunException refused =
                catchThrowableOfType(RunException.class, () -> run(BreakAtEnd.Place.NOWHERE, 0, obstructing, runs));
        assertThat(refused.problems()).extracting(Problem::code).containsExactly(ErrorCode.IO_WRITE_FAILED);
        RunFiles.remove(RunFiles.named(runs, "in the way").get(0).getParent());

        isUndisturbed(run(BreakAtEnd.Place.NOWHERE, 0, new ReferenceRun.Quiet(), runs));
    }

    private static GenerateJob.Outcome run(BreakAtEnd.Place place, int subtask, GenerateJob.Watcher watcher, Path runs)
            throws Exception {
        return Variation.of(world)
                .parallelism(TASKS)
                .checkpointsEvery(INTERVAL)
                .watchedBy(watcher)
                .ending(files -> FaultySinks.atEnd(files, new BreakAtEnd(place, subtask)))
                .run(runs);
    }

    private static void isUndisturbed(GenerateJob.Outcome outcome) throws Exception {
        assertThat(outcome.published()).isPresent();
        assertThat(ReferenceRun.manifest(outcome.runRoot(), outcome.identity())).isEqualTo(manifest);
        assertThat(RunFiles.ofDatasets(outcome.runRoot())).isEqualTo(RunFiles.ofLedger(outcome.runRoot()));
        assertThat(new Ledger(outcome.runRoot()).attempts()).isEqualTo(1);
    }
}
