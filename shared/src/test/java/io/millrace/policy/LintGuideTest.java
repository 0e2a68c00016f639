package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LintGuideTest {
    private final LintGuide guide = LintGuide.shipped();

    @Test
    void everyRuleOfTheLinterIsExplainedInOrder() {
        assertThat(guide.entries()).extracting(LintGuide.Entry::rule).isEqualTo(PolicyLinter.rules());
    }

    @Test
    void itSaysWhichRulesSleep() {
        assertThat(guide.entries())
                .filteredOn(entry -> entry.when() == LintGuide.When.LATER_STATES)
                .extracting(LintGuide.Entry::rule)
                .isEqualTo(PolicyLinter.laterRules());
    }

    @Test
    void warningsOfTheShippedPacksAreOfRulesThatOnlyWarn() {
        List<LintReport.Warning> warnings =
                PolicyLinter.lint(ConfigFolder.shipped().packs(), Optional.empty()).warnings();
        assertThat(warnings).isNotEmpty().allSatisfy(warning -> assertThat(
                        guide.find(warning.rule()).orElseThrow().severity())
                .isEqualTo(LintGuide.Severity.WARN));
    }

    @Test
    void anUnknownRuleIsNotFound() {
        assertThat(guide.find("L99")).isEmpty();
    }
}
