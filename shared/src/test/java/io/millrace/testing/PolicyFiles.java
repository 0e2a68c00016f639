package io.millrace.testing;

import io.millrace.contract.PackDictionary;
import io.millrace.policy.AttachmentPolicy;
import io.millrace.policy.BehaviourPriorPack;
import io.millrace.policy.PolicyNode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The shipped packs as nodes, without the strict reader's checks; and edits of them for tests. */
public final class PolicyFiles {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private PolicyFiles() {}

    public static AttachmentPolicy attachment() {
        return AttachmentPolicy.of(shipped("attachment_policy_6B"));
    }

    public static BehaviourPriorPack prior() {
        return BehaviourPriorPack.of(shipped("behaviour_prior_pack_6B"));
    }

    /** A shipped pack. */
    public static PolicyNode shipped(String policyId) {
        return shipped(policyId, Map.of());
    }

    /** @param edits new scalars by RFC 6901 pointer */
    public static PolicyNode shipped(String policyId, Map<String, Object> edits) {
        String path = PackDictionary.shipped().find(policyId).orElseThrow().path();
        Path file = root().resolve("config").resolve(path);
        return node(YAML.readTree(file.toFile()), "", edits);
    }

    /** A shipped pack of any folder, by its path below {@code config}. */
    public static PolicyNode shippedAt(String path) {
        return node(YAML.readTree(root().resolve("config/" + path).toFile()), "", Map.of());
    }

    /** Root of the source tree, from whichever module the test runs in. */
    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("config/layer3")) ? here : here.getParent();
    }

    private static PolicyNode node(JsonNode json, String pointer, Map<String, Object> edits) {
        if (edits.containsKey(pointer)) {
            return PolicyNode.scalar(edits.get(pointer), pointer, 0, 0);
        }
        if (json.isObject()) {
            SortedMap<String, PolicyNode> entries = new TreeMap<>();
            json.properties()
                    .forEach(entry ->
                            entries.put(entry.getKey(), node(entry.getValue(), pointer + "/" + entry.getKey(), edits)));
            return PolicyNode.map(entries, pointer, 0, 0);
        }
        if (json.isArray()) {
            List<PolicyNode> items = new ArrayList<>();
            for (int i = 0; i < json.size(); i++) {
                items.add(node(json.get(i), pointer + "/" + i, edits));
            }
            return PolicyNode.list(items, pointer, 0, 0);
        }
        return PolicyNode.scalar(scalar(json), pointer, 0, 0);
    }

    private static Object scalar(JsonNode json) {
        if (json.isNumber()) {
            return new BigDecimal(json.decimalValue().toPlainString());
        }
        if (json.isBoolean()) {
            return json.booleanValue();
        }
        return json.isNull() ? null : json.stringValue();
    }
}
