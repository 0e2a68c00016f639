/**
 * One page about a published run, for people: queries of DuckDB and documents of the run, drawn in the browser. Start
 * with {@link io.millrace.job.report.Report}.
 */
package io.millrace.job.report;
