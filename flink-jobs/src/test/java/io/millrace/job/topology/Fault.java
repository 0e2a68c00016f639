package io.millrace.job.topology;

/** Where the first task attempt breaks; later attempts are sound. */
enum Fault {
    NONE,
    /** Never breaks, but stands in the graph as the others do. */
    NONE_BUT_IN_THE_GRAPH,
    /** At the first slab. */
    BEFORE_FIRST_CHECKPOINT,
    /** At the first slab after two checkpoints. */
    BETWEEN_CHECKPOINTS,
    /** While the third checkpoint is taken. */
    IN_SNAPSHOT,
    /** When the second checkpoint is told to be complete. */
    IN_COMPLETION_NOTICE,
    /** All is read, written and committed; then the task fails to close. */
    IN_CLOSE,
    /** Two checkpoints are whole; then the task works no more until it is cancelled. */
    STUCK_AFTER_CHECKPOINTS,
    /** Never breaks and never hurries: one slab in five milliseconds, so that a person may stop it in the middle. */
    SLOW,
    /** A ledger line has no place to go until the task starts again; its data file has its name by then. */
    BETWEEN_RENAME_AND_LEDGER;

    /** Whether slabs pass one by one and slowly, until something else is seen. */
    boolean isPaced() {
        return switch (this) {
            case BETWEEN_CHECKPOINTS,
                    IN_SNAPSHOT,
                    IN_COMPLETION_NOTICE,
                    STUCK_AFTER_CHECKPOINTS,
                    SLOW,
                    BETWEEN_RENAME_AND_LEDGER -> true;
            case NONE, NONE_BUT_IN_THE_GRAPH, BEFORE_FIRST_CHECKPOINT, IN_CLOSE -> false;
        };
    }
}
