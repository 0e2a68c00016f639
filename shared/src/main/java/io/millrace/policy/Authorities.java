package io.millrace.policy;

import io.millrace.contract.ContractResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * {@code dictionary/authorities.yaml}: the one place of every cap, window, shared share and tag, and who enforces it.
 *
 * @param entries in the order of the file
 */
record Authorities(List<Entry> entries) {
    private static final String FILE = "dictionary/authorities.yaml";

    Authorities {
        entries = List.copyOf(entries);
    }

    static Authorities shipped() {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode node : ContractResource.yaml(FILE).get("authorities")) {
            String place = node.get("pointer").asString();
            int hash = place.indexOf('#');
            JsonNode name = node.get("name");
            entries.add(new Entry(
                    node.get("quantity").asString(),
                    place.substring(0, hash),
                    place.substring(hash + 1),
                    name.isNull() ? Optional.empty() : Optional.of(name.asString()),
                    node.path("enforced_by").asString(""),
                    node.path("counter").asString("")));
        }
        return new Authorities(entries);
    }

    /**
     * @param pointer RFC 6901 with {@code *} or {@code <channel>} for any one step
     * @param name key that stands below no other pointer; absent when the word is too common to watch
     * @param enforcedBy stage
     */
    record Entry(
            String quantity,
            String policyId,
            String pointer,
            Optional<String> name,
            String enforcedBy,
            String counter) {
        /** Whether the entry speaks of a pointer, of something above it or of something below it. */
        boolean owns(String ofPolicy, String ofPointer) {
            if (!policyId.equals(ofPolicy)) {
                return false;
            }
            String[] own = pointer.split("/");
            String[] other = ofPointer.split("/");
            for (int step = 0; step < Math.min(own.length, other.length); step++) {
                boolean any = own[step].equals("*") || own[step].startsWith("<");
                if (!any && !own[step].equals(other[step])) {
                    return false;
                }
            }
            return true;
        }

        /** The pointer as a pattern for {@link LintPass#all}. */
        String pattern() {
            return Pattern.compile("<[a-z_]+>").matcher(pointer).replaceAll("*");
        }
    }
}
