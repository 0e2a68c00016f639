/** The random law: keyed counters, no streams, no state. Start with {@link io.millrace.random.Decision}. */
package io.millrace.random;
