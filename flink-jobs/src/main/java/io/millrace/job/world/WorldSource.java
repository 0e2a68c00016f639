package io.millrace.job.world;

import io.millrace.run.GeneratedWorld;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the plans of an own world come from: config folder, name of its spec, seed. Travels to the workers; each JVM
 * reads the packs once and refuses others than those the job was started with.
 *
 * @param config folder of packs, absolute
 * @param worldSpec file of {@code config/world}, without ending, or absolute path of a file with it
 * @param seed unsigned
 * @param manifestFingerprint that must follow from them, hex64
 */
public record WorldSource(String config, String worldSpec, long seed, String manifestFingerprint)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final ConcurrentHashMap<WorldSource, GeneratedWorld> OPEN = new ConcurrentHashMap<>();

    /** Reads the packs and names the world they make. */
    public static WorldSource of(Path config, String worldSpec, long seed) {
        GeneratedWorld world = GeneratedWorld.of(config, worldSpec, seed);
        WorldSource source = new WorldSource(
                config.toAbsolutePath().normalize().toString(),
                worldSpec.endsWith(GeneratedWorld.SPEC_ENDING)
                        ? Path.of(worldSpec).toAbsolutePath().normalize().toString()
                        : worldSpec,
                seed,
                world.manifestFingerprint());
        OPEN.put(source, world);
        return source;
    }

    /** The one of this JVM. */
    public GeneratedWorld open() {
        return OPEN.computeIfAbsent(this, WorldSource::read);
    }

    /** Forgets it; the next call reads anew. */
    public void forget() {
        OPEN.remove(this);
    }

    /** What its files tell of it. */
    public WorldSubject subject() {
        GeneratedWorld world = open();
        return new WorldSubject(
                seed,
                world.worldParameterHash(),
                world.lawRevisions(),
                world.parties().zoneTzids(),
                world.startTables());
    }

    private static GeneratedWorld read(WorldSource from) {
        GeneratedWorld world = GeneratedWorld.of(Path.of(from.config), from.worldSpec, from.seed);
        if (!world.manifestFingerprint().equals(from.manifestFingerprint)) {
            throw new IllegalStateException("the packs in " + from.config + " make world " + world.manifestFingerprint()
                    + ", the job was started for " + from.manifestFingerprint);
        }
        return world;
    }
}
