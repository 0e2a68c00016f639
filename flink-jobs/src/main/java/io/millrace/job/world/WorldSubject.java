package io.millrace.job.world;

import io.millrace.contract.WorldKind;
import io.millrace.digest.CanonicalJson;
import io.millrace.digest.TupleDigest;
import io.millrace.run.RunIdentity;
import io.millrace.run.WorldBundle;
import io.millrace.run.WorldReceipt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which world of our own is made, as far as its files tell.
 *
 * @param seed unsigned
 * @param worldParameterHash hex64
 * @param lawRevisions of the world's packs, by policy id
 * @param zones tzids by ordinal
 * @param startTables digests of the tables computed at the start, by name; the same for every segment
 */
public record WorldSubject(
        long seed,
        String worldParameterHash,
        SortedMap<String, Integer> lawRevisions,
        List<String> zones,
        SortedMap<String, String> startTables) {
    public WorldSubject {
        lawRevisions = new TreeMap<>(lawRevisions);
        zones = List.copyOf(zones);
        startTables = new TreeMap<>(startTables);
    }

    /** hex64; name of the world's folder. */
    public String manifestFingerprint() {
        return RunIdentity.ownWorld(worldParameterHash, seed);
    }

    /** Folder of the world among worlds. */
    public Path folder(Path worlds) {
        return worlds.resolve(manifestFingerprint());
    }

    /** hex64 over all start tables. */
    public String startTablesDigest() {
        return TupleDigest.sha256Hex(CanonicalJson.of(startTables).getBytes(StandardCharsets.UTF_8));
    }

    TableFiles files(Path root, Optional<String> scenarioId) {
        return new TableFiles(
                root.toAbsolutePath().normalize().toString(),
                seed,
                worldParameterHash,
                manifestFingerprint(),
                scenarioId.orElse(""),
                CanonicalJson.of(lawRevisions),
                zones);
    }

    WorldReceipt.Axes axes() {
        return new WorldReceipt.Axes(
                WorldKind.OWN, manifestFingerprint(), worldParameterHash, seed, Optional.of(RunIdentity.WORLD_LAW));
    }

    WorldBundle.Subject bundle(String segment, Optional<String> scenarioId) {
        return new WorldBundle.Subject(segment, manifestFingerprint(), worldParameterHash, seed, scenarioId);
    }
}
