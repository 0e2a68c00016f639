package io.millrace.run;

import io.millrace.contract.PackDictionary;
import io.millrace.contract.WorldKind;
import io.millrace.policy.PolicyPack;
import io.millrace.policy.PolicyPacks;
import io.millrace.run.SealedInput.Content;
import io.millrace.run.SealedInput.Presence;
import io.millrace.run.SealedInput.ReadScope;
import io.millrace.run.SealedInput.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Packs as they are sealed: a row each, and their canonical bytes under {@code policies/}, which the stages read. */
final class PackSeal {
    private PackSeal() {}

    /** Path in the gate folder. */
    static String file(String policyId) {
        return "policies/" + policyId + ".json";
    }

    /** Canonical JSON and a final newline. */
    static byte[] bytes(PolicyPack pack) {
        return (pack.canonicalJson() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static String manifestKey(String policyId) {
        return "millrace.policy." + policyId;
    }

    static List<SealedInput> rows(PolicyPacks packs, WorldKind kind, RunIdentity identity) {
        List<SealedInput> rows = new ArrayList<>();
        PackDictionary dictionary = PackDictionary.shipped();
        for (PolicyPack pack : packs.inEffect(kind).values()) {
            // The spec of a world may be the copy in its folder; all others lie in the config folder.
            boolean isCopy = pack.file().equals(GeneratedWorld.SPEC_COPY);
            String path = packs.sealed(pack.file()).replaceFirst("^config/", "");
            Optional<String> schema =
                    dictionary.find(pack.policyId()).map(entry -> "contracts/" + entry.schema() + "#");
            rows.add(new SealedInput(
                    identity.manifestFingerprint(),
                    new SealedInput.Key(
                            layer(path), segment(path), manifestKey(pack.policyId()), Optional.of(pack.policyId())),
                    new SealedInput.Place(isCopy ? InputRoot.WORLD : InputRoot.CONFIG, path, path, List.of()),
                    new SealedInput.Use(schema, role(packs, pack), Status.REQUIRED, ReadScope.ROW_LEVEL),
                    Presence.PRESENT,
                    Optional.of(new Content(
                            DigestKind.CANONICAL_JSON_SHA256,
                            pack.digest(),
                            OptionalLong.of(1),
                            // The file itself may change its comments; what is sealed is its canonical text.
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            Optional.empty())),
                    Optional.empty()));
        }
        return rows;
    }

    private static InputRole role(PolicyPacks packs, PolicyPack pack) {
        if (packs.taxonomy().containsKey(pack.policyId())) {
            return InputRole.TAXONOMY;
        }
        return packs.world().containsKey(pack.policyId()) ? InputRole.WORLD_POLICY : InputRole.POLICY;
    }

    /** {@code layer3/6B/…} is layer 3; world specs, which lie in no layer, shape the entities first: 6A. */
    private static int layer(String path) {
        return path.startsWith("layer") ? Character.digit(path.charAt("layer".length()), 10) : 3;
    }

    private static String segment(String path) {
        return path.startsWith("layer") ? path.split("/")[1] : "6A";
    }
}
