package io.millrace.job.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankedAucTest {
    private static final boolean[] HAPPENED = {false, false, true, true};

    @Test
    void casesAboveAllOthersFillTheArea() {
        assertThat(RankedAuc.of(new double[] {-2, -1, 3, 9}, HAPPENED, 0)).isEqualTo(1);
        assertThat(RankedAuc.of(new double[] {3, 9, -2, -1}, HAPPENED, 0)).isZero();
    }

    @Test
    void tiesCountByHalf() {
        assertThat(RankedAuc.of(new double[] {5, 5, 5, 5}, HAPPENED, 0)).isEqualTo(.5);
        // Pairs: 2 over 1 and a tie with 2; 1 ties with 1 and loses to 2.
        assertThat(RankedAuc.of(new double[] {1, 2, 2, 1}, HAPPENED, 0)).isEqualTo((1 + .5 + .5 + 0) / 4);
        assertThat(RankedAuc.of(new double[] {0.0, -0.0, 0.0, -0.0}, HAPPENED, 0))
                .isEqualTo(.5);
    }

    @Test
    void manyTiesAgreeWithAllPairs() {
        int rows = 400;
        double[] score = new double[rows];
        boolean[] happened = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            score[row] = row * 37 % 11;
            happened[row] = row % 3 == 0;
        }
        double won = 0;
        int pairs = 0;
        for (int one = 0; one < rows; one++) {
            for (int other = 0; other < rows; other++) {
                if (happened[one] && !happened[other]) {
                    won += score[one] > score[other] ? 1 : score[one] == score[other] ? .5 : 0;
                    pairs++;
                }
            }
        }
        assertThat(RankedAuc.of(score, happened, 0)).isCloseTo(won / pairs, within(1e-12));
    }

    @Test
    void rowsBeforeTheFirstDoNotCount() {
        assertThat(RankedAuc.of(new double[] {9, 9, 1, 2}, new boolean[] {false, false, false, true}, 2))
                .isEqualTo(1);
    }

    @Test
    void rowsOfOneKindHaveNoArea() {
        assertThatThrownBy(() -> RankedAuc.of(new double[] {1, 2}, new boolean[] {true, true}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there must be cases and others, was 2 and 0");
    }
}
