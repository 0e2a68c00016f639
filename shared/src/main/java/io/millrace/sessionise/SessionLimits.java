package io.millrace.sessionise;

import java.io.Serializable;

/**
 * What one key bucket may hold before the run stops with {@code S1_STATE_LIMIT}, and how large its slabs are. Settings
 * of a run; no row depends on them.
 *
 * @param pendingRowsMax rows that wait for the watermark
 * @param slabRowsMax rows of a slab handed on
 */
public record SessionLimits(int pendingRowsMax, int openSessionsMax, int slabRowsMax) implements Serializable {
    private static final long serialVersionUID = 1L;

    public SessionLimits {
        if (pendingRowsMax < 1 || openSessionsMax < 1 || slabRowsMax < 1) {
            throw new IllegalArgumentException("session limits must be at least 1, was " + pendingRowsMax + ", "
                    + openSessionsMax + ", " + slabRowsMax);
        }
    }

    /** 4 million pending rows and 1 million open sessions per bucket: some 600 MB, far above any sane run. */
    public static SessionLimits ofSlabRows(int slabRowsMax) {
        return new SessionLimits(4_000_000, 1_000_000, slabRowsMax);
    }
}
