package io.millrace.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.Problem;
import io.millrace.testing.PackFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintGuideTest {
    @TempDir
    private Path folder;

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
    void figuresOfTheShippedPacksAreOfRulesThatOnlyWarn() {
        List<Problem> problems = new ArrayList<>();
        PolicyPacks packs = PackFolder.copyTo(folder.resolve("config")).read(problems);
        assertThat(problems).isEmpty();
        List<LintReport.Warning> figures =
                PolicyLinter.lint(packs, Optional.empty()).figures();
        assertThat(figures).isNotEmpty().allSatisfy(warning -> assertThat(
                        guide.find(warning.rule()).orElseThrow().severity())
                .isEqualTo(LintGuide.Severity.WARN));
    }

    @Test
    void anUnknownRuleIsNotFound() {
        assertThat(guide.find("L99")).isEmpty();
    }
}
