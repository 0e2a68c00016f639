package io.millrace.job.cli;

/**
 * One round: a fault, and how the run stood when it was published at last.
 *
 * @param fault letter and number
 * @param seed repeats the round
 * @param action what was done, and when, seconds after the start of the process
 * @param landed the run was neither untouched nor complete when the fault came
 * @param committedFiles ledger lines at the moment of the (last) fault
 * @param equal the run manifest has the bytes of the undisturbed run's
 * @param rows of all data sets
 * @param orphans files among the data that no ledger line names
 * @param seconds of the whole round
 * @param finding empty when everything holds
 */
record ChaosRound(
        String fault,
        int seed,
        String action,
        boolean landed,
        long committedFiles,
        boolean equal,
        long rows,
        long orphans,
        double seconds,
        String finding) {
    boolean holds() {
        return equal && orphans == 0 && finding.isEmpty();
    }
}
