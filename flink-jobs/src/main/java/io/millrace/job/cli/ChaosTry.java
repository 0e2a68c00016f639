package io.millrace.job.cli;

/**
 * What was done to one run, before it is judged.
 *
 * @param landed the fault met the run in the middle of its work
 * @param what was done
 * @param committedFiles ledger lines at the moment of the (last) fault
 * @param finding what went wrong on the way; empty when the run came to its end as it should
 */
record ChaosTry(boolean landed, String what, long committedFiles, String finding) {
    static ChaosTry missed(String what) {
        return new ChaosTry(false, what, 0, "");
    }
}
