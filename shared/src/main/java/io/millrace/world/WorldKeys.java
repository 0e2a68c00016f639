package io.millrace.world;

import io.millrace.random.Decision;
import io.millrace.random.DrawFamily;
import io.millrace.random.Draws;
import io.millrace.random.Mix64;
import java.io.Serial;
import java.io.Serializable;

/**
 * Draws and structure keys of one generated world: where things sit follows from keys of the family
 * {@code 6A.structure}, one for the world, for each zone cell, or for each zone cell and segment. World design section
 * 3.1.
 */
public final class WorldKeys implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Segments of the vocabulary: numbers of cells step by it. */
    public static final int SEGMENTS = 17;

    private final Draws draws;

    private WorldKeys(Draws draws) {
        this.draws = draws;
    }

    public static WorldKeys of(Draws draws) {
        return new WorldKeys(draws);
    }

    /**
     * @param manifestFingerprint 64 hex characters
     * @param seed unsigned
     */
    public static WorldKeys of(String manifestFingerprint, long seed) {
        return new WorldKeys(Draws.of(manifestFingerprint, seed));
    }

    public Draws draws() {
        return draws;
    }

    /** Key of a structure over the whole world. */
    public long world(Decision structure) {
        return at(structure, 0);
    }

    /** @param zone number of the zone cell, from 0 in the order (country, tzid) */
    public long zone(Decision structure, int zone) {
        return at(structure, zone);
    }

    /**
     * @param zone number of the zone cell
     * @param segment number of the segment, 0..16 in the order of the population pack
     */
    public long cell(Decision structure, int zone, int segment) {
        return at(structure, (long) SEGMENTS * zone + segment);
    }

    private long at(Decision structure, long index) {
        if (structure.family() != DrawFamily.WORLD_STRUCTURE) {
            throw new IllegalArgumentException(structure + " is a draw, not a structure");
        }
        return Mix64.at(draws.key(structure), index);
    }
}
