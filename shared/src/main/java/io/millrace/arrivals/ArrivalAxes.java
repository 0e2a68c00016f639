package io.millrace.arrivals;

import io.millrace.contract.Axes;
import java.io.Serial;
import java.io.Serializable;

/**
 * Axes of a foreign tree, as its run receipt and paths give them.
 *
 * @param seed unsigned
 * @param parameterHash hex64; becomes the world_parameter_hash
 * @param manifestFingerprint hex64
 * @param scenarioId of the arrivals
 */
public record ArrivalAxes(long seed, String parameterHash, String manifestFingerprint, String scenarioId)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The same for path templates. */
    public Axes tokens() {
        return Axes.ofWorld(Long.toUnsignedString(seed), parameterHash, manifestFingerprint, scenarioId);
    }
}
