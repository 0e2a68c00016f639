package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.base.Problem;
import io.millrace.policy.SegmentValidationPolicy.Band;
import io.millrace.policy.SegmentValidationPolicy.Corridor;
import io.millrace.policy.SegmentValidationPolicy.Grade;
import io.millrace.testing.PolicyFiles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentValidationPolicyTest {
    private static final Corridor CORRIDOR =
            new Corridor(new Band(0.25, 0.65), new Band(0.35, 0.57), new Band(0.4, 0.5));

    @ParameterizedTest
    @CsvSource({
        "0.24999999, MISS", "0.25, PASS", "0.34999999, PASS", "0.35, GOOD", "0.39999999, GOOD", "0.4, EXCELLENT",
        "0.5, EXCELLENT", "0.50000001, GOOD", "0.57, GOOD", "0.57000001, PASS", "0.65, PASS", "0.65000001, MISS"
    })
    void bothEdgesOfABandBelongToIt(double value, Grade grade) {
        assertThat(CORRIDOR.grade(value)).isEqualTo(grade);
    }

    @Test
    void aNumberThatIsNoneIsOutsideEveryBand() {
        assertThat(CORRIDOR.grade(Double.NaN)).isEqualTo(Grade.MISS);
    }

    @Test
    void bandsThatAreNotNestedAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Corridor(new Band(1, 2), new Band(0.5, 1.5), new Band(1, 1)))
                .withMessageContaining("bands must be nested");
    }

    @Test
    void theShippedPackHoldsTheCorridorsOfTheDesign() {
        List<Problem> problems = new ArrayList<>();
        PolicyPacks packs = PolicyPacks.read(PolicyFiles.root().resolve("config"), problems);
        assertThat(problems).isEmpty();
        SegmentValidationPolicy policy = SegmentValidationPolicy.of(
                packs.require("segment_validation_policy_6B").root());

        assertThat(policy.thresholds()).isEqualTo(new SegmentValidationPolicy.Thresholds(1_000, 200, 10, 60));
        assertThat(policy.corridorsOf("F3").get("ALL")).isEqualTo(CORRIDOR);
        assertThat(policy.corridorsOf("F1").keySet()).containsExactly("ATM", "ECOM", "POS");
        assertThat(policy.corridorsOf("no such metric")).isEmpty();
        assertThat(policy.requiredMetrics())
                .contains("E6", "E7", "G1", "SE1", "SE4", "F1", "F13", "L1", "L4", "L10", "M1", "M2", "M3", "M8")
                .doesNotContain("L3", "F2");
    }
}
