/** The simulator: what happens in a world, as pure functions. Start with {@link io.millrace.Simulation}. */
package io.millrace;
