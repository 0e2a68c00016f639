/** The graphs of the jobs. Start with {@code GenerateTopology}. */
package io.millrace.job.topology;
