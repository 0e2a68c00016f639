/** Checks of a published run by DuckDB, which shares no code with the writer; Q5 and Q6 alone ask the laws too. Start with {@link io.millrace.job.verify.Verify}. */
package io.millrace.job.verify;
