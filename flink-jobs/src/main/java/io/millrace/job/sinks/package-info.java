/**
 * Part files that appear exactly once: writer, committer, ledger. Start with {@link io.millrace.job.sinks.LedgerSink}.
 */
package io.millrace.job.sinks;
