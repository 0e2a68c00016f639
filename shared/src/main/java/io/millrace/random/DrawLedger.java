package io.millrace.random;

import java.io.Serial;
import java.io.Serializable;

/**
 * Evaluations per decision, counted once per row that depends on the value. Rides in checkpointed state; sums of
 * ledgers over subtasks are compared with the counts expected from published rows.
 */
public final class DrawLedger implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long[] evaluations = new long[Decision.values().length];

    public void count(Decision decision) {
        evaluations[decision.ordinal()]++;
    }

    public void count(Decision decision, long times) {
        evaluations[decision.ordinal()] += times;
    }

    public long evaluations(Decision decision) {
        return evaluations[decision.ordinal()];
    }

    /** Starts from nothing again. */
    public void clear() {
        java.util.Arrays.fill(evaluations, 0);
    }

    public void add(DrawLedger other) {
        for (int i = 0; i < evaluations.length; i++) {
            evaluations[i] += other.evaluations[i];
        }
    }
}
