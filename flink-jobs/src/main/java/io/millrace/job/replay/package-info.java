/**
 * A published run read back in the order of time, partition by partition of the bus. Start with
 * {@link io.millrace.job.replay.ReplaySource}.
 */
package io.millrace.job.replay;
