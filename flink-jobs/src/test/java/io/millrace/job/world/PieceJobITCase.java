package io.millrace.job.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.ErrorCode;
import io.millrace.base.RunException;
import io.millrace.job.slab.DoerSource;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes back from the tasks that make pieces. */
class PieceJobITCase {
    /** Totals of 120 000 merchants, as of the world huge, by day. */
    private static final int LARGE = 5_000_000;

    @TempDir
    Path folder;

    @Test
    void figuresOfManyMerchantsComeBackWhole() {
        List<PieceResult> results = run(() -> (piece, writer) -> {
            byte[] figures = new byte[LARGE];
            figures[LARGE - 1] = (byte) (piece + 1);
            return new PieceResult(piece, new TablePart[0], figures);
        });
        assertThat(results).hasSize(2);
        for (PieceResult result : results) {
            assertThat(result.figures()).hasSize(LARGE);
            assertThat(result.figures()[LARGE - 1]).isEqualTo((byte) (result.piece() + 1));
        }
    }

    @Test
    void failureThatNobodyForesawIsToldByItsCause() {
        assertThatThrownBy(() -> run(() -> (piece, writer) -> {
                    throw new IllegalStateException("the cause of it");
                }))
                .isInstanceOfSatisfying(RunException.class, failure -> {
                    assertThat(failure.problems().get(0).code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
                    assertThat(failure.problems().get(0).text()).contains("the cause of it");
                });
    }

    @Test
    void timeThatIsLeftIsNotReckonedFromTheFirstPiece() {
        assertThat(PieceJob.line("arrivals", 1, 400, 0, 848, 34)).isEqualTo("arrivals: 1 of 400 pieces, 848 rows");
        assertThat(PieceJob.line("arrivals", 2, 400, 0, 1_700, 34))
                .isEqualTo("arrivals: 2 of 400 pieces, 1,700 rows, 6766 s to go");
        assertThat(PieceJob.line("entities", 1, 3, 0, 9, 60)).isEqualTo("entities: 1 of 3 pieces, 9 rows, 120 s to go");
    }

    private List<PieceResult> run(DoerSource<PieceMaker> source) {
        TableFiles files = new TableFiles(folder.toString(), 42, "", "", "", "{}", List.of());
        return new PieceJob(StreamExecutionEnvironment::getExecutionEnvironment, 2, line -> {}, System::nanoTime)
                .run("arrivals", new int[] {0, 1}, 0, files, source);
    }
}
