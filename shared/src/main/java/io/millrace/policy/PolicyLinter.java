package io.millrace.policy;

import io.millrace.base.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rules between policies that no schema can state: contracts 2.7. Every rule runs whose packs are there, and all findings
 * of all rules come in one pass; a rule that cannot run is listed with what it waits for.
 */
public final class PolicyLinter {
    private static final List<LintRule> RULES = Stream.of(
                    FileRules.all(),
                    VocabularyRules.all(),
                    ProbabilityRules.all(),
                    RuleTableRules.all(),
                    AttachRules.all(),
                    SessionRules.all(),
                    TimingRules.all(),
                    AmountRules.all(),
                    RandomRules.all(),
                    ScopeRules.all(),
                    LaterStateRules.all(),
                    WorldRules.all(),
                    MerchantRules.all(),
                    WorldNameRules.all())
            .flatMap(List::stream)
            .sorted(Comparator.comparing(LintRule::id))
            .toList();

    private PolicyLinter() {}

    /**
     * @param packs as read; packs that did not parse or failed their schema are absent
     * @param world absent when there is none yet: rules that need it are listed as not checked
     */
    public static LintReport lint(PolicyPacks packs, Optional<WorldFacts> world) {
        return lint(packs, Optional.empty(), world);
    }

    /** The same with the lock of released packs, for rule L03. */
    public static LintReport lint(PolicyPacks packs, Optional<PolicyLock> lock, Optional<WorldFacts> world) {
        List<Problem> problems = new ArrayList<>();
        List<LintReport.Warning> warnings = new ArrayList<>();
        List<LintReport.Warning> figures = new ArrayList<>();
        List<LintReport.NotChecked> notChecked = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        for (LintRule rule : RULES) {
            Optional<String> blocked = blocked(rule, packs);
            if (blocked.isPresent()) {
                notChecked.add(new LintReport.NotChecked(rule.id(), blocked.get()));
                continue;
            }
            LintPass pass = new LintPass(rule.id(), packs, lock, world);
            rule.body().accept(pass);
            problems.addAll(pass.problems());
            warnings.addAll(pass.warnings());
            figures.addAll(pass.figures());
            pass.waits().ifPresent(waits -> notChecked.add(new LintReport.NotChecked(rule.id(), waits)));
            if (pass.problems().isEmpty() && pass.waits().isEmpty()) {
                passed.add(rule.id());
            }
        }
        problems.sort(Problem.BY_PLACE);
        warnings.sort(LintReport.Warning.BY_PLACE);
        figures.sort(LintReport.Warning.BY_PLACE);
        return new LintReport(problems, warnings, figures, notChecked, passed);
    }

    /** Packs that changed while their version did not: rule L03 alone. */
    public static List<LintReport.Warning> lintLock(PolicyPacks packs, PolicyLock lock) {
        LintPass pass = new LintPass("L03", packs, Optional.of(lock), Optional.empty());
        FileRules.lock(pass);
        return pass.warnings();
    }

    /** The rules on packs that make a world of our own, which hold without any other pack: what making one asks first. */
    public static List<Problem> lintWorld(PolicyPacks packs) {
        List<Problem> problems = new ArrayList<>();
        for (LintRule rule : Stream.of(WorldRules.all(), MerchantRules.all(), WorldNameRules.all())
                .flatMap(List::stream)
                .toList()) {
            if (blocked(rule, packs).isEmpty()) {
                LintPass pass = new LintPass(rule.id(), packs, Optional.empty(), Optional.empty());
                rule.body().accept(pass);
                problems.addAll(pass.problems());
            }
        }
        problems.sort(Problem.BY_PLACE);
        return problems;
    }

    /** Ids of all rules, in order. */
    static List<String> rules() {
        return RULES.stream().map(LintRule::id).toList();
    }

    /** Ids of the rules that sleep until a later stage is switched on, in order. */
    static List<String> laterRules() {
        return RULES.stream()
                .filter(rule -> rule.when() == LintGuide.When.LATER_STATES)
                .map(LintRule::id)
                .toList();
    }

    private static Optional<String> blocked(LintRule rule, PolicyPacks packs) {
        List<String> missing = new ArrayList<>();
        for (String id : rule.needs()) {
            if (packs.pack(id).isEmpty()) {
                missing.add(id);
            }
        }
        if (rule.when() == LintGuide.When.LATER_STATES) {
            Optional<PolicyPack> config = packs.pack("behaviour_config_6B");
            if (config.isEmpty()) {
                missing.add("behaviour_config_6B");
            } else if (!isOn(config.get(), "fraud_overlay") && !isOn(config.get(), "labels")) {
                return Optional.of("features.fraud_overlay or features.labels");
            }
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing));
    }

    private static boolean isOn(PolicyPack config, String feature) {
        return config.root().get("features").get(feature).bool();
    }
}
