package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.base.Problem;
import io.millrace.contract.Channel;
import io.millrace.testing.PackFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The linter's expected shares against the bench oracles of the flows design, which were simulated elsewhere. */
class FlowSharesTest {
    @TempDir
    Path folder;

    private LintPass pass;

    @BeforeEach
    void readShippedPacks() {
        List<Problem> problems = new ArrayList<>();
        PolicyPacks packs = PackFolder.copyTo(folder.resolve("config")).read(problems);
        assertThat(problems).isEmpty();
        pass = new LintPass("L27", packs, Optional.empty(), Optional.empty());
    }

    /** List prices never take the outer twentieths of the amount quantile, so remote shares lie a little below. */
    @Test
    void declinesAreThoseOfTheBench() {
        assertThat(bench(Channel.POS).declined()).isCloseTo(0.0328, within(0.0002));
        assertThat(bench(Channel.ECOM).declined()).isCloseTo(0.1107, within(0.0015));
        assertThat(bench(Channel.HYBRID).declined()).isCloseTo(0.0717, within(0.0005));
        assertThat(bench(Channel.ATM).declined()).isCloseTo(0.0527, within(0.0003));
        assertThat(bench(Channel.BANK_RAIL).declined()).isCloseTo(0.0228, within(0.0002));
    }

    @Test
    void challengesAreThoseOfTheBench() {
        assertThat(bench(Channel.POS).challenged()).isCloseTo(0.0107, within(0.0002));
        assertThat(bench(Channel.ECOM).challenged()).isCloseTo(0.1125, within(0.0015));
        assertThat(bench(Channel.ECOM).challenged("p_base_sca")).isCloseTo(0.1636, within(0.002));
        assertThat(bench(Channel.BANK_RAIL).challenged()).isCloseTo(0.3852, within(0.002));
        assertThat(bench(Channel.ATM).challenged()).isZero();
    }

    @Test
    void refundsAndVoidsAreThoseOfTheBench() {
        assertThat(bench(Channel.POS).refundsPerClearing()).isCloseTo(0.0094, within(0.0003));
        assertThat(bench(Channel.ECOM).refundsPerClearing()).isCloseTo(0.0481, within(0.001));
        assertThat(bench(Channel.HYBRID).refundsPerClearing()).isCloseTo(0.0618, within(0.001));
        assertThat(bench(Channel.ECOM).notCleared()).isCloseTo((0.0132 + 0.0072) / 0.8893, within(0.001));
    }

    @Test
    void requestToAnswerIsThatOfTheBench() {
        answers(Channel.POS, 0.841, 2.15, 8.81);
        answers(Channel.ECOM, 1.07, 40.6, 166);
        answers(Channel.HYBRID, 1.04, 27.2, 84.4);
        answers(Channel.ATM, 1.67, 3.55, 5.86);
        answers(Channel.BANK_RAIL, 3.73, 54.1, 111);
    }

    private void answers(Channel channel, double p50, double p95, double p99) {
        AnswerTimes times = AnswerTimes.of(pass, bench(channel)).orElseThrow();
        assertThat(times.quantile(0.5)).as(channel + " p50").isCloseTo(p50, within(0.04 * p50));
        assertThat(times.quantile(0.95)).as(channel + " p95").isCloseTo(p95, within(0.06 * p95));
        assertThat(times.quantile(0.99)).as(channel + " p99").isCloseTo(p99, within(0.08 * p99));
    }

    private FlowShares bench(Channel channel) {
        return FlowShares.of(pass, channel).withCrossBorder(0.1);
    }
}
