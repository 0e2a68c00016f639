package io.millrace.job.explain;

import io.millrace.base.RunException;
import java.nio.file.Path;
import java.util.List;

/**
 * A flow to begin with: the one of the lowest id among those that went alike.
 *
 * @param life how it went, in a word or two
 */
public record FlowExample(String life, long flowId) {
    /**
     * One flow of each kind of life that the run has, the commonest kind first; only stored rows are read.
     *
     * @throws RunException IO_READ_FAILED when a listed file cannot be read
     */
    public static List<FlowExample> of(Path runRoot) {
        try (StoredRows stored = StoredRows.open(runRoot)) {
            return stored.examples();
        }
    }
}
