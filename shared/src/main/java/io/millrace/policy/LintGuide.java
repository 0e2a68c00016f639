package io.millrace.policy;

import io.millrace.contract.ContractResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * {@code dictionary/lint_rules.yaml}: what each rule of the linter holds, why, and how to satisfy it.
 *
 * @param entries one per rule, by id
 */
public record LintGuide(List<Entry> entries) {
    private static final String FILE = "dictionary/lint_rules.yaml";

    public LintGuide {
        entries = List.copyOf(entries);
    }

    public static LintGuide shipped() {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode node : ContractResource.yaml(FILE).get("rules")) {
            entries.add(new Entry(
                    node.get("rule").asString(),
                    Severity.valueOf(node.get("severity").asString()),
                    When.valueOf(node.get("when").asString()),
                    node.get("holds").asString(),
                    node.get("why").asString(),
                    node.get("fix").asString()));
        }
        return new LintGuide(entries);
    }

    public Optional<Entry> find(String rule) {
        return entries.stream().filter(entry -> entry.rule().equals(rule)).findFirst();
    }

    /** What a broken rule does. */
    public enum Severity {
        /** The packs are refused. */
        REQUIRED,
        /** A warning is printed. */
        WARN
    }

    /** When a rule applies at all. */
    public enum When {
        ALWAYS,
        /** Only when fraud or labels are switched on. */
        LATER_STATES
    }

    /**
     * @param rule {@code L01} and so on
     * @param holds a sentence
     * @param why a sentence
     * @param fix a sentence
     */
    public record Entry(String rule, Severity severity, When when, String holds, String why, String fix) {}
}
