package io.millrace.policy;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.digest.CanonicalJson;
import io.millrace.digest.TupleDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All policy packs in effect, by policy id: group behaviour, and the taxonomies and world packs once they are there. */
public final class PolicyPacks {
    private final SortedMap<String, PolicyPack> packs;

    private PolicyPacks(SortedMap<String, PolicyPack> packs) {
        this.packs = Collections.unmodifiableSortedMap(packs);
    }

    /**
     * Reads every pack below a config folder.
     *
     * @param config folder with {@code layer3/6B} and the other layers
     * @param problems receives every violation of every file
     */
    public static PolicyPacks read(Path config, List<Problem> problems) {
        TreeMap<String, PolicyPack> packs = new TreeMap<>();
        try (Stream<Path> files = Files.list(config.resolve("layer3/6B"))) {
            for (Path path : files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                String name = "config/" + config.relativize(path).toString().replace('\\', '/');
                String id = path.getFileName().toString().replaceFirst("\\.yaml$", "");
                Optional<PolicyNode> root = StrictYaml.parse(name, Files.readAllBytes(path), problems);
                root.ifPresent(node -> packs.put(id, pack(id, name, node)));
            }
        } catch (IOException e) {
            problems.add(Problem.of(
                    ErrorCode.CONFIG_VALIDATION_FAILED,
                    config.toString(),
                    "must be a readable config folder",
                    e.toString(),
                    "give it by --config"));
        }
        return new PolicyPacks(packs);
    }

    private static PolicyPack pack(String id, String name, PolicyNode root) {
        String canonical = CanonicalJson.of(root.plain());
        return new PolicyPack(id, name, root, canonical, TupleDigest.ofPack(canonical));
    }

    public SortedMap<String, PolicyPack> all() {
        return packs;
    }

    public Optional<PolicyPack> pack(String policyId) {
        return Optional.ofNullable(packs.get(policyId));
    }

    /** @throws IllegalStateException when absent: callers ask only for packs whose presence was checked */
    public PolicyPack require(String policyId) {
        return pack(policyId).orElseThrow(() -> new IllegalStateException("no pack " + policyId));
    }
}
