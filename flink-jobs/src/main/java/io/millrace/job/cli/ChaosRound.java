package io.millrace.job.cli;

import java.util.Locale;

/**
 * One fault of one seed, and what became of the run; a row of the table.
 *
 * @param fault name, F1 to F20
 * @param seed -1 when it has none
 * @param what was done
 * @param tries until the fault met a run in the middle of its work
 * @param times how often it did in the last try; a round of 0 shows nothing
 * @param committedFiles ledger lines at the moment of the (last) fault
 * @param equal the run manifest has the bytes of the undisturbed run's
 * @param rows of all data sets
 * @param orphans files among the data that no ledger line names
 * @param seconds of the whole round
 * @param finding empty when everything holds
 * @param test class of the test whose row it is; empty for a round of seeds
 */
record ChaosRound(
        String fault,
        int seed,
        String what,
        int tries,
        int times,
        long committedFiles,
        boolean equal,
        long rows,
        long orphans,
        double seconds,
        String finding,
        String test) {
    static final String HEAD = """
            | fault | seed | what was done | landed | times | files then | equal | rows | orphans | seconds |
            |---|---|---|---|---|---|---|---|---|---|""";

    /** A round of seeds. */
    ChaosRound(
            String fault,
            int seed,
            String what,
            int tries,
            int times,
            long committedFiles,
            boolean equal,
            long rows,
            long orphans,
            double seconds,
            String finding) {
        this(fault, seed, what, tries, times, committedFiles, equal, rows, orphans, seconds, finding, "");
    }

    boolean landed() {
        return times > 0;
    }

    /** Something is not as in the undisturbed run, or went wrong before a fault was there to excuse it. */
    boolean differs() {
        return !finding.isEmpty() || (landed() && !(equal && orphans == 0));
    }

    boolean holds() {
        return landed() && !differs();
    }

    /** Neither held nor differed: no fault ever met the run. */
    boolean missed() {
        return showsNothing() && test.isEmpty();
    }

    /** A test that could not do its fault here, for want of rights, say. */
    boolean isImpossibleHere() {
        return showsNothing() && !test.isEmpty();
    }

    private boolean showsNothing() {
        return !landed() && !differs();
    }

    String row() {
        String landing = !landed() ? "NO" : tries == 1 ? "yes" : "at try " + tries;
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %d | %d | %s | %s | %d | %.1f |",
                fault,
                seed < 0 ? "" : Integer.toString(seed),
                what.replace('|', '/'),
                landing,
                times,
                committedFiles,
                showsNothing() ? "-" : differs() ? "NO: " + finding.replace('|', '/') : "yes",
                Console.count(rows),
                orphans,
                seconds);
    }
}
