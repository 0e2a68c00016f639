package io.millrace.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermutationTest {
    static final long KEY = 0x0123456789ABCDEFL;

    @ParameterizedTest
    @CsvSource({
        "1000, 0, 338",
        "1000, 1, 405",
        "1000, 2, 639",
        "1000, 999, 549",
        "3280000, 0, 861707",
        "3280000, 1, 786876",
        "3280000, 2, 2791360",
        "3280000, 3279999, 362017"
    })
    void mapsAsTheWorldDesignSays(long n, long x, long y) {
        Permutation permutation = Permutation.of(n, KEY, Permutation.PUBLISHED_ROUNDS);
        assertThat(permutation.apply(x)).isEqualTo(y);
        assertThat(permutation.invert(y)).isEqualTo(x);
    }

    @Test
    void theInverseOfTheFirstAndLastNumbers() {
        Permutation permutation = Permutation.of(1_000, KEY, 6);
        assertThat(new long[] {
                    permutation.invert(0), permutation.invert(1), permutation.invert(2), permutation.invert(999)
                })
                .containsExactly(45, 289, 630, 606);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 6", "3, 4", "5, 1", "17, 6", "90000, 6", "99999, 4", "10000000, 4"})
    void everyNumberIsHitOnceAndFoundAgain(int n, int rounds) {
        Permutation permutation = Permutation.of(n, 42, rounds);
        BitSet hit = new BitSet(n);
        long lost = 0;
        for (int x = 0; x < n; x++) {
            long y = permutation.apply(x);
            hit.set((int) y);
            lost += permutation.invert(y) == x ? 0 : 1;
        }
        assertThat(hit.cardinality()).isEqualTo(n);
        assertThat(lost).isZero();
    }

    @Test
    void theLargestSizeComesBackToo() {
        Permutation permutation = Permutation.of(1L << 40, -1, 6);
        for (long x = 0; x < 1L << 40; x += (1L << 30) - 7) {
            assertThat(permutation.invert(permutation.apply(x))).isEqualTo(x);
        }
    }

    @Test
    void refusesWhatIsOutside() {
        assertThatThrownBy(() -> Permutation.of(0, 1, 4)).hasMessageContaining("was 0 in 4");
        assertThatThrownBy(() -> Permutation.of((1L << 40) + 1, 1, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Permutation.of(10, 1, 4).apply(10)).hasMessageContaining("no number 10");
        assertThatThrownBy(() -> Permutation.of(10, 1, 4).invert(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
