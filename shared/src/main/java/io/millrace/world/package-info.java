/** The entities and dimensions that attach reads. Start with {@link io.millrace.world.EntityUniverse}. */
package io.millrace.world;
