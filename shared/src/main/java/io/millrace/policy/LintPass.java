package io.millrace.policy;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.digest.CanonicalJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What one rule sees and says: the packs, the world if there is one, and where its findings go. */
final class LintPass {
    private final String rule;
    private final PolicyPacks packs;
    private final Optional<PolicyLock> lock;
    private final Optional<WorldFacts> world;
    private final List<Problem> problems = new ArrayList<>();
    private final List<LintReport.Warning> warnings = new ArrayList<>();
    private final List<LintReport.Warning> figures = new ArrayList<>();
    private final TreeSet<String> waits = new TreeSet<>();

    LintPass(String rule, PolicyPacks packs, Optional<PolicyLock> lock, Optional<WorldFacts> world) {
        this.rule = rule;
        this.packs = packs;
        this.lock = lock;
        this.world = world;
    }

    PolicyPacks packs() {
        return packs;
    }

    Optional<PolicyLock> lock() {
        return lock;
    }

    Optional<WorldFacts> world() {
        return world;
    }

    PolicyNode root(String policyId) {
        return packs.require(policyId).root();
    }

    boolean has(String policyId) {
        return packs.pack(policyId).isPresent();
    }

    /** @param pointer RFC 6901 without escapes, such as {@code /gap/timeout_seconds} */
    PolicyNode at(String policyId, String pointer) {
        return all(policyId, pointer).get(0);
    }

    /** Every node whose pointer fits; {@code *} stands for any key or index. */
    List<PolicyNode> all(String policyId, String pattern) {
        List<PolicyNode> nodes = List.of(root(policyId));
        for (String step : pattern.substring(1).split("/")) {
            List<PolicyNode> next = new ArrayList<>();
            for (PolicyNode node : nodes) {
                if (!step.equals("*")) {
                    next.add(node.isList() ? node.items().get(Integer.parseInt(step)) : node.get(step));
                } else {
                    next.addAll(node.isList() ? node.items() : node.peek().values());
                }
            }
            nodes = next;
        }
        return nodes;
    }

    /** Refuses a value; the message shows the value itself. */
    void refuse(String policyId, PolicyNode node, String expected, String fix) {
        refuse(policyId, node, expected, CanonicalJson.of(node.plain()), fix);
    }

    void refuse(String policyId, PolicyNode node, String expected, String found, String fix) {
        refuse(ErrorCode.POLICY_LINT_FAILED, policyId, node, expected, found, fix);
    }

    void refuse(ErrorCode code, String policyId, PolicyNode node, String expected, String found, String fix) {
        String file = packs.require(policyId).file();
        problems.add(
                new Problem(code, file + "#" + node.pointer(), expected, found, fix, rule, node.line(), node.column()));
    }

    /** Refuses something that is in no pack: a missing file, a contract. */
    void refuse(String where, String expected, String found, String fix) {
        problems.add(new Problem(ErrorCode.POLICY_LINT_FAILED, where, expected, found, fix, rule, 0, 0));
    }

    void warn(String policyId, PolicyNode node, String must, String was) {
        warnings.add(new LintReport.Warning(rule, packs.require(policyId).file(), node.pointer(), must, was));
    }

    /** A figure that is as it should be. */
    void note(String policyId, PolicyNode node, String must, String was) {
        figures.add(new LintReport.Warning(rule, packs.require(policyId).file(), node.pointer(), must, was));
    }

    /** Part of the rule cannot be checked yet. */
    void waitsFor(String what) {
        waits.add(what);
    }

    List<Problem> problems() {
        return problems;
    }

    List<LintReport.Warning> warnings() {
        return warnings;
    }

    List<LintReport.Warning> figures() {
        return figures;
    }

    Optional<String> waits() {
        return waits.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", waits));
    }

    /** Last step of a node's pointer: its key or index. */
    static String name(PolicyNode node) {
        return node.pointer().substring(node.pointer().lastIndexOf('/') + 1);
    }

    /** Sum as written, without rounding. */
    static BigDecimal sum(List<PolicyNode> numbers) {
        return numbers.stream().map(PolicyNode::decimal).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** A figure for messages: four significant digits. */
    static String figure(double value) {
        return new BigDecimal(value)
                .round(new java.math.MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }
}
