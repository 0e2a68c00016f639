package io.millrace.job.verify;

import io.millrace.base.ErrorCode;

/**
 * Outcome of one check over all rows.
 *
 * @param checkId file name of its query without number and ending, e.g. {@code time_order}
 * @param title what must hold, the first comment line of the query
 * @param code cause that a violation is named by, of documents and of {@code generate}
 * @param status what came out
 * @param violations rows that break the rule
 * @param sample the first violating rows as text; empty when there are none
 * @param seconds of wall time, tables that the check was the first to need included
 */
public record CheckResult(
        String checkId, String title, ErrorCode code, Status status, long violations, String sample, double seconds) {
    /** NOT_CHECKED names what it would need in {@code sample}. */
    public enum Status {
        PASS,
        FAIL,
        NOT_CHECKED
    }

    static CheckResult notChecked(String checkId, String title, ErrorCode code, String why) {
        return new CheckResult(checkId, title, code, Status.NOT_CHECKED, 0, why, 0);
    }

    /** Whether it found something. */
    public boolean hasFailed() {
        return status == Status.FAIL;
    }
}
