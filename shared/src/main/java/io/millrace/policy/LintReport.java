package io.millrace.policy;

import io.millrace.base.Problem;
import java.util.Comparator;
import java.util.List;

/**
 * Outcome of one pass of the linter.
 *
 * @param problems broken rules, by place
 * @param warnings broken rules that refuse nothing, by place and rule
 * @param figures what such rules found where they hold, by place and rule; for the receipt alone
 * @param notChecked rules that could not run, or only in part, with what they wait for; by rule
 * @param passed ids of the rules that ran in full and found nothing to refuse
 */
public record LintReport(
        List<Problem> problems,
        List<Warning> warnings,
        List<Warning> figures,
        List<NotChecked> notChecked,
        List<String> passed) {
    public LintReport {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        figures = List.copyOf(figures);
        notChecked = List.copyOf(notChecked);
        passed = List.copyOf(passed);
    }

    /**
     * A figure next to what it should be; goes to the receipt and the report.
     *
     * @param file such as {@code config/layer3/6B/timing_policy_6B.yaml}
     * @param pointer RFC 6901
     * @param must what should hold
     * @param was the figure with its inputs
     */
    public record Warning(String rule, String file, String pointer, String must, String was) {
        public static final Comparator<Warning> BY_PLACE = Comparator.comparing(Warning::file)
                .thenComparing(Warning::pointer)
                .thenComparing(Warning::rule);

        /** One line for console and report. */
        public String text() {
            return file + "#" + pointer + ": " + must + ", was " + was + " [" + rule + "]";
        }
    }

    /** @param waitsFor packs, world or feature without which the rule cannot run */
    public record NotChecked(String rule, String waitsFor) {
        public String text() {
            return rule + " waits for " + waitsFor;
        }
    }

    /** {@code 41 rules passed, 2 warnings, 4 not checked}; with the number of problems in front when there are any. */
    public String summary() {
        String head = problems.isEmpty() ? "" : problems.size() + (problems.size() == 1 ? " problem, " : " problems, ");
        return head + passed.size() + " rules passed, " + warnings.size()
                + (warnings.size() == 1 ? " warning, " : " warnings, ") + notChecked.size() + " not checked";
    }
}
