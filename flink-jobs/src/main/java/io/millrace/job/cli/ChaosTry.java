package io.millrace.job.cli;

import java.util.Optional;

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

    /**
     * A run that was ended on its way must leave a point to take it up at.
     *
     * @param isUnfinished rows are still to be committed
     * @param from that point
     * @return what to judge, or to try at another moment; empty when the run can be taken up
     */
    static Optional<ChaosTry> ifNotToBeTakenUp(
            String what, long committedFiles, boolean isUnfinished, Optional<String> from) {
        if (!isUnfinished || (from.isEmpty() && committedFiles == 0)) {
            return Optional.of(missed(what));
        }
        return from.isPresent()
                ? Optional.empty()
                : Optional.of(new ChaosTry(
                        1,
                        what,
                        committedFiles,
                        "files are committed, rows are open, and there is no point to go on from"));
    }

    /**
     * A stop whose savepoint the cluster could not take.
     *
     * @param isUnfinished rows are still to be committed, so the job was not just at its end
     */
    static ChaosTry ofRefusedStop(String what, long committedFiles, boolean isUnfinished, String refusal) {
        return isUnfinished
                ? new ChaosTry(1, what, committedFiles, "the stop was refused: " + refusal.replaceAll("\\s+", " "))
                : missed(what);
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
