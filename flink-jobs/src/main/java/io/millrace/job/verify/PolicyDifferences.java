package io.millrace.job.verify;

import io.millrace.policy.PolicyPack;
import io.millrace.policy.PolicyPacks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Sealed policies of two runs, key by key. */
final class PolicyDifferences {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ABSENT = "absent";

    private final List<RunComparison.Difference> differences = new ArrayList<>();

    private PolicyDifferences() {}

    /** One per value; what is told of is {@code policy_id#/pointer/of/the/key}, its values are JSON texts. */
    static List<RunComparison.Difference> of(PolicyPacks left, PolicyPacks right) {
        PolicyDifferences found = new PolicyDifferences();
        Set<String> ids = new TreeSet<>(left.all().keySet());
        ids.addAll(right.all().keySet());
        for (String id : ids) {
            Optional<PolicyPack> a = left.pack(id);
            Optional<PolicyPack> b = right.pack(id);
            if (a.isPresent() && b.isPresent()) {
                found.walk(
                        id + "#",
                        JSON.readTree(a.get().canonicalJson()),
                        JSON.readTree(b.get().canonicalJson()));
            } else {
                found.add(
                        id,
                        a.map(PolicyPack::digest).orElse(ABSENT),
                        b.map(PolicyPack::digest).orElse(ABSENT));
            }
        }
        return found.differences;
    }

    private void walk(String where, JsonNode a, JsonNode b) {
        if (a.equals(b)) {
            return;
        }
        if (a.isObject() && b.isObject()) {
            Set<String> keys = new TreeSet<>();
            a.properties().forEach(entry -> keys.add(entry.getKey()));
            b.properties().forEach(entry -> keys.add(entry.getKey()));
            keys.forEach(
                    key -> walk(where + "/" + key.replace("~", "~0").replace("/", "~1"), a.path(key), b.path(key)));
        } else if (a.isArray() && b.isArray() && a.size() == b.size()) {
            for (int item = 0; item < a.size(); item++) {
                walk(where + "/" + item, a.get(item), b.get(item));
            }
        } else {
            add(where, text(a), text(b));
        }
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() ? ABSENT : node.toString();
    }

    private void add(String where, String a, String b) {
        differences.add(new RunComparison.Difference(where, a, b));
    }
}
