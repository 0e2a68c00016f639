package io.millrace.policy;

import io.millrace.base.ErrorCode;
import io.millrace.contract.PackDictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which files there must be, which laws they name, and that no quantity has two owners. */
final class FileRules {
    private static final String AUTHORITIES = "contracts/dictionary/authorities.yaml";

    private FileRules() {}

    /** A key in a pack. */
    private record Place(String policyId, PolicyNode node) {}

    static List<LintRule> all() {
        return List.of(
                LintRule.always("L01", List.of(), FileRules::packSet),
                LintRule.always("L02", List.of(), FileRules::lawRevisions),
                LintRule.always("L03", List.of(), FileRules::lock),
                LintRule.always("L12", List.of(), FileRules::oneAuthority),
                LintRule.always("L13", List.of(), FileRules::enforced));
    }

    /** L01: reading refuses missing and unknown files and says so; what is there must carry its own id. */
    private static void packSet(LintPass pass) {
        for (PackDictionary.Entry entry : PackDictionary.shipped().entries()) {
            if (!pass.has(entry.policyId()) && !entry.hasAlternatives()) {
                pass.waitsFor(entry.policyId());
            }
        }
        for (PolicyPack pack : pass.packs().all().values()) {
            PolicyNode id = pack.root().get("policy_id");
            if (!id.text().equals(pack.policyId())) {
                pass.refuse(
                        pack.policyId(),
                        id,
                        "must be the file's name (" + pack.policyId() + ")",
                        "rename the file or the policy");
            }
        }
    }

    /** L02: a pack is written for exactly the law that the program has. */
    private static void lawRevisions(LintPass pass) {
        PackDictionary dictionary = PackDictionary.shipped();
        for (PolicyPack pack : pass.packs().all().values()) {
            Optional<PackDictionary.Entry> entry = dictionary.find(pack.policyId());
            if (entry.isPresent() && entry.get().lawRevision() != pack.lawRevision()) {
                pass.refuse(
                        ErrorCode.LAW_REVISION_UNSUPPORTED,
                        pack.policyId(),
                        pack.root().get("law_revision"),
                        "must be the revision that this program implements ("
                                + entry.get().lawRevision() + ")",
                        Integer.toString(pack.lawRevision()),
                        "bring the pack to that law, or use the program that has the other one");
            }
        }
    }

    /** L03: whoever changes a pack changes its version. */
    static void lock(LintPass pass) {
        if (pass.lock().isEmpty()) {
            pass.waitsFor(pass.packs().place(PolicyLock.FILE) + " (millrace lint --write-lock)");
            return;
        }
        for (PolicyPack pack : pass.packs().all().values()) {
            PolicyLock.Entry entry = pass.lock().get().entries().get(pack.policyId());
            if (entry != null
                    && entry.policyVersion().equals(pack.version())
                    && !entry.packDigest().equals(pack.digest())) {
                pass.warn(
                        pack.policyId(),
                        pack.root().get("policy_version"),
                        "must grow when the pack changes (digest of " + pack.version() + " in "
                                + pass.packs().place(PolicyLock.FILE) + ": "
                                + entry.packDigest().substring(0, 12) + "…)",
                        pack.version() + " with digest " + pack.digest().substring(0, 12) + "…");
            }
        }
    }

    /** L12: a cap, window, share or tag stands at one pointer; a key of the same name elsewhere is a second owner. */
    private static void oneAuthority(LintPass pass) {
        List<Authorities.Entry> entries = Authorities.shipped().entries();
        TreeSet<String> quantities = new TreeSet<>();
        TreeMap<String, List<Place>> places = new TreeMap<>();
        pass.packs().all().values().forEach(pack -> places(pack.policyId(), pack.root(), places));
        for (Authorities.Entry entry : entries) {
            if (!quantities.add(entry.quantity())) {
                pass.refuse(
                        AUTHORITIES, "must name every quantity once", entry.quantity() + " twice", "keep one entry");
            }
            if (!pass.has(entry.policyId())) {
                pass.waitsFor(entry.policyId());
            } else {
                standsAt(pass, entry);
            }
            entry.name().ifPresent(name -> twins(pass, entries, entry, places.getOrDefault(name, List.of())));
        }
    }

    private static void standsAt(LintPass pass, Authorities.Entry entry) {
        PolicyNode node = pass.root(entry.policyId());
        for (String step : entry.pattern().substring(1).split("/")) {
            boolean any = step.equals("*")
                    && (node.isMap() ? !node.peek().isEmpty() : !node.items().isEmpty());
            if (!any && !node.has(step)) {
                pass.refuse(
                        AUTHORITIES,
                        "must name the place of " + entry.quantity(),
                        entry.policyId() + "#" + entry.pointer() + ", which does not exist",
                        "name its new place");
                return;
            }
            node = any ? first(node) : node.get(step);
        }
    }

    private static PolicyNode first(PolicyNode node) {
        return node.isMap()
                ? node.peek().values().iterator().next()
                : node.items().get(0);
    }

    private static void twins(
            LintPass pass, List<Authorities.Entry> entries, Authorities.Entry owner, List<Place> places) {
        for (Place place : places) {
            boolean listed = entries.stream().anyMatch(entry -> entry.owns(place.policyId, place.node.pointer()));
            if (!listed) {
                pass.refuse(
                        place.policyId,
                        place.node,
                        "must stand only at " + owner.policyId() + "#" + owner.pointer() + ", which owns "
                                + owner.quantity(),
                        "remove it here");
            }
        }
    }

    /** L13: a cap that nobody enforces is a wish. */
    private static void enforced(LintPass pass) {
        enforced(pass, Authorities.shipped());
    }

    static void enforced(LintPass pass, Authorities authorities) {
        for (Authorities.Entry entry : authorities.entries()) {
            if (entry.enforcedBy().isBlank() || entry.counter().isBlank()) {
                pass.refuse(
                        AUTHORITIES,
                        "must name the stage and the counter that enforce " + entry.quantity(),
                        "stage \"" + entry.enforcedBy() + "\", counter \"" + entry.counter() + "\"",
                        "name both");
            }
        }
    }

    /** Every key of a pack with the places where it stands. */
    private static void places(String policyId, PolicyNode node, Map<String, List<Place>> places) {
        if (node.isMap()) {
            for (Map.Entry<String, PolicyNode> child : node.peek().entrySet()) {
                places.computeIfAbsent(child.getKey(), key -> new ArrayList<>())
                        .add(new Place(policyId, child.getValue()));
                places(policyId, child.getValue(), places);
            }
        } else if (node.isList()) {
            node.items().forEach(item -> places(policyId, item, places));
        }
    }
}
