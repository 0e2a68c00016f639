package io.millrace.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class ActivityWeightTest {
    @Test
    void theNormalQuantileAgreesWithAnIndependentOne() {
        NormalDistribution judge = NormalDistribution.of(0, 1);
        for (double p :
                new double[] {0x1p-64, 1e-15, 1e-9, 1e-5, .0013, .0751, .0749, .3, .5, .6, .926, .999, 1 - 1e-12}) {
            double expected = judge.inverseCumulativeProbability(p);
            assertThat(StandardNormal.z(p))
                    .as("p %s", p)
                    .isCloseTo(expected, within(2e-14 * Math.max(1, Math.abs(expected))));
        }
        assertThat(StandardNormal.z(.5)).isZero();
    }

    @Test
    void withoutNoiseTheWeightIsBaseAndHoldings() {
        ActivityWeight law = new ActivityWeight(1, 0.25, 0);
        assertThat(law.of(0, 12345)).isEqualTo(1.0);
        assertThat(law.of(3, -1)).isCloseTo(1 + 0.25 * Math.log(4), within(1e-15));
    }

    @Test
    void noiseIsLogNormal() {
        ActivityWeight law = new ActivityWeight(1, 0, 2);
        assertThat(law.of(9, 0x7fffffffffffffffL)).isEqualTo(1.0);
        // One standard deviation above: u = Phi(1).
        long x = (long) ((0.8413447460685429 - 0.5) * 0x1p64) + Long.MIN_VALUE;
        assertThat(law.of(9, x)).isCloseTo(Math.exp(2), within(1e-10));
    }

    @Test
    void refusesNegativeValues() {
        assertThatThrownBy(() -> new ActivityWeight(1, -0.1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ActivityWeight(1, 0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
