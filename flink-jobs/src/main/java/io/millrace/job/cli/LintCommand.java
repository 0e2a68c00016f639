package io.millrace.job.cli;

import io.millrace.base.MillraceException;
import io.millrace.base.PolicyException;
import io.millrace.base.Problem;
import io.millrace.digest.CanonicalJson;
import io.millrace.policy.LintGuide;
import io.millrace.policy.LintReport;
import io.millrace.policy.PolicyLinter;
import io.millrace.policy.PolicyLock;
import io.millrace.policy.PolicyPacks;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks the policy packs alone: YAML, schema, rules between packs, without a world. */
@Command(
        name = "lint",
        header = "Checks all policy packs and names everything that is wrong, in one pass.",
        description = {
            "Checks all policy packs and names everything that is wrong in one pass.",
            "Example: ./millrace lint",
            "Example: ./millrace lint --config my-world --report json",
            "Example: ./millrace lint --explain L11,L27"
        })
final class LintCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--config", description = "Config folder (default: the product's own).")
    private Path config = Home.config();

    @Option(
            names = "--write-lock",
            description =
                    "When no rule refuses, writes version and digest of every pack to policies.lock in the config folder."
                            + " From then on lint, seal and generate tell which pack changed while its policy_version did"
                            + " not (L03).")
    private boolean writeLock;

    @Option(
            names = "--locked",
            description = "Refuses a pack that changed while its version did not; else that is a warning.")
    private boolean locked;

    @Option(names = "--report", description = "text or json (default: text).")
    private ReportForm report = ReportForm.TEXT;

    @Option(
            names = "--explain",
            split = ",",
            paramLabel = "RULE",
            completionCandidates = RuleNames.class,
            description = "Says what rules hold, why, and how to satisfy them, such as L11, or all; checks nothing.")
    private List<String> explained = List.of();

    @Spec
    private CommandSpec spec;

    LintCommand(Console console) {
        this.console = console;
    }

    /** How the report is printed. */
    enum ReportForm {
        TEXT,
        JSON
    }

    @Override
    public Integer call() throws IOException {
        if (!explained.isEmpty()) {
            explain();
            return 0;
        }
        List<Problem> problems = new ArrayList<>();
        PolicyPacks packs = PolicyPacks.read(config, problems);
        if (packs.all().isEmpty()) {
            // Every rule would wait for every pack.
            problems.sort(Problem.BY_PLACE);
            if (report == ReportForm.JSON) {
                console.line(json(new LintReport(problems, List.of(), List.of(), List.of(), List.of())));
                return MillraceException.exitOf(problems);
            }
            throw new PolicyException(problems);
        }
        Optional<PolicyLock> lock = writeLock ? Optional.empty() : PolicyLock.read(config, problems);
        LintReport found =
                PolicyLinter.lint(packs, writeLock ? Optional.of(PolicyLock.of(packs)) : lock, Optional.empty());
        problems.addAll(found.problems());
        problems.sort(Problem.BY_PLACE);
        boolean lockBroken = locked
                && found.warnings().stream().anyMatch(warning -> warning.rule().equals("L03"));
        LintReport all =
                new LintReport(problems, found.warnings(), found.figures(), found.notChecked(), found.passed());
        if (problems.isEmpty() && writeLock) {
            PolicyLock.of(packs).write(config);
        }
        switch (report) {
            case TEXT -> text(all);
            case JSON -> console.line(json(all));
        }
        if (!problems.isEmpty()) {
            return MillraceException.exitOf(problems);
        }
        return lockBroken ? 3 : 0;
    }

    private void explain() {
        LintGuide guide = LintGuide.shipped();
        List<LintGuide.Entry> asked = new ArrayList<>();
        for (String rule : explained) {
            if (rule.equalsIgnoreCase("all")) {
                asked.addAll(guide.entries());
            } else {
                asked.add(guide.find(rule.toUpperCase(Locale.ROOT))
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "--explain must name rules, "
                                        + guide.entries().get(0).rule() + " to "
                                        + guide.entries()
                                                .get(guide.entries().size() - 1)
                                                .rule() + ", or all; was " + rule)));
            }
        }
        for (LintGuide.Entry entry : asked) {
            console.heading(entry.rule() + "  " + entry.holds());
            console.line("  why  " + entry.why());
            console.line("  fix  " + entry.fix());
            console.line("  " + whatHappens(entry));
        }
    }

    private static String whatHappens(LintGuide.Entry entry) {
        String sleeps =
                switch (entry.when()) {
                    case ALWAYS -> "";
                    case LATER_STATES -> "; sleeps until features.fraud_overlay or features.labels is on";
                };
        return switch (entry.severity()) {
            case REQUIRED -> "A pack that breaks it is refused, exit 3" + sleeps + ".";
            case WARN -> "It only warns" + sleeps + ".";
        };
    }

    private void text(LintReport all) {
        if (!all.problems().isEmpty()) {
            console.problems(new PolicyException(all.problems()));
        }
        all.warnings().stream().map(LintCommand::told).forEach(console::line);
        rulesByWhatTheyWaitFor(all)
                .forEach((waitsFor, rules) -> console.line("not checked: " + String.join(" ", rules)
                        + (rules.size() == 1 ? " waits for " : " wait for ") + waitsFor));
        Stream.concat(
                        all.problems().stream().map(Problem::rule),
                        all.warnings().stream().map(LintReport.Warning::rule))
                .filter(rule -> rule.startsWith("L"))
                .findFirst()
                .ifPresent(rule -> console.line("what a rule holds, and why: ./millrace lint --explain " + rule));
        if (all.problems().isEmpty()) {
            console.good(all.summary());
        } else {
            console.line(all.summary());
        }
    }

    /** A warning and what to do about it. */
    static String told(LintReport.Warning warning) {
        return "warning: " + warning.text() + ". "
                + LintGuide.shipped().find(warning.rule()).orElseThrow().fix();
    }

    private static SortedMap<String, List<String>> rulesByWhatTheyWaitFor(LintReport all) {
        SortedMap<String, List<String>> rules = new TreeMap<>();
        all.notChecked().forEach(open -> rules.computeIfAbsent(open.waitsFor(), key -> new ArrayList<>())
                .add(open.rule()));
        return rules;
    }

    private static String json(LintReport all) {
        TreeMap<String, Object> document = new TreeMap<>();
        document.put(
                "problems", all.problems().stream().map(LintCommand::problem).toList());
        document.put(
                "warnings",
                all.warnings().stream()
                        .map(warning -> Map.of(
                                "rule", warning.rule(),
                                "file", warning.file(),
                                "pointer", warning.pointer(),
                                "must", warning.must(),
                                "was", warning.was()))
                        .toList());
        document.put(
                "not_checked",
                all.notChecked().stream()
                        .map(open -> Map.of("rule", open.rule(), "waits_for", open.waitsFor()))
                        .toList());
        document.put("rules_passed", all.passed());
        return CanonicalJson.of(document);
    }

    private static Map<String, Object> problem(Problem problem) {
        return Map.of(
                "code", problem.code().name(),
                "where", problem.where(),
                "expected", problem.expected(),
                "found", problem.found(),
                "fix", problem.fix(),
                "rule", problem.rule(),
                "line", BigDecimal.valueOf(problem.line()),
                "column", BigDecimal.valueOf(problem.column()));
    }
}
