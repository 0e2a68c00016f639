/** Inner loops of a run on one thread, measured by JMH. Start with {@link io.millrace.bench.loops.Traffic}. */
package io.millrace.bench.loops;
