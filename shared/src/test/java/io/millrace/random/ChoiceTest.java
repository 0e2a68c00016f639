package io.millrace.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    @Test
    void thresholdsAreThoseOfTheDecimalText() {
        Choice choice = Choice.of(decimals("0.02", "0.98"));
        long threshold = 0x051eb851eb851eb8L;
        assertThat(choice.pick(threshold - 1)).isZero();
        assertThat(choice.pick(threshold)).isEqualTo(1);
        assertThat(choice.pick(0)).isZero();
        assertThat(choice.pick(-1)).isEqualTo(1);
    }

    @Test
    void weightsAreUnsignedPartsOfTheirSum() {
        Choice choice = Choice.of(decimals("1", "1", "1", "1"));
        assertThat(choice.pick(0x4000000000000000L - 1)).isZero();
        assertThat(choice.pick(0x4000000000000000L)).isEqualTo(1);
        assertThat(choice.pick(0x8000000000000000L)).isEqualTo(2);
        assertThat(choice.pick(0xC000000000000000L)).isEqualTo(3);
    }

    @Test
    void outcomesOfWeightZeroNeverHappen() {
        Choice choice = Choice.of(decimals("0", "0.5", "0", "0.5", "0"));
        for (long x : new long[] {0, 1, 0x7fffffffffffffffL, 0x8000000000000000L, -1}) {
            assertThat(choice.pick(x)).isEqualTo(x >= 0 ? 1 : 3);
        }
        assertThat(Choice.of(decimals("0", "1", "0")).pick(-1)).isEqualTo(1);
    }

    @Test
    void sharesAreThoseOfTheWordsThatPickAnOutcome() {
        Choice choice = Choice.of(decimals("0", "0.25", "0", "0.75", "0"));
        assertThat(new double[] {choice.share(0), choice.share(1), choice.share(2), choice.share(3), choice.share(4)})
                .containsExactly(0, 0.25, 0, 0.75, 0);
        assertThat(Choice.of(decimals("3")).share(0)).isEqualTo(1);
    }

    @Test
    void impossibleWeightsAreRefused() {
        assertThatThrownBy(() -> Choice.of(decimals("0", "0"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Choice.of(decimals("-0.1", "1.1"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<BigDecimal> decimals(String... texts) {
        return Arrays.stream(texts).map(BigDecimal::new).toList();
    }
}
