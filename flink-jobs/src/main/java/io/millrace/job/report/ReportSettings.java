package io.millrace.job.report;

import io.millrace.job.verify.ScorecardSettings;

/**
 * What a page is about.
 *
 * @param run the run, its 6A tables, and what DuckDB may use
 * @param card where the scorecard comes from
 */
public record ReportSettings(ScorecardSettings run, Card card) {
    /** Measuring the scorecard takes longer than all other numbers of the page. */
    public enum Card {
        /** The one that is kept with the run; measured, and kept, when there is none. */
        KEPT_OR_MEASURED,
        /** The one that is kept with the run, or none. */
        KEPT_OR_NONE
    }
}
