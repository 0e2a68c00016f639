package io.millrace.job.entities;

import io.millrace.entities.CheckedRows;
import io.millrace.entities.EntityRows;
import io.millrace.run.GeneratedWorld;

/**
 * How the entity tables are cut: first ranges of party ordinals, then of site ordinals, of ip ids, of merchants. The cuts
 * follow from the world alone.
 */
final class EntityRanges {
    /** Of parties and of merchants. */
    static final int PARTIES = 16_384;

    private static final int SITES = 65_536;
    /** Ids without an address are skipped fast, so ranges are wider. */
    private static final int ADDRESSES = 262_144;

    private final long parties;
    private final long sites;
    private final long addresses;
    private final long merchants;

    private EntityRanges(long parties, long sites, long addresses, long merchants) {
        this.parties = parties;
        this.sites = sites;
        this.addresses = addresses;
        this.merchants = merchants;
    }

    static EntityRanges of(GeneratedWorld world) {
        return new EntityRanges(
                world.parties().parties(),
                world.merchants().sites(),
                new EntityRows(world.maker(), 1, slab -> {}).ipIds(),
                world.merchants().merchants());
    }

    int pieces() {
        return Math.toIntExact(ranges(parties, PARTIES)
                + ranges(sites, SITES)
                + ranges(addresses, ADDRESSES)
                + ranges(merchants, PARTIES));
    }

    /** Makes the rows of one piece. */
    void make(int piece, CheckedRows rows) {
        long left = piece;
        if (left < ranges(parties, PARTIES)) {
            rows.parties(piece, left * PARTIES, end(left, PARTIES, parties));
            return;
        }
        left -= ranges(parties, PARTIES);
        if (left < ranges(sites, SITES)) {
            rows.terminals(piece, (int) left * SITES, (int) end(left, SITES, sites));
            return;
        }
        left -= ranges(sites, SITES);
        if (left < ranges(addresses, ADDRESSES)) {
            rows.addresses(piece, 1 + left * ADDRESSES, 1 + end(left, ADDRESSES, addresses));
            return;
        }
        left -= ranges(addresses, ADDRESSES);
        rows.merchants(piece, (int) left * PARTIES, (int) end(left, PARTIES, merchants));
    }

    private static long ranges(long all, int size) {
        return (all + size - 1) / size;
    }

    private static long end(long range, int size, long all) {
        return Math.min((range + 1) * size, all);
    }
}
