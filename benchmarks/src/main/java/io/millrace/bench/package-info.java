/** What the inner loops of an own world cost, by the CPU clock of their thread. Start with {@link io.millrace.bench.WorldBench}. */
package io.millrace.bench;
