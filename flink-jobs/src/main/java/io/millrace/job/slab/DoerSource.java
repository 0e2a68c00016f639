package io.millrace.job.slab;

import java.io.Serializable;

/**
 * Makes a stage's doer where it works: doers hold tables and memory-mapped files, which do not travel.
 *
 * @param <D> the doer
 */
@FunctionalInterface
public interface DoerSource<D> extends Serializable {
    /** A doer for one subtask. */
    D open();
}
