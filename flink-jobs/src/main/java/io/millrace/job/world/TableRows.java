package io.millrace.job.world;

import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;

/** Takes the rows of tables, in the order in which they shall stand in the file. Belongs to one thread. */
public interface TableRows {
    /**
     * A slab of the kind with room for at least one more row; add rows to it, and ask again for the next.
     *
     * @return the taker's own, valid until the next call for this kind
     */
    Slab room(SlabKind kind);

    /** Takes all rows of a slab; it stays the caller's. */
    void take(Slab rows);
}
