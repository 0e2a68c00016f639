/** The command line: one class per command, no logic of the product. Start with {@link io.millrace.job.cli.Millrace}. */
package io.millrace.job.cli;
