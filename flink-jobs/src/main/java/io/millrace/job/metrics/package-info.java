/** What a running job tells of itself, through Flink's metric groups. Start with {@link io.millrace.job.metrics.RunMetric}. */
package io.millrace.job.metrics;
