package io.millrace.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CutTableTest {
    @Test
    void probabilitiesOfTheWorldDesign() {
        CutTable cards = CutTable.of(.519, .35, 1, 4);
        assertThat(probabilities(cards))
                .containsExactly(new double[] {.6486, .2477, .0609, .0216, .0212}, within(5e-5));
        assertThat(cards.cut(0) >>> 32).isEqualTo(0x530608bdL);
        assertThat(probabilities(CutTable.of(1, .01, .25, 2)))
                .containsExactly(new double[] {.0196, .9608, .0196}, within(5e-5));
        assertThat(probabilities(CutTable.of(.473, .5, .9, 4)))
                .containsExactly(new double[] {.6801, .2228, .0589, .0204, .0178}, within(5e-5));
        assertThat(probabilities(CutTable.of(1.32, .02, .55, 4)))
                .containsExactly(new double[] {.0842, .6091, .2299, .0559, .0208}, within(5e-5));
    }

    @Test
    void theMeanIsWhatWasAskedForAndCutsAscend() {
        for (double sigma : new double[] {.25, .5, .9, 1.3}) {
            for (double zero : new double[] {0, .02, .35, .75}) {
                for (int max : new int[] {1, 2, 4, 18}) {
                    for (double part : new double[] {1e-4, .05, .3, .7, .97}) {
                        double mean = part * max * (1 - zero);
                        CutTable table = CutTable.of(mean, zero, sigma, max);
                        assertThat(table.mean()).isEqualTo(mean, within(1e-12 * Math.max(1, mean)));
                        for (int i = 1; i < max; i++) {
                            assertThat(table.cut(i)).isGreaterThanOrEqualTo(table.cut(i - 1));
                        }
                        assertThat(table.count(0)).isLessThanOrEqualTo(table.count(-1));
                    }
                }
            }
        }
    }

    @Test
    void countsByTheUpperBitsOfAWord() {
        CutTable table = CutTable.of(.519, .35, 1, 4);
        for (int count = 1; count <= 4; count++) {
            long first = table.cut(count - 1) << 1;
            assertThat(table.count(first)).isEqualTo(count);
            assertThat(table.count(first + 1)).isEqualTo(count);
            assertThat(table.count(first - 1)).isEqualTo(count - 1);
        }
    }

    @Test
    void refusesAMeanThatNoCountReaches() {
        assertThatThrownBy(() -> CutTable.of(1.3, .35, 1, 2)).hasMessageContaining("out of reach");
        assertThatThrownBy(() -> CutTable.of(-.1, .35, 1, 2)).hasMessageContaining("out of reach");
        assertThatThrownBy(() -> CutTable.of(.1, .35, 0, 2)).hasMessageContaining("sigma above 0");
        assertThat(CutTable.of(0, .35, 1, 2).count(-1)).isZero();
    }

    @Test
    void sharesPickTheirOutcome() {
        CutTable quarters = CutTable.ofShares(1, 0, 2, 1, 0);
        assertThat(quarters.cut(0)).isEqualTo(1L << 61);
        assertThat(quarters.count(0)).isZero();
        assertThat(quarters.count(0x3fffffffffffffffL)).isZero();
        assertThat(quarters.count(0x4000000000000000L)).isEqualTo(2);
        assertThat(quarters.count(0xc000000000000000L)).isEqualTo(3);
        assertThat(quarters.count(-1)).isEqualTo(3);
        assertThatThrownBy(() -> CutTable.ofShares(0, 0)).hasMessageContaining("all 2 are 0");
        assertThatThrownBy(() -> CutTable.ofShares(1, -1)).hasMessageContaining("was -1");
    }

    private static double[] probabilities(CutTable table) {
        double[] probabilities = new double[table.max() + 1];
        double before = 0;
        for (int count = 0; count < table.max(); count++) {
            probabilities[count] = table.cut(count) / 0x1p63 - before;
            before = table.cut(count) / 0x1p63;
        }
        probabilities[table.max()] = 1 - before;
        return probabilities;
    }
}
