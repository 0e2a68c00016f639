package io.millrace.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * {@code dictionary/packs.yaml}: the policy packs that must be in the config folder.
 *
 * @param entries in the order of the file
 */
public record PackDictionary(List<Entry> entries) {
    public PackDictionary {
        entries = List.copyOf(entries);
    }

    /** The dictionary this program was built with. */
    public static PackDictionary shipped() {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode node : ContractResource.yaml("dictionary/packs.yaml").get("packs")) {
            List<String> readBy = new ArrayList<>();
            node.get("read_by").forEach(stage -> readBy.add(stage.asString()));
            entries.add(new Entry(
                    node.get("policy_id").asString(),
                    PackGroup.valueOf(node.get("group").asString().toUpperCase(Locale.ROOT)),
                    node.get("path").asString(),
                    node.get("schema").asString(),
                    node.get("law_revision").asInt(),
                    List.copyOf(readBy)));
        }
        return new PackDictionary(entries);
    }

    public Optional<Entry> find(String policyId) {
        return entries.stream()
                .filter(entry -> entry.policyId().equals(policyId))
                .findFirst();
    }

    /** What a pack decides, and so which identity it enters. */
    public enum PackGroup {
        WORLD,
        TAXONOMY,
        BEHAVIOUR
    }

    /**
     * @param path relative to the config folder
     * @param schema below {@code contracts}
     * @param lawRevision the one this program implements
     * @param readBy stages
     */
    public record Entry(
            String policyId, PackGroup group, String path, String schema, int lawRevision, List<String> readBy) {
        private static final String ALTERNATIVES = "world/";

        /**
         * Whether the folder of the path holds alternatives of the pack, under names of their own; at most one of them
         * is in effect.
         */
        public boolean hasAlternatives() {
            return path.startsWith(ALTERNATIVES);
        }

        /** Folder of the path, relative to the config folder. */
        public String folder() {
            return path.substring(0, path.lastIndexOf('/'));
        }
    }
}
