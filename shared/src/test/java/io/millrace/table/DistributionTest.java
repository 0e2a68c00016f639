package io.millrace.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Judged by a library that shares no code with ours. */
class DistributionTest {
    private static final double[] PROBABILITIES = {
        1e-12, 1e-9, 1e-6, 1e-3, 0.01, 0.05, 0.0749, 0.0751, 0.1, 0.25, 0.4, 0.49, 0.51, 0.6, 0.75, 0.9, 0.95, 0.99,
        0.999
    };

    @Test
    void normalAgrees() {
        agree(new StandardNormal(), NormalDistribution.of(0, 1));
    }

    @Test
    void logNormalAgrees() {
        agree(new LogNormal(1, 0.45), LogNormalDistribution.of(0, 0.45));
        agree(new LogNormal(StrictMath.exp(2), 1.67), LogNormalDistribution.of(2, 1.67));
    }

    @Test
    void exponentialAgrees() {
        agree(new Exponential(3), ExponentialDistribution.of(3));
    }

    @Test
    void gammaAgrees() {
        for (double shape : new double[] {0.3, 0.5, 1, 2.5, 7, 40, 900}) {
            agree(new Gamma(shape, 2), GammaDistribution.of(shape, 2));
        }
    }

    @Test
    void logGammaIsExactAtFactorials() {
        assertThat(Gamma.logGamma(1)).isCloseTo(0, within(1e-14));
        assertThat(Gamma.logGamma(0.5)).isCloseTo(0.5723649429247001, relative(1e-14));
        assertThat(Gamma.logGamma(11)).isCloseTo(StrictMath.log(3_628_800), relative(1e-15));
        assertThat(Gamma.logGamma(1e5)).isCloseTo(1_051_287.708973657, relative(1e-14));
    }

    @Test
    void normalTailsKeepTheirDigits() {
        for (double z = -9; z <= 9; z += 1.0 / 64) {
            double p = StandardNormal.probabilityBelow(z);
            assertThat(p)
                    .as("z %s", z)
                    .isCloseTo(NormalDistribution.of(0, 1).cumulativeProbability(z), relative(1e-12));
        }
    }

    @Test
    void mixtureInvertsItsOwnFunction() {
        Mixture mixture = new Mixture(List.of(
                new Mixture.Component(0.30, new LogNormal(900, 1.0)),
                new Mixture.Component(0.70, new LogNormal(32_400, 1.0))));
        for (double p : PROBABILITIES) {
            assertThat(mixture.cdf(mixture.quantile(p))).isCloseTo(p, relative(1e-12));
            assertThat(mixture.survival(mixture.upperQuantile(p))).isCloseTo(p, relative(1e-12));
            // One bisection, written here.
            double low = 1e-6;
            double high = 1e12;
            for (int step = 0; step < 400; step++) {
                double middle = Math.sqrt(low * high);
                if (mixture.cdf(middle) < p) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            assertThat(mixture.quantile(p)).isCloseTo(high, relative(1e-12));
        }
    }

    @Test
    void truncationKeepsTheShapeInside() {
        LogNormal law = new LogNormal(300, 0.35);
        Truncated cut = new Truncated(law, 90, 900);
        assertThat(cut.mass()).isCloseTo(law.cdf(900) - law.cdf(90), relative(1e-12));
        assertThat(cut.cdf(90)).isZero();
        assertThat(cut.cdf(900)).isEqualTo(1);
        assertThat(cut.survival(300) + cut.cdf(300)).isCloseTo(1, relative(1e-14));
        assertThat(cut.density(300)).isCloseTo(law.density(300) / cut.mass(), relative(1e-14));
        for (double p : PROBABILITIES) {
            assertThat(cut.cdf(cut.quantile(p))).isCloseTo(p, within(1e-14));
            assertThat(cut.survival(cut.upperQuantile(p))).isCloseTo(p, within(1e-14));
        }
        // Far in the upper tail, where 1 - F has no digits left.
        Truncated far = new Truncated(new StandardNormal(), 9, 10);
        assertThat(far.quantile(0.5)).isBetween(9.0, 9.1);
        assertThat(far.cdf(far.quantile(0.5))).isCloseTo(0.5, relative(1e-9));
    }

    @Test
    void impossibleLawsAreRefused() {
        assertThatThrownBy(() -> new LogNormal(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("median and sigma must be above 0, was 0.0 and 1.0");
        assertThatThrownBy(() -> new LogNormal(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Exponential(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Gamma(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Truncated(new LogNormal(1, 1), 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("min must be below max, was 2.0 and 2.0");
        assertThatThrownBy(() -> new Truncated(new StandardNormal(), 50, 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the law has no mass between 50.0 and 60.0");
        assertThatThrownBy(() -> new Mixture(List.of(new Mixture.Component(0.5, new Exponential(1)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights of a mixture must sum to 1, was 0.5");
        assertThatThrownBy(() -> new StandardNormal().quantile(1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void agree(Distribution ours, ContinuousDistribution theirs) {
        for (double p : PROBABILITIES) {
            double x = theirs.inverseCumulativeProbability(p);
            assertThat(ours.quantile(p)).as("quantile of %s at %s", ours, p).isCloseTo(x, relative(1e-8));
            assertThat(ours.cdf(x))
                    .as("cdf of %s at %s", ours, x)
                    .isCloseTo(theirs.cumulativeProbability(x), relative(1e-11));
            assertThat(ours.survival(x))
                    .as("survival of %s at %s", ours, x)
                    .isCloseTo(theirs.survivalProbability(x), relative(1e-11));
            assertThat(ours.density(x))
                    .as("density of %s at %s", ours, x)
                    .isCloseTo(theirs.density(x), relative(1e-11));
            assertThat(ours.upperQuantile(p))
                    .as("upper quantile of %s at %s", ours, p)
                    .isCloseTo(theirs.inverseSurvivalProbability(p), relative(1e-8));
        }
    }

    private static Percentage relative(double share) {
        return Percentage.withPercentage(100 * share);
    }
}
