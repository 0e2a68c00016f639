/** Turns another engine's tree into a prepared world. Start with {@link io.millrace.job.prepare.PrepareJob}. */
package io.millrace.job.prepare;
