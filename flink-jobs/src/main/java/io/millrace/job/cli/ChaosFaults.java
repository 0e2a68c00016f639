package io.millrace.job.cli;

import java.io.IOException;

/** A way of disturbing runs of a suite. */
interface ChaosFaults {
    /**
     * Starts a run, disturbs it and takes it up until it is published or cannot be.
     *
     * @param seed says when and how
     * @param attempt of this seed, from 0; each comes at another moment
     * @param run in a folder of its own, not yet there
     */
    ChaosTry disturb(ChaosFault fault, int seed, int attempt, ChaosRun run)
            throws IOException, InterruptedException, EndedByItself;
}
