/** From committed files to a published run. Start with {@link io.millrace.job.sinks.publish.Ledger}. */
package io.millrace.job.sinks.publish;
