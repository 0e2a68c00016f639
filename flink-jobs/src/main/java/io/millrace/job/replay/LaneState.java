package io.millrace.job.replay;

import java.util.List;

/**
 * What the enumerator keeps in checkpoints.
 *
 * @param planDigest of the plan that positions belong to
 * @param unassigned lanes that no reader has
 */
public record LaneState(String planDigest, List<LaneSplit> unassigned) {
    public LaneState {
        unassigned = List.copyOf(unassigned);
    }
}
