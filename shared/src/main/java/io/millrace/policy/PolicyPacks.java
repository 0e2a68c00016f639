package io.millrace.policy;

import io.millrace.base.ErrorCode;
import io.millrace.base.PolicyException;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policy packs in effect, by policy id: those that {@code packs.yaml} names, that parse and that their schemas
 * accept. Identity is meaningful only when reading found no problem.
 */
public final class PolicyPacks {
    /** Folder of seals, which name none of the machine. */
    private static final String SEALED = "config";

    private final Path folder;
    private final SortedMap<String, PolicyPack> packs;
    private final SortedMap<String, PackGroup> groups;
    private final SortedMap<String, PolicyPack> worldSpecs;

    private PolicyPacks(
            Path folder,
            SortedMap<String, PolicyPack> packs,
            SortedMap<String, PackGroup> groups,
            SortedMap<String, PolicyPack> worldSpecs) {
        this.folder = folder;
        this.packs = Collections.unmodifiableSortedMap(packs);
        this.groups = groups;
        this.worldSpecs = Collections.unmodifiableSortedMap(worldSpecs);
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
    public static PolicyPacks read(Path given, PackDictionary dictionary, SchemaStore schemas, List<Problem> problems) {
        // Every place in it then has a folder to name.
        Path config = given.toString().isEmpty() ? Path.of(".") : given;
        if (!holdsPacks(config, dictionary)) {
            problems.add(Problem.of(
                    ErrorCode.CONFIG_VALIDATION_FAILED,
                    config.toString(),
                    "must be a readable config folder",
                    Files.isDirectory(config)
                            ? "a folder without any policy pack"
                            : Files.exists(config) ? "a file" : "no such folder",
                    "give it by --config; millrace init writes one"));
            return new PolicyPacks(config, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        }
        refuseUnknownFiles(config, dictionary, problems);
        TreeMap<String, PolicyPack> packs = new TreeMap<>();
        TreeMap<String, PackGroup> groups = new TreeMap<>();
        TreeMap<String, PolicyPack> worldSpecs = new TreeMap<>();
        for (PackDictionary.Entry entry : dictionary.entries()) {
            groups.put(entry.policyId(), entry.group());
            if (entry.hasAlternatives()) {
                for (String path : yamlFiles(config, entry.folder(), problems)) {
                    pack(config, entry, path, schemas, problems).ifPresent(pack -> worldSpecs.put(stem(path), pack));
                }
            } else {
                pack(config, entry, entry.path(), schemas, problems)
                        .ifPresent(pack -> packs.put(entry.policyId(), pack));
            }
        }
        return new PolicyPacks(config, packs, groups, worldSpecs);
    }

    private static boolean holdsPacks(Path config, PackDictionary dictionary) {
        return dictionary.entries().stream()
                .filter(entry -> !entry.hasAlternatives())
                .anyMatch(entry -> Files.exists(config.resolve(entry.path())));
    }

    /** Packs that were read before, such as those a gate has sealed; their groups are those of the dictionary. */
    public static PolicyPacks of(SortedMap<String, PolicyPack> packs, PackDictionary dictionary) {
        TreeMap<String, PackGroup> groups = new TreeMap<>();
        dictionary.entries().forEach(entry -> groups.put(entry.policyId(), entry.group()));
        return new PolicyPacks(Path.of(SEALED), new TreeMap<>(packs), groups, new TreeMap<>());
    }

    /**
     * The same packs with one alternative of {@code config/world} in effect, which an own world needs.
     *
     * @param name of its file, without ending
     * @throws PolicyException when there is none of that name without problems
     */
    public PolicyPacks withWorldSpec(String name) {
        PolicyPack spec = worldSpecs.get(name);
        if (spec == null) {
            throw new PolicyException(List.of(files(
                    place("world/" + name + ".yaml"),
                    "must be a world spec without problems (" + String.join(", ", worldSpecs.keySet()) + ")",
                    "no such spec",
                    NearestWord.of(name, worldSpecs.keySet())
                            .map(near -> "did you mean " + near + "?")
                            .orElse("write it, or name another"))));
        }
        TreeMap<String, PolicyPack> chosen = new TreeMap<>(packs);
        chosen.put(spec.policyId(), spec);
        return new PolicyPacks(folder, chosen, groups, worldSpecs);
    }

    /**
     * The same packs with a world spec in effect that lies anywhere; it joins the alternatives under {@code where}.
     *
     * @param file of the user, or the copy that a world keeps
     * @param where place for messages and seals
     * @throws PolicyException with every violation of the file
     */
    public PolicyPacks withWorldSpecAt(Path file, String where) {
        PackDictionary.Entry entry = PackDictionary.shipped().entries().stream()
                .filter(PackDictionary.Entry::hasAlternatives)
                .findFirst()
                .orElseThrow();
        List<Problem> problems = new ArrayList<>();
        Optional<PolicyPack> spec = pack(file, where, entry, SchemaStore.shipped(), problems);
        if (spec.isEmpty()) {
            throw new PolicyException(problems);
        }
        TreeMap<String, PolicyPack> specs = new TreeMap<>(worldSpecs);
        specs.put(where, spec.get());
        TreeMap<String, PackGroup> all = new TreeMap<>(groups);
        all.put(entry.policyId(), entry.group());
        return new PolicyPacks(folder, new TreeMap<>(packs), all, specs).withWorldSpec(where);
    }

    /**
     * The same packs with that alternative of {@code config/world} in effect that gives a world its hash.
     *
     * @param worldParameterHash of an own world, hex64
     * @return empty when no alternative does: the world was made with other packs
     */
    public Optional<PolicyPacks> ofWorld(String worldParameterHash) {
        return worldSpecs.keySet().stream()
                .map(this::withWorldSpec)
                .filter(candidate -> candidate.worldParameterHash().equals(worldParameterHash))
                .findFirst();
    }

    /** All alternatives of {@code config/world}, by file name without ending, and one that lies elsewhere, by place. */
    public SortedMap<String, PolicyPack> worldSpecs() {
        return worldSpecs;
    }

    private static String stem(String path) {
        return path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
    }

    private static Optional<PolicyPack> pack(
            Path config, PackDictionary.Entry entry, String file, SchemaStore schemas, List<Problem> problems) {
        return pack(config.resolve(file), place(config, file), entry, schemas, problems);
    }

    private static Optional<PolicyPack> pack(
            Path path, String name, PackDictionary.Entry entry, SchemaStore schemas, List<Problem> problems) {
        byte[] bytes;
        try {
            if (!Files.isRegularFile(path)) {
                problems.add(files(
                        name,
                        entry.hasAlternatives() ? "must be a file" : "must be there: every run needs all packs",
                        Files.exists(path) ? "a folder" : "no such file",
                        entry.hasAlternatives()
                                ? "name a world spec of yours; config/world has examples"
                                : "restore it; a feature is switched off in behaviour_config_6B, never by leaving its pack"
                                        + " out"));
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
                .filter(entry -> !entry.hasAlternatives())
                .map(PackDictionary.Entry::path)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> folders = dictionary.entries().stream()
                .filter(entry -> !entry.hasAlternatives())
                .map(PackDictionary.Entry::folder)
                .collect(Collectors.toCollection(TreeSet::new));
        for (String folder : folders) {
            for (String path : yamlFiles(config, folder, problems)) {
                if (!known.contains(path)) {
                    problems.add(files(
                            place(config, path),
                            "must be a pack of this program",
                            "an unknown file",
                            NearestWord.of(path, known)
                                    .map(near -> "did you mean " + near + "? Else move it out of the folder")
                                    .orElse("move it out of the folder")));
                }
            }
        }
    }

    /** Paths of YAML files in a folder, relative to the config folder, sorted; none when the folder is not there. */
    private static List<String> yamlFiles(Path config, String folder, List<Problem> problems) {
        if (!Files.isDirectory(config.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(config.resolve(folder))) {
            return files.map(file -> folder + "/" + file.getFileName())
                    .filter(path -> path.endsWith(".yaml") || path.endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(
                    files(place(config, folder), "must be a readable folder", e.toString(), "mend its permissions"));
            return List.of();
        }
    }

    private static Problem files(String where, String expected, String found, String fix) {
        return new Problem(ErrorCode.CONFIG_VALIDATION_FAILED, where, expected, found, fix, "L01", 0, 0);
    }

    /** Place of a file of the config folder, for messages; the folder as it was given. */
    public String place(String path) {
        return place(folder, path);
    }

    private static String place(Path config, String path) {
        return config.resolve(path).toString().replace('\\', '/');
    }

    /** A place, or a text that holds one, as seals keep it: without the folder of the machine. */
    public String sealed(String text) {
        return text.replaceFirst(Pattern.quote(place("") + "/"), SEALED + "/");
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

    /** What makes a world of our own; its size only when a world spec is in effect. */
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
