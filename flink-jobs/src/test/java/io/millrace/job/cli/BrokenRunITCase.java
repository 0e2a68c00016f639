package io.millrace.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Simulation;
import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.job.sinks.parquet.ParquetFooters;
import io.millrace.job.sinks.publish.CommittedFiles;
import io.millrace.job.sinks.publish.Publisher;
import io.millrace.job.sinks.publish.RunFacts;
import io.millrace.job.topology.RunFooter;
import io.millrace.job.topology.RunSimulation;
import io.millrace.run.RunFolder;
import io.millrace.run.SealedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose files do not add up: published is what holds, the rest is evidence in reports. */
class BrokenRunITCase {
    @TempDir
    static Path shared;

    private static SmallWorld world;
    private static RunSimulation simulation;

    @TempDir
    Path folder;

    @BeforeAll
    static void generate() {
        world = SmallWorld.preparedIn(shared);
        Said said = world.generate();
        assertThat(said.exit()).as(said.err()).isZero();
        simulation = new RunSimulation(world.run().toString(), world.world().toString());
    }

    @AfterAll
    static void forget() {
        simulation.forget();
    }

    @Test
    void lostArrivalRowsAreNotPublished() throws IOException {
        assertThat(problems(without("s1_arrival_entities_6B"), ""))
                .extracting(Problem::code)
                .contains(ErrorCode.S1_ARRIVAL_COVERAGE_MISMATCH)
                .containsOnly(
                        ErrorCode.S1_ARRIVAL_COVERAGE_MISMATCH,
                        ErrorCode.S1_SESSION_AGGREGATE_MISMATCH,
                        ErrorCode.RNG_EVENT_COUNT_MISMATCH);
    }

    @Test
    void aLostSessionIndexIsNotPublished() throws IOException {
        assertThat(problems(without("s1_session_index_6B"), ""))
                .isNotEmpty()
                .extracting(Problem::code)
                .containsOnly(ErrorCode.S1_SESSION_AGGREGATE_MISMATCH);
    }

    @Test
    void lostEventsAreNotPublished() throws IOException {
        assertThat(problems(without("s2_event_stream_baseline_6B"), ""))
                .isNotEmpty()
                .extracting(Problem::code)
                .containsOnly(ErrorCode.S2_PARITY);
    }

    @Test
    void lostDrawCountsAreNotPublished() throws IOException {
        assertThat(problems(without("stage_accounting_6B"), ""))
                .extracting(Problem::code)
                .contains(ErrorCode.RNG_EVENT_COUNT_MISMATCH);
    }

    @Test
    void filesOfAnotherRunAreNotPublished() throws IOException {
        assertThat(problems(without("nothing"), FooterKeys.RUN_ID))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ErrorCode.AXES_MISMATCH);
                    assertThat(problem.text()).contains("P8 millrace.run_id in every footer", "of another run");
                });
    }

    /** A run whose process ended before the flag, and of which somebody has lost files: made again when asked to. */
    @Test
    void aRunWithoutFlagAndWithLostFilesIsMadeAgainOnRequest() throws IOException {
        Path run = without("s1_session_index_6B");
        List<String> before = SmallWorld.below(run);

        Said refused = world.generate("--runs", folder.toString());
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.err())
                .contains("RESTORE_POINT_MISSING: " + run.resolve("checkpoints/attempt-0001"))
                .contains("of attempt 1, up to which files are committed")
                .contains("--start-over");
        assertThat(SmallWorld.below(run)).isEqualTo(before);
        assertThat(Said.millrace("runs", "--runs", folder.toString()).out())
                .contains("UNFINISHED")
                .contains("is missing, up to which files are committed");

        Said said = world.generate("--runs", folder.toString(), "--start-over");
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.err())
                .containsPattern("starting over as attempt 2, [0-9]+ files .* moved to _quarantine/start-2");
        assertThat(SmallWorld.below(run))
                .anyMatch(file -> file.endsWith("_passed.flag"))
                .anyMatch(file -> file.startsWith("_quarantine/start-2/data/layer3/6B/s2_event_stream_baseline_6B/"));
    }

    /** A copy of the run without its flag, and without the files and ledger lines of one dataset. */
    private Path without(String dataset) throws IOException {
        Path run = folder.resolve(world.run().getFileName());
        SmallWorld.copy(world.run(), run);
        for (String file : SmallWorld.below(run)) {
            if (file.endsWith("_passed.flag")
                    || file.startsWith("data/layer3/6B/" + dataset + "/")
                    || file.startsWith("_ledger/" + dataset + "/")) {
                Files.delete(run.resolve(file));
            }
        }
        return run;
    }

    /**
     * What publishing says.
     *
     * @param foreignKey footer key that the run expects to be another; empty for none
     */
    private static List<Problem> problems(Path run, String foreignKey) {
        Simulation opened = simulation.open();
        RunFacts facts = RunFacts.of(
                SealedRun.open(RunFolder.at(run)),
                opened,
                world.world(),
                RunFolder.at(run),
                new ParquetFooters(),
                Optional.empty());
        TreeMap<String, String> footer = new TreeMap<>(RunFooter.of(facts));
        footer.computeIfPresent(foreignKey, (key, value) -> "of another run");
        CommittedFiles files = CommittedFiles.read(run, 1, new ParquetFooters(), footer);
        Publisher publisher = new Publisher(run, facts);
        assertThat(publisher.isComplete(files)).isFalse();
        RunException[] failure = new RunException[1];
        assertThatThrownBy(() -> publisher.publish(files)).isInstanceOfSatisfying(RunException.class, thrown -> {
            assertThat(thrown.exit()).isEqualTo(6);
            failure[0] = thrown;
        });
        assertThat(SmallWorld.below(run))
                .contains("reports/failed-1/s5_validation_report_6B.json")
                .noneMatch(file -> file.endsWith("_passed.flag"));
        return failure[0].problems();
    }
}
