package io.millrace.job.sinks.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.policy.PolicyPacks;
import io.millrace.policy.ValidationCheck;
import io.millrace.policy.ValidationCheck.Group;
import io.millrace.policy.ValidationCheck.Severity;
import io.millrace.run.Equation;
import io.millrace.testing.PolicyFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Equation SOUND = new Equation("P3 flow keys: anchors = outcomes", "7", "7");
    private static final Equation BROKEN = new Equation("P4 event rows = sum of event_count", "7", "8");

    @Test
    void asShippedEveryLawIsRequiredAndRowsAreJudgedLater() {
        SortedMap<String, ValidationCheck> shipped =
                ValidationCheck.of(PolicyPacks.read(PolicyFiles.root().resolve("config"), new ArrayList<>())
                        .require("segment_validation_policy_6B")
                        .root());

        Verdict sound = Verdict.of(List.of(SOUND), shipped);
        assertThat(sound.status()).isEqualTo(Verdict.Status.PASS);
        assertThat(sound.problems()).isEmpty();
        assertThat(sound.rows())
                .extracting(row -> row.get("check_id") + " " + row.get("result"))
                .containsExactly(SOUND.name() + " PASS", "JUDGE NOT_CHECKED", "REALISM NOT_CHECKED");

        Verdict broken = Verdict.of(List.of(SOUND, BROKEN), shipped);
        assertThat(broken.status()).isEqualTo(Verdict.Status.FAIL);
        assertThat(broken.problems()).singleElement().extracting(Problem::code).isEqualTo(ErrorCode.S2_PARITY);
    }

    @Test
    void aLawThatOnlyWarnsIsToldAndKeepsNoRunBack() {
        Verdict verdict = Verdict.of(List.of(SOUND, BROKEN), checks(Severity.WARN, 0));
        assertThat(verdict.status()).isEqualTo(Verdict.Status.WARN);
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.rows())
                .extracting(row -> row.get("severity") + " " + row.get("result"))
                .containsExactly("REQUIRED PASS", "WARN WARN");
        assertThat(Verdict.of(List.of(BROKEN), checks(Severity.INFO, 0)).status())
                .isEqualTo(Verdict.Status.PASS);
    }

    @Test
    void asManyDifferencesAsTheThresholdAllowsAreAllowed() {
        assertThat(Verdict.of(List.of(BROKEN), checks(Severity.REQUIRED, 1)).problems())
                .isEmpty();
        assertThat(Verdict.of(List.of(BROKEN, BROKEN), checks(Severity.REQUIRED, 1))
                        .problems())
                .hasSize(2);
    }

    private static SortedMap<String, ValidationCheck> checks(Severity severity, long threshold) {
        return new TreeMap<>(Map.of("P4", new ValidationCheck("P4", Group.PARITY, severity, threshold)));
    }
}
