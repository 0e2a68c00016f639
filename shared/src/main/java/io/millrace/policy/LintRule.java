package io.millrace.policy;

import java.util.List;
import java.util.function.Consumer;

/**
 * One rule of the linter: contracts 2.7.
 *
 * @param id {@code L01} and so on
 * @param needs policy ids that must have passed their schema
 * @param body reports what it finds to its pass
 */
record LintRule(String id, LintGuide.When when, List<String> needs, Consumer<LintPass> body) {
    static LintRule always(String id, List<String> needs, Consumer<LintPass> body) {
        return new LintRule(id, LintGuide.When.ALWAYS, needs, body);
    }

    static LintRule laterStates(String id, List<String> needs, Consumer<LintPass> body) {
        return new LintRule(id, LintGuide.When.LATER_STATES, needs, body);
    }
}
