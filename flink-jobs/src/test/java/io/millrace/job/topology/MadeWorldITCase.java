package io.millrace.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.job.arrivals.ArrivalWindow;
import io.millrace.job.arrivals.DimensionFiles;
import io.millrace.job.entities.EntityPlan;
import io.millrace.job.sinks.publish.Ledger;
import io.millrace.job.sinks.publish.RetainedCheckpoints;
import io.millrace.job.testing.MadeRun;
import io.millrace.job.testing.ReferenceRun;
import io.millrace.job.testing.RunFiles;
import io.millrace.job.testing.SharedMadeRun;
import io.millrace.job.testing.SmallWorld;
import io.millrace.job.testing.UniverseDigest;
import io.millrace.job.verify.CheckResult;
import io.millrace.job.verify.Verify;
import io.millrace.job.verify.VerifySettings;
import io.millrace.job.world.PieceJob;
import io.millrace.job.world.WorldFolder;
import io.millrace.job.world.WorldSource;
import io.millrace.run.GateRequest;
import io.millrace.run.GeneratedWorld;
import io.millrace.run.RunFolder;
import io.millrace.run.ScenarioId;
import io.millrace.run.SealedRun;
import io.millrace.run.SegmentGate;
import io.millrace.run.WorldReceipt;
import io.millrace.testing.PolicyFiles;
import io.millrace.world.EntityIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A world that is made on the fly is the world of the files: the same entities, the same arrivals, the same rows. */
@ExtendWith(SharedMadeRun.class)
class MadeWorldITCase {
    private static final Path CONFIG = PolicyFiles.root().resolve("config");
    /** All that rows, draws and amounts add up to; the seal names files or laws, so it and what holds it differ. */
    private static final List<String> SAME = List.of(
            "run_id",
            "manifest_fingerprint",
            "parameter_hash",
            "world_parameter_hash",
            "scenario_id",
            "seed",
            "datasets",
            "rng",
            "tables_digest",
            "laws",
            "horizon_end_us");

    @TempDir
    static Path folder;

    private static Path tiny;
    private static Path root;
    private static JsonNode ofFiles;
    private static String ofLaw;

    @TempDir
    Path runs;

    @BeforeAll
    static void bothCarriersOnce(MadeRun made) throws Exception {
        root = made.root();
        tiny = files("tiny", MadeRun.SCENARIO, folder.resolve("worlds"));
        ofFiles = json(Variation.of(at -> onDisk(tiny, at)).manifest(folder.resolve("of-files")));
        ofLaw = ReferenceRun.manifest(made.root(), made.identity());
    }

    @BeforeEach
    void reset() {
        BreakOnce.reset();
    }

    @Test
    void rowsDrawsAndSumsAreThoseOfTheFiles() {
        assertSame(json(ofLaw), ofFiles);
        assertThat(json(ofLaw).required("sealed_inputs_digest_6B"))
                .isNotEqualTo(ofFiles.required("sealed_inputs_digest_6B"));
    }

    @ParameterizedTest
    @CsvSource({"2, 128, 256", "4, 16, 1"})
    void parallelismShardsAndSlabsChangeNoByte(int tasks, int shards, int slabRows) throws Exception {
        assertThat(Variation.of(MadeWorldITCase::made)
                        .parallelism(tasks)
                        .buckets(shards)
                        .slabRows(slabRows)
                        .manifest(runs))
                .isEqualTo(ofLaw);
    }

    /** Four shards with some ten rows an hour, handed out one by one: checkpoints fall inside hours. */
    @Test
    void aBrokenTaskLeavesNoTrace() throws Exception {
        GenerateJob.Outcome outcome = Variation.of(MadeWorldITCase::made)
                .parallelism(2)
                .buckets(4)
                .slabRows(1)
                .checkpointsEvery(Duration.ofMillis(20))
                .broken(Fault.BETWEEN_CHECKPOINTS)
                .run(runs);

        assertThat(BreakOnce.BROKEN).hasPositiveValue();
        assertThat(ReferenceRun.manifest(outcome.runRoot(), outcome.identity())).isEqualTo(ofLaw);
    }

    @Test
    void aCancelledRunIsTakenUpAtItsLastCheckpointByMoreTasks() throws Exception {
        Ledger.Point point = cancelMidway();
        List<Optional<Ledger.Point>> resumed = new ArrayList<>();
        GenerateJob.Watcher started = new ReferenceRun.Quiet() {
            @Override
            public void started(int attempt, Optional<Ledger.Point> from, long arrivals) {
                resumed.add(from);
            }
        };

        GenerateJob.Outcome outcome = Variation.of(MadeWorldITCase::made)
                .parallelism(4)
                .buckets(4)
                .slabRows(1)
                .broken(Fault.NONE_BUT_IN_THE_GRAPH)
                .watchedBy(started)
                .run(runs);

        assertThat(resumed).containsExactly(Optional.of(point));
        assertThat(ReferenceRun.manifest(outcome.runRoot(), outcome.identity())).isEqualTo(ofLaw);
    }

