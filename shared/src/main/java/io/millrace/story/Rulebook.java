package io.millrace.story;

import io.millrace.policy.PolicyNode;
import io.millrace.policy.PolicyPacks;
import java.util.stream.Collectors;

/** Values of sealed policies by their place. A place that is not there is our bug. */
public final class Rulebook {
    private final PolicyPacks packs;

    public Rulebook(PolicyPacks packs) {
        this.packs = packs;
    }

    /**
     * @param pointer RFC 6901 without escapes, such as {@code /visit/p_loyal/ECOM}
     * @throws IllegalStateException when the policy has no such place
     */
    public Rule rule(String policyId, String pointer) {
        PolicyNode node = packs.require(policyId).root();
        for (String step : pointer.substring(1).split("/", -1)) {
            node = node.isList() ? node.items().get(Integer.parseInt(step)) : node.get(step);
        }
        return new Rule(policyId, pointer, text(node));
    }

    /** Children in parentheses where they have children. */
    private static String text(PolicyNode node) {
        if (node.isMap()) {
            return node.entries().entrySet().stream()
                    .map(entry -> entry.getKey() + " " + inner(entry.getValue()))
                    .collect(Collectors.joining(", "));
        }
        return node.isList()
                ? node.items().stream().map(Rulebook::inner).collect(Collectors.joining(", "))
                : scalar(node);
    }

    private static String inner(PolicyNode node) {
        return node.isMap() || node.isList() ? "(" + text(node) + ")" : text(node);
    }

    private static String scalar(PolicyNode node) {
        if (node.isNumber()) {
            return node.decimal().stripTrailingZeros().toPlainString();
        }
        if (node.isBool()) {
            return Boolean.toString(node.bool());
        }
        return node.isNull() ? "null" : node.text();
    }
}
