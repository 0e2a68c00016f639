package io.millrace.policy;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.contract.PackDictionary;
import io.millrace.contract.PackDictionary.PackGroup;
import io.millrace.contract.WorldKind;
import io.millrace.digest.CanonicalJson;
import io.millrace.digest.TupleDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policy packs in effect, by policy id: those that {@code packs.yaml} names, that parse and that their schemas
 * accept. Identity is meaningful only when reading found no problem.
 */
public final class PolicyPacks {
    private final SortedMap<String, PolicyPack> packs;
    private final SortedMap<String, PackGroup> groups;

    private PolicyPacks(SortedMap<String, PolicyPack> packs, SortedMap<String, PackGroup> groups) {
        this.packs = Collections.unmodifiableSortedMap(packs);
        this.groups = groups;
    }

    /**
     * Reads every pack below a config folder.
     *
     * @param config folder with {@code layer3/6B} and the other layers
     * @param problems receives every violation of every file: missing and unknown files, YAML, schema
     */
    public static PolicyPacks read(Path config, List<Problem> problems) {
        return read(config, PackDictionary.shipped(), SchemaStore.shipped(), problems);
    }

    /** The same against other contracts. */
    public static PolicyPacks read(
            Path config, PackDictionary dictionary, SchemaStore schemas, List<Problem> problems) {
        if (!Files.isDirectory(config)) {
            problems.add(Problem.of(
                    ErrorCode.CONFIG_VALIDATION_FAILED,
                    config.toString(),
                    "must be a readable config folder",
                    Files.exists(config) ? "a file" : "no such folder",
                    "give it by --config"));
            return new PolicyPacks(new TreeMap<>(), new TreeMap<>());
        }
        refuseUnknownFiles(config, dictionary, problems);
        TreeMap<String, PolicyPack> packs = new TreeMap<>();
        TreeMap<String, PackGroup> groups = new TreeMap<>();
        for (PackDictionary.Entry entry : dictionary.entries()) {
            groups.put(entry.policyId(), entry.group());
            pack(config, entry, schemas, problems).ifPresent(pack -> packs.put(entry.policyId(), pack));
        }
        return new PolicyPacks(packs, groups);
    }

    private static Optional<PolicyPack> pack(
            Path config, PackDictionary.Entry entry, SchemaStore schemas, List<Problem> problems) {
        String name = "config/" + entry.path();
        byte[] bytes;
        try {
            Path path = config.resolve(entry.path());
            if (!Files.isRegularFile(path)) {
                problems.add(files(
                        name,
                        "must be there: every run needs all packs",
                        "no such file",
                        "restore it; a feature is switched off in behaviour_config_6B, never by leaving its pack out"));
                return Optional.empty();
            }
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            problems.add(files(name, "must be readable", e.toString(), "mend its permissions"));
            return Optional.empty();
        }
        List<Problem> found = new ArrayList<>();
        Optional<PolicyNode> root = StrictYaml.parse(name, bytes, found);
        root.ifPresent(
                node -> found.addAll(schemas.check(entry.schema(), name, node, ErrorCode.CONFIG_VALIDATION_FAILED)));
        problems.addAll(found);
        return found.isEmpty() ? root.map(node -> pack(entry.policyId(), name, node)) : Optional.empty();
    }

    private static PolicyPack pack(String id, String name, PolicyNode root) {
        String canonical = CanonicalJson.of(root.plain());
        return new PolicyPack(id, name, root, canonical, TupleDigest.ofPack(canonical));
    }

    /** A file that nobody reads looks like a policy in effect, so it is refused. */
    private static void refuseUnknownFiles(Path config, PackDictionary dictionary, List<Problem> problems) {
        Set<String> known = dictionary.entries().stream()
                .map(PackDictionary.Entry::path)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> folders = known.stream()
                .map(path -> path.substring(0, path.lastIndexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String folder : folders) {
            if (!Files.isDirectory(config.resolve(folder))) {
                continue;
            }
            try (Stream<Path> files = Files.list(config.resolve(folder))) {
                files.map(file -> folder + "/" + file.getFileName())
                        .filter(path -> path.endsWith(".yaml") || path.endsWith(".yml"))
                        .filter(path -> !known.contains(path))
                        .sorted()
                        .forEach(path -> problems.add(files(
                                "config/" + path,
                                "must be a pack of this program",
                                "an unknown file",
                                NearestWord.of(path, known)
                                        .map(near -> "did you mean " + near + "? Else move it out of the folder")
                                        .orElse("move it out of the folder"))));
            } catch (IOException e) {
                problems.add(
                        files("config/" + folder, "must be a readable folder", e.toString(), "mend its permissions"));
            }
        }
    }

    private static Problem files(String where, String expected, String found, String fix) {
        return new Problem(ErrorCode.CONFIG_VALIDATION_FAILED, where, expected, found, fix, "L01", 0, 0);
    }

    public SortedMap<String, PolicyPack> all() {
        return packs;
    }

    /** What happens to entities and flows. */
    public SortedMap<String, PolicyPack> behaviour() {
        return of(EnumSet.of(PackGroup.BEHAVIOUR));
    }

    /** What the tokens of the world's open vocabularies mean. */
    public SortedMap<String, PolicyPack> taxonomy() {
        return of(EnumSet.of(PackGroup.TAXONOMY));
    }

    /** What makes a world of our own; empty until the generator of worlds has packs. */
    public SortedMap<String, PolicyPack> world() {
        return of(EnumSet.of(PackGroup.WORLD));
    }

    public Optional<PolicyPack> pack(String policyId) {
        return Optional.ofNullable(packs.get(policyId));
    }

    /** @throws IllegalStateException when absent: callers ask only for packs whose presence was checked */
    public PolicyPack require(String policyId) {
        return pack(policyId).orElseThrow(() -> new IllegalStateException("no pack " + policyId));
    }

    /** Packs in effect in a world: one that was made elsewhere is not shaped by our world packs. */
    public SortedMap<String, PolicyPack> inEffect(WorldKind world) {
        return switch (world) {
            case OWN -> packs;
            case FOREIGN -> of(EnumSet.of(PackGroup.TAXONOMY, PackGroup.BEHAVIOUR));
        };
    }

    /** {@code parameter_hash}, hex64: the tuple of all packs in effect. */
    public String parameterHash(WorldKind world) {
        return tupleDigest(inEffect(world));
    }

    /** {@code world_parameter_hash} of our own worlds, hex64; a foreign world brings its own. */
    public String worldParameterHash() {
        return tupleDigest(of(EnumSet.of(PackGroup.WORLD, PackGroup.TAXONOMY)));
    }

    /** Digest of a set of packs under their file names, hex64. */
    public static String tupleDigest(Map<String, PolicyPack> packById) {
        TreeMap<String, String> digestByBasename = new TreeMap<>();
        packById.forEach((id, pack) -> digestByBasename.put(id + ".yaml", pack.digest()));
        return TupleDigest.ofPacks(digestByBasename);
    }

    private SortedMap<String, PolicyPack> of(Set<PackGroup> wanted) {
        TreeMap<String, PolicyPack> chosen = new TreeMap<>();
        packs.forEach((id, pack) -> {
            if (wanted.contains(groups.get(id))) {
                chosen.put(id, pack);
            }
        });
        return Collections.unmodifiableSortedMap(chosen);
    }
}