    private Ledger.Point cancelMidway() {
        GenerateJob.Watcher impatient = new ReferenceRun.Quiet() {
            @Override
            public void progressed(long arrivals, long eventMicros) {
                if (BreakOnce.stuck.getCount() == 0) {
                    throw new Stopped();
                }
            }
        };
        Throwable end = catchThrowable(() -> Variation.of(MadeWorldITCase::made)
                .parallelism(2)
                .buckets(4)
                .slabRows(1)
                .checkpointsEvery(Duration.ofMillis(20))
                .broken(Fault.STUCK_AFTER_CHECKPOINTS)
                .watchedBy(impatient)
                .run(runs));
        assertThat(end).isInstanceOf(Stopped.class);
        return RetainedCheckpoints.newest(runs.resolve(runId())).orElseThrow().point();
    }

    /** What the watcher says when it has seen enough. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void theGateSealsLawsAndTheRunHoldsItsReceiptAndSpec() throws IOException {
        SealedRun sealed = SealedRun.open(RunFolder.at(root));
        assertThat(sealed.receipt().segments()).hasSize(2).allSatisfy(segment -> assertThat(segment.status())
                .isEqualTo(SegmentGate.Status.DERIVED));
        assertThat(sealed.receipt().totals().arrivalRows()).isEmpty();
        assertThat(sealed.receipt().totals().parties()).isEqualTo(2_000);
        assertThat(sealed.inputs().files()).isEmpty();
        Path gate = RunFolder.at(root).gate(sealed.identity());
        GeneratedWorld world = GeneratedWorld.of(CONFIG, "tiny", MadeRun.SEED);
        assertThat(WorldReceipt.read(gate)).isEqualTo(world.receipt(ScenarioId.of(MadeRun.SCENARIO)));
        assertThat(gate.resolve(GeneratedWorld.SPEC_COPY)).hasBinaryContent(world.specCopy());
    }

    @Test
    void verifyPassesAndSaysWhatItCouldNotLookAt() {
        List<CheckResult> results = Verify.run(VerifySettings.of(root));
        assertThat(results)
                .filteredOn(result -> result.status() != CheckResult.Status.PASS)
                .extracting(CheckResult::checkId, CheckResult::status)
                .containsExactly(
                        tuple("entities_exist", CheckResult.Status.NOT_CHECKED),
                        tuple("terminals_exist", CheckResult.Status.NOT_CHECKED),
                        tuple("arrivals_unchanged", CheckResult.Status.NOT_CHECKED));
        // Whoever has made the tables of the same world can have it checked.
        assertThat(Verify.run(VerifySettings.of(root, tiny)))
                .allSatisfy(result -> assertThat(result.status()).isEqualTo(CheckResult.Status.PASS));
    }

    @Test
    void theIndexAndTheMakerAnswerAlike() throws IOException {
        assertSameUniverse("tiny", MadeRun.SCENARIO, tiny);
    }

    /** Minutes instead of seconds. */
    @Test
    @Tag("soak")
    void demoOnTheFlyIsDemoOfTheFiles() throws Exception {
        String window = "baseline_20260101_14d";
        Path demo = files("demo", window, runs.resolve("worlds"));
        assertSameUniverse("demo", window, demo);
        assertSame(
                json(Variation.of(at -> MadeRun.request("demo", MadeRun.SEED, window, at))
                        .parallelism(2)
                        .manifest(runs.resolve("of-law"))),
                json(Variation.of(at -> onDisk(demo, at)).parallelism(2).manifest(runs.resolve("of-files"))));
    }

    private static void assertSameUniverse(String spec, String window, Path world) throws IOException {
        GeneratedWorld made = GeneratedWorld.of(CONFIG, spec, MadeRun.SEED);
        WorldReceipt.Axes axes = WorldReceipt.read(world).axes();
        Path file = RunFiles.named(world, "entity_index[.]bin").get(0);
        try (EntityIndex index = EntityIndex.open(file)) {
            assertThat(UniverseDigest.of(made.maker(), made.dimensions()))
                    .isEqualTo(UniverseDigest.of(
                            index,
                            DimensionFiles.read(
                                    world,
                                    io.millrace.contract.Axes.ofWorld(
                                            Long.toUnsignedString(axes.seed()),
                                            axes.worldParameterHash(),
                                            axes.manifestFingerprint(),
                                            window))));
        }
    }

    private static void assertSame(JsonNode found, JsonNode expected) {
        for (String part : SAME) {
            assertThat(found.required(part)).as(part).isEqualTo(expected.required(part));
        }
    }

    private static Path files(String spec, String window, Path worlds) {
        WorldSource source = WorldSource.of(CONFIG, spec, MadeRun.SEED);
        PieceJob job =
                new PieceJob(StreamExecutionEnvironment::getExecutionEnvironment, 2, line -> {}, System::nanoTime);
        WorldFolder folder = new WorldFolder(worlds, source.subject(), job);
        folder.make(new EntityPlan(source));
        return folder.make(new ArrivalWindow(source, ScenarioId.of(window))).world();
    }

    private static GateRequest onDisk(Path world, Path runs) {
        return ReferenceRun.request(new SmallWorld(world, world), runs);
    }

    private static GateRequest made(Path runs) {
        return MadeRun.request("tiny", MadeRun.SEED, MadeRun.SCENARIO, runs);
    }

    private static String runId() {
        return json(ofLaw).required("run_id").asString();
    }

    private static JsonNode json(String manifest) {
        return new ObjectMapper().readTree(manifest);
    }
}
