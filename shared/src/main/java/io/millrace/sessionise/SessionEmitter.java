package io.millrace.sessionise;

import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;

/** Where sessionised rows go; the receiver owns the slabs. */
public interface SessionEmitter {
    /** Arrival rows in order of (party, ts, merchant unsigned, seq). */
    void arrivals(SessionedSlab slab);

    /** Index rows of closed sessions, by (end, session id) inside a drain. */
    void sessions(SessionIndexSlab slab);
}
