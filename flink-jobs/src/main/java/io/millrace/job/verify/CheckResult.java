package io.millrace.job.verify;

/**
 * Outcome of one check over all rows.
 *
 * @param checkId file name of its query without number and ending, e.g. {@code time_order}
 * @param title first comment line of the query
 * @param status what came out
 * @param violations rows that break the rule
 * @param sample the first violating rows as text; empty when there are none
 */
public record CheckResult(String checkId, String title, Status status, long violations, String sample) {
    /** NOT_CHECKED names what it would need in {@code sample}. */
    public enum Status {
        PASS,
        FAIL,
        NOT_CHECKED
    }
}
