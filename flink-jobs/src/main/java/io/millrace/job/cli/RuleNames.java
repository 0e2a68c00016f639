package io.millrace.job.cli;

import io.millrace.policy.LintGuide;
import java.util.Iterator;

/** Ids of the rules of the linter, which a shell offers after {@code --explain}. */
final class RuleNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return LintGuide.shipped().entries().stream().map(LintGuide.Entry::rule).iterator();
    }
}
