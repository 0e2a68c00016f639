package io.millrace.job.cli;

import java.util.Locale;

/**
 * One fault of one seed, and what became of the run; a row of the table.
 *
 * @param fault name, F1 to F20
 * @param seed -1 when it has none
 * @param what was done
 * @param tries until the fault met a run in the middle of its work
 * @param landed it did; a round that did not shows nothing
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
        String what,
        int tries,
        boolean landed,
        long committedFiles,
        boolean equal,
        long rows,
        long orphans,
        double seconds,
        String finding) {
    static final String HEAD = """
            | fault | seed | what was done | landed | files then | equal | rows | orphans | seconds |
            |---|---|---|---|---|---|---|---|---|""";

    /** A fault met this run, and something is not as in the undisturbed one. */
    boolean differs() {
        return landed && !(equal && orphans == 0 && finding.isEmpty());
    }

    boolean holds() {
        return landed && !differs();
    }

    String row() {
        String landing = !landed ? "NO" : tries == 1 ? "yes" : "at try " + tries;
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %d | %s | %s | %d | %.1f |",
                fault,
                seed < 0 ? "" : Integer.toString(seed),
                what.replace('|', '/'),
                landing,
                committedFiles,
                !landed
                        ? (finding.isEmpty() ? "-" : finding.replace('|', '/'))
                        : differs() ? "NO: " + finding.replace('|', '/') : "yes",
                Console.count(rows),
                orphans,
                seconds);
    }
}
