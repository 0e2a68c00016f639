package io.millrace.job.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.arrivals.ArrivalWindow;
import io.millrace.job.entities.EntityPlan;
import io.millrace.run.ScenarioId;
import io.millrace.testing.PolicyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pieces of real worlds are the same files with the same figures, whoever makes them, when, and beside which others. */
class WorldInvarianceITCase {
    @TempDir
    Path folder;

    @Test
    void piecesOfTinyDoNotDependOnTheirOrder() {
        WorldSource source = source("tiny");
        for (SegmentPlan plan : List.of(new EntityPlan(source), window(source, "baseline_20260101_3d"))) {
            int last = plan.pieces() - 1;
            List<String> forward =
                    pieces(source, plan, 1, IntStream.rangeClosed(0, last).toArray());
            assertThat(forward).hasSize(plan.pieces());
            assertThat(pieces(
                            source,
                            plan,
                            1,
                            IntStream.rangeClosed(0, last)
                                    .map(piece -> last - piece)
                                    .toArray()))
                    .isEqualTo(forward);
            assertThat(pieces(source, plan, 2, oddOnesFirst(last))).isEqualTo(forward);
        }
    }

    /** Minutes instead of seconds; {@code ./millrace test --soak} runs it. */
    @Test
    @Tag("soak")
    void bundlesOfDemoDoNotDependOnParallelism() {
        WorldSource source = source("demo");
        for (SegmentPlan plan : List.of(new EntityPlan(source), window(source, "baseline_20260101_14d"))) {
            SegmentSummary one = make(source, plan, 1);
            for (int parallelism : new int[] {2, 4}) {
                SegmentSummary more = make(source, plan, parallelism);
                assertThat(more.outcome()).isEqualTo(SegmentSummary.Outcome.CREATED);
                assertThat(more.bundle())
                        .as(plan.segment() + " at " + parallelism)
                        .isEqualTo(one.bundle());
                assertThat(more.rows()).isEqualTo(one.rows());
                assertThat(more.bytes()).isEqualTo(one.bytes());
            }
        }
    }

    private static int[] oddOnesFirst(int last) {
        return IntStream.concat(
                        IntStream.rangeClosed(0, last).filter(piece -> piece % 2 == 1),
                        IntStream.rangeClosed(0, last).filter(piece -> piece % 2 == 0))
                .toArray();
    }

    private static WorldSource source(String spec) {
        return WorldSource.of(PolicyFiles.root().resolve("config"), spec, 42);
    }

    private static SegmentPlan window(WorldSource source, String scenario) {
        return new ArrivalWindow(source, ScenarioId.of(scenario));
    }

    /** Each piece as text: files with rows and digests, and the figures. */
    private List<String> pieces(WorldSource source, SegmentPlan plan, int parallelism, int[] order) {
        Path root = folder.resolve(plan.segment() + "-" + parallelism + "-" + order[0]);
        TableFiles files = source.subject().files(root, plan.scenario().map(scenario -> scenario.scenarioId()));
        List<String> pieces = new ArrayList<>();
        for (PieceResult piece : job(parallelism).run("pieces", order, 0, files, plan.maker())) {
            pieces.add(piece.piece() + " " + List.of(piece.parts()) + " "
                    + Base64.getEncoder().encodeToString(piece.figures()));
            assertThat(pieceOnDisk(root, piece.piece())).contains(List.of(piece.parts()));
        }
        return pieces;
    }

    private static Optional<List<TablePart>> pieceOnDisk(Path root, int piece) {
        try {
            return PieceRecord.whole(root, piece).map(result -> List.of(result.parts()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SegmentSummary make(WorldSource source, SegmentPlan plan, int parallelism) {
        return new WorldFolder(folder.resolve("at-" + parallelism), source.subject(), job(parallelism)).make(plan);
    }

    private static PieceJob job(int parallelism) {
        return new PieceJob(
                StreamExecutionEnvironment::getExecutionEnvironment, parallelism, line -> {}, System::nanoTime);
    }
}
