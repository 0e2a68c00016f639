package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.random.Mix64;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The learner on rows whose law is known. */
class BoostedTreesTest {
    private static final int ROWS = 40_000;
    private static final int COLUMNS = 6;
    private static final int GROWN_ON = 15_000;
    private static final int HELD_UNTIL = 20_000;

    private final byte[][] bins = noise();

    /** Half of the rows have a chance of .8, half one of .2: the best area is .8 * .8 + .8 * .2. */
    @Test
    void aStepIsFoundAsFarAsItCanBe() {
        boolean[] happened = happened(row -> bin(3, row) > 127 ? .8 : .2);
        BoostedTrees trees = new BoostedTrees(bins, happened, new double[ROWS], GROWN_ON, HELD_UNTIL);

        assertThat(RankedAuc.of(trees.logOdds(), happened, HELD_UNTIL)).isCloseTo(.8, within(.01));
        assertThat(trees.leadingColumn()).isEqualTo(3);
        assertThat(trees.rounds()).isPositive();
    }

    /** The chance is .9 where both columns are high, else .1: a quarter of the rows, which no single cut parts off. */
    @Test
    void whatTwoColumnsSayTogetherIsFound() {
        IntToDoubleFunction law = row -> bin(1, row) > 127 && bin(4, row) > 127 ? .9 : .1;
        boolean[] happened = happened(law);
        BoostedTrees trees = new BoostedTrees(bins, happened, new double[ROWS], GROWN_ON, HELD_UNTIL);

        assertThat(RankedAuc.of(trees.logOdds(), happened, HELD_UNTIL))
                .isCloseTo(RankedAuc.of(scores(law), happened, HELD_UNTIL), within(.01));
    }

    @Test
    void columnsThatKnowNothingLeaveTheOddsAlmostAsTheyWere() {
        double[] start = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            start[row] = 4 * unit(row, 90) - 3;
        }
        boolean[] happened = happened(row -> 1 / (1 + Math.exp(-start[row])));
        BoostedTrees trees = new BoostedTrees(bins, happened, start, GROWN_ON, HELD_UNTIL);

        assertThat(RankedAuc.of(trees.logOdds(), happened, HELD_UNTIL))
                .isCloseTo(RankedAuc.of(start, happened, HELD_UNTIL), within(.002));
    }

    /** A hundred cases held back, forty times: a best round of many helps by chance. */
    @Test
    void fewCasesOfColumnsThatKnowNothingKeepNoTree() {
        double[] start = new double[ROWS];
        Arrays.fill(start, Math.log(.02 / .98));
        for (int run = 0; run < 40; run++) {
            boolean[] happened = happened(row -> .02, 200 + run);
            BoostedTrees trees = new BoostedTrees(bins, happened, start, GROWN_ON, HELD_UNTIL);

            assertThat(trees.rounds()).as("run %d", run).isZero();
            assertThat(trees.leadingColumn()).isNegative();
            assertThat(trees.logOdds()).isEqualTo(start);
        }
    }

    /** What the odds know already is no gain: the columns may say it again. */
    @Test
    void columnsThatRepeatTheOddsAddNothing() {
        double[] start = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            start[row] = bin(2, row) / 64.0 - 2;
        }
        boolean[] happened = happened(row -> 1 / (1 + Math.exp(-start[row])));
        BoostedTrees trees = new BoostedTrees(bins, happened, start, GROWN_ON, HELD_UNTIL);

        double law = RankedAuc.of(start, happened, HELD_UNTIL);
        assertThat(law).isGreaterThan(.7);
        assertThat(RankedAuc.of(trees.logOdds(), happened, HELD_UNTIL)).isCloseTo(law, within(.002));
    }

    /** Nothing is learned of rows behind: their labels may be anything. */
    @Test
    void judgedRowsTeachNothing() {
        boolean[] happened = happened(row -> bin(3, row) > 127 ? .8 : .2);
        double[] learned = new BoostedTrees(bins, happened, new double[ROWS], GROWN_ON, HELD_UNTIL).logOdds();
        for (int row = HELD_UNTIL; row < ROWS; row++) {
            happened[row] = !happened[row];
        }
        assertThat(new BoostedTrees(bins, happened, new double[ROWS], GROWN_ON, HELD_UNTIL).logOdds())
                .isEqualTo(learned);
    }

    @Test
    void rowsToGrowOnAndToHoldBackAreNeeded() {
        assertThatThrownBy(() -> new BoostedTrees(bins, new boolean[ROWS], new double[ROWS], 5, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 <= grownOn < heldUntil <= rows must hold, was 5, 5, 40000");
    }

    private int bin(int column, int row) {
        return bins[column][row] & 0xFF;
    }

    private static double[] scores(IntToDoubleFunction law) {
        double[] scores = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            scores[row] = law.applyAsDouble(row);
        }
        return scores;
    }

    private static boolean[] happened(IntToDoubleFunction law) {
        return happened(law, 99);
    }

    private static boolean[] happened(IntToDoubleFunction law, int salt) {
        boolean[] happened = new boolean[ROWS];
        for (int row = 0; row < ROWS; row++) {
            happened[row] = unit(row, salt) < law.applyAsDouble(row);
        }
        return happened;
    }

    private static byte[][] noise() {
        byte[][] bins = new byte[COLUMNS][ROWS];
        for (int column = 0; column < COLUMNS; column++) {
            for (int row = 0; row < ROWS; row++) {
                bins[column][row] = (byte) (unit(row, column) * BoostedTrees.BINS);
            }
        }
        return bins;
    }

    private static double unit(int row, int salt) {
        return (Mix64.at(salt, row) >>> 11) * 0x1p-53;
    }
}
