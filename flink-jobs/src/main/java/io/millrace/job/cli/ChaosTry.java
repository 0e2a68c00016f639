package io.millrace.job.cli;

/**
 * What was done to one run, before it is judged.
 *
 * @param times how often a fault met the run in the middle of its work; 0 shows nothing
 * @param what was done
 * @param committedFiles ledger lines at the moment of the (last) fault
 * @param finding what went wrong on the way, with or without a fault; empty when the run came to its end as it should
 */
record ChaosTry(int times, String what, long committedFiles, String finding) {
    /** The run was not yet there, or at its end; nothing is shown, and another moment may be tried. */
    static ChaosTry missed(String what) {
        return new ChaosTry(0, what, 0, "");
    }

    /** A process ended by itself and not well: no fault has excused it, and no other moment may hide it. */
    static ChaosTry failed(String what, String finding) {
        return new ChaosTry(0, what, 0, finding);
    }

    /** The same with more to tell of what was done. */
    ChaosTry noting(String more) {
        return new ChaosTry(times, what + more, committedFiles, finding);
    }

    /** Whether the run is judged; else another moment is tried. */
    boolean isToBeJudged() {
        return times > 0 || !finding.isEmpty();
    }
}
