/** Rows of a run made again and held beside the stored ones. Start with {@link io.millrace.job.explain.RowExplainer}. */
package io.millrace.job.explain;
