package io.millrace.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LargestRemainderTest {
    @Test
    void splitsAsTheWorldDesignSays() {
        assertThat(LargestRemainder.split(2_000, new long[] {4_059, 3_407, 13_369}))
                .containsExactly(390, 327, 1_283);
    }

    @Test
    void tiesGoToTheLowerIndexAndWeightsOfZeroGetNothing() {
        assertThat(LargestRemainder.split(5, new long[] {1, 0, 1, 1})).containsExactly(2, 0, 2, 1);
        assertThat(LargestRemainder.split(0, new long[] {0, 0})).containsExactly(0, 0);
    }

    @Test
    void partsSumUpAndMissTheirShareByLessThanOne() {
        long[] weights = new long[87];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 + 7_919L * i * i % 3_001;
        }
        long sum = Arrays.stream(weights).sum();
        for (long total = 1; total < 40_000_000L; total = total * 3 + 1) {
            long[] parts = LargestRemainder.split(total, weights);
            assertThat(Arrays.stream(parts).sum()).isEqualTo(total);
            for (int i = 0; i < weights.length; i++) {
                assertThat(Math.abs(parts[i] * sum - total * weights[i])).isLessThan(sum);
            }
        }
    }

    @Test
    void refusesWhatCannotBeSplit() {
        assertThatThrownBy(() -> LargestRemainder.split(1, new long[] {0})).hasMessageContaining("cannot split 1");
        assertThatThrownBy(() -> LargestRemainder.split(1, new long[] {2, -1})).hasMessageContaining("was -1");
        assertThatThrownBy(() -> LargestRemainder.split(Long.MAX_VALUE, new long[] {2, 3}))
                .isInstanceOf(ArithmeticException.class);
    }
}
