/** Checks of a published run by DuckDB, which shares no code with the writer. Start with {@link io.millrace.job.verify.Verify}. */
package io.millrace.job.verify;
