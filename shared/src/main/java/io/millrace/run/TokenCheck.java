package io.millrace.run;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.ColumnType;
import io.millrace.contract.DatasetDictionary;
import io.millrace.contract.RowSchema;
import io.millrace.policy.PolicyNode;
import io.millrace.policy.PolicyPacks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether the taxonomy packs map every token of the entity tables' open columns. */
final class TokenCheck {
    private TokenCheck() {}

    /** INPUT_VOCABULARY_UNMAPPED per column with tokens that its taxonomy lacks. */
    static List<Problem> check(IndexFacts facts, PolicyPacks packs, DatasetDictionary dictionary, String where) {
        List<Problem> problems = new ArrayList<>();
        for (Map.Entry<String, List<String>> entry : facts.tokens().entrySet()) {
            int dot = entry.getKey().indexOf('.');
            String column = entry.getKey().substring(dot + 1);
            RowSchema.Column schema = dictionary
                    .dataset(entry.getKey().substring(0, dot))
                    .rowSchema()
                    .column(column);
            if (schema.type() != ColumnType.V || packs.pack(schema.vocabulary()).isEmpty()) {
                continue;
            }
            Set<String> unmapped = new TreeSet<>(entry.getValue());
            unmapped.removeAll(mapped(packs.require(schema.vocabulary()).root(), column));
            if (!unmapped.isEmpty()) {
                problems.add(Problem.of(
                        ErrorCode.INPUT_VOCABULARY_UNMAPPED,
                        where + "#" + entry.getKey(),
                        "must hold tokens of " + schema.vocabulary(),
                        unmapped.size() + " unknown: " + unmapped,
                        "map each in " + packs.require(schema.vocabulary()).file() + "#/aliases"));
            }
        }
        return problems;
    }

    /** Tokens and aliases of a taxonomy; that of fraud roles has a set per kind of entity. */
    private static Set<String> mapped(PolicyNode root, String column) {
        Set<String> mapped = new TreeSet<>();
        if (root.has("tokens")) {
            mapped.addAll(root.get("tokens").entries().keySet());
            mapped.addAll(root.get("aliases").entries().keySet());
        } else if (root.has("roles")) {
            String entity = column.replaceFirst("^fraud_role_", "").toUpperCase(Locale.ROOT);
            mapped.addAll(root.get("roles").get(entity).texts());
            mapped.addAll(root.get("aliases").get(entity).entries().keySet());
        }
        return mapped;
    }
}
